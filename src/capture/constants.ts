import {
  aggregate,
  type Constant,
  columnsPattern,
  dictionary,
  element,
  interval,
  jodaFormat,
  mode,
  named,
  number,
  ownMode,
  parsedFormat,
  propertyKey,
  regex,
  separator,
  syntax,
  time,
  timeFormat,
  type,
  unit,
  words,
  zone,
} from './constantKinds.ts';
import { isAlgorithm, isCharset, isFormat, isLocale, isReadableAmount } from './constantWords.ts';
import { isCodeWord } from './sensitive.ts';
import { bracePatternParts, geometryParts, jsonPathParts, printfParts } from './textParts.ts';

/** Where a literal stands in a call. */
export interface Argument {
  /** In lower case; `[]` for a subscript. */
  readonly call: string;
  readonly argument: number;
  readonly isLast: boolean;
  /** True in the first brackets of `quantile(0.9)(x)`. */
  readonly isParameter: boolean;
}

const arrays = /^(?:arrayreduce|arrayreduceinranges|initializeaggregation)$/;
const dates =
  /^(?:todate|todate32|todatetime|todatetime32|todatetime64|totime|totime64|parsedatetime\w*besteffort\w*|tounixtimestamp|timestamp)(?:or(?:null|zero|default))?$/;
const regexes =
  /^(?:match|extract|extractall|extractgroups|extractallgroups\w*|replaceregexp\w+|countmatches\w*|regexp_?(?!quotemeta)\w+|multi(?:fuzzy)?match\w+)$/;

/** Which constants are asked for where; the first that fits holds. */
const asked: readonly (readonly [RegExp, (at: Argument) => boolean, Constant])[] = [
  [/^date_?(?:trunc|diff|name)$|^timestamp_?diff$|^age$/, ({ argument }) => argument === 0, unit],
  [/^date_?(?:add|sub)$|^timestamp_?(?:add|sub)$/, ({ argument }) => argument === 0, { ...unit, anyText: true }],
  [/^tointerval$/, ({ argument }) => argument === 1, unit],
  [/^tointerval\w+$/, ({ argument }) => argument === 0, interval],
  [/^formatreadabletimedelta$/, ({ argument }) => argument > 0, unit],
  [
    /^(?:parse|format)datetime(?:64)?injodasyntax\w*$|^fromunixtimestampinjodasyntax$/,
    ({ argument }) => argument === 1,
    jodaFormat,
  ],
  [
    /^parsedatetime(?:32|64)?(?:or(?:null|zero|default))?$|^str_to_date$/,
    ({ argument }) => argument === 1,
    parsedFormat,
  ],
  [/^formatdatetime$|^date_format$|^from_?unixtime(?:stamp)?$/, ({ argument }) => argument === 1, timeFormat],
  [
    /^totimezone$|^to_utc_timestamp$|^from_utc_timestamp$|^(?:to|from)utctimestamp$/,
    ({ argument }) => argument === 1,
    zone,
  ],
  [/^(?:now|now64|nowinblock|nowinblock64|today|timezoneof)$/, () => true, { ...zone, anyText: true }],
  [/^datetime(?:32|64)?$/, () => true, zone],
  [/^enum(?:8|16)?$/, () => true, words('name in an enum', () => false)],
  [dates, ({ argument }) => argument === 0, time],
  [
    /^(?:to(?:date|time|startof|yyyy|hour|minute|second|day|week|month|quarter|year|iso|last|relative|monday|unix|string)\w*|parsedatetime\w*|formatdatetime\w*|fromunixtimestamp\w*|makedatetime\w*|date_?(?:trunc|diff|name)|age|timestamp_?diff|tumble\w*|hop\w*|windowid|time_?slots?|\w*snowflakeid\w*todatetime\w*|ulidstringtodatetime|date_format|yyyymmddhhmmss\w+)$/,
    ({ argument }) => argument > 0,
    zone,
  ],
  [
    /^(?:_?cast|accuratecast\w*|reinterpret|variantelement|dynamicelement|isdynamicelementinshareddata|__?cast)$/,
    ({ argument }) => argument === 1,
    type,
  ],
  [/^defaultvalueoftypename$/, () => true, type],
  [
    /^jsonextract(?:caseinsensitive)?$|^jsonextractkeysandvalues(?:caseinsensitive)?$/,
    ({ argument, isLast }) => argument > 0 && isLast,
    type,
  ],
  [/^(?:generaterandom|values|null|input)$/, ({ argument }) => argument === 0, { ...type, anyText: true }],
  [
    /^(?:jsonextract\w*|json(?:has|length|type|key|arraylength)|simplejson\w+|visitparam\w+|mapcontains(?:key)?|\[\]|arrayelement(?:ornull)?|(?:extract|cut)urlparameter)$/,
    ({ argument }) => argument > 0,
    propertyKey,
  ],
  [/^(?:tupleelement|getsubcolumn)$/, ({ argument }) => argument === 1, element],
  [
    /^json_(?:value|query|exists)$/,
    ({ argument }) => argument === 1,
    {
      name: 'path in JSON',
      keeps: (text) =>
        text.length < 500 &&
        /^\$(?:\.[A-Za-z_$]\w*|\.?\[(?:\*|\d+(?: to \d+)?)\]|\.\*)*$/.test(text) &&
        !/\d{7}/.test(text),
      parts: jsonPathParts,
    },
  ],
  [/^dict(?:get(?!hierarchy|children|descendants)\w*)$|^joinget\w*$/, ({ argument }) => argument < 2, dictionary],
  [/^dict\w+$|^dictionary$/, ({ argument }) => argument === 0, dictionary],
  [
    /^(?:getsetting(?:ordefault)?|getserversetting|getmergetreesetting|getmacro|getserverport|globalvariable|hascolumnintable|catboostevaluate|naivebayesclassifier\w*|clusterallreplicas|cluster|mergetreeindex|getclienthttpheader|stem|lemmatize|synonyms)$/,
    ({ call, argument }) =>
      argument === 0 || call === 'hascolumnintable' || call.startsWith('cluster') || call === 'mergetreeindex',
    named,
  ],
  [arrays, ({ argument }) => argument === 0, aggregate],
  [/^(?:windowfunnel\w*|sequence\w+|retention)$/, () => true, ownMode],
  [/^aggregate_funnel\w*$/, () => true, { ...ownMode, anyText: true }],
  [/^groupconcat\w*$/, ({ isParameter }) => isParameter, separator],
  [
    /^estimatecompressionratio$/,
    ({ isParameter }) => isParameter,
    words(
      'codec',
      (text) =>
        /^[A-Z]\w{1,20}(?:\(\d{1,3}(?:, ?\d{1,3})?\))?(?:, ?[A-Z]\w{1,20}(?:\(\d{1,3}\))?)*$/i.test(text) &&
        isCodeWord(text.replace(/[^A-Za-z]/g, '')),
    ),
  ],
  [/^(?:formatrow\w*)$/, ({ argument }) => argument === 0, named],
  [
    /^format$/,
    ({ argument }) => argument === 0,
    { ...syntax('pattern of a format', bracePatternParts), keeps: isFormat },
  ],
  [/^printf$/, ({ argument }) => argument === 0, { ...syntax('pattern of a format', printfParts), keeps: () => false }],
  [/^convertcharset$/, ({ argument }) => argument > 0, words('character set', isCharset)],
  [
    /^(?:encrypt|decrypt|trydecrypt|aes_(?:en|de)crypt_mysql|hmac)$/,
    ({ argument }) => argument === 0,
    words('cipher', isAlgorithm),
  ],
  [/^(?:parsereadablesize\w*|parsetimedelta)$/, ({ argument }) => argument === 0, words('amount', isReadableAmount)],
  [/^readwkt\w*$/, ({ argument }) => argument === 0, { ...syntax('shape', geometryParts), keeps: () => false }],
  [/^splitbyregexp$/, ({ argument }) => argument === 0, regex],
  [regexes, ({ argument }) => argument > 0, regex],
  [/^splitby(?:char|string)$|^concatwithseparator\w*$|^concat_ws$/, ({ argument }) => argument === 0, separator],
  [
    /^arraystringconcat$|^array_to_string$|^(?:reversebyseparator|substringindex\w*|substring_index)$/,
    ({ argument }) => argument === 1,
    separator,
  ],
  [/^(?:left|right)pad(?:utf8)?$|^[lr]pad$/, ({ argument }) => argument === 2, { ...separator, anyText: true }],
  [/^(?:tokens|has(?:any|all)tokens?|hasphrase)$/, ({ argument }) => argument > 0, { ...mode, anyText: true }],
  [/^(?:mapfromstring|extractkeyvaluepairs\w*|str_to_map)$/, ({ argument }) => argument > 0, separator],
  [/^columns$/, () => true, columnsPattern],
  [/^to(?:u?int|float|bfloat|decimal|bool)\d*(?:or\w+)?$/, ({ argument }) => argument === 0, number],
  [
    /^(?:base(?:32|58|64)\w*decode|stringtoh3|ulidstringtodatetime|sqiddecode|decrypt|trydecrypt)$/,
    ({ argument }) => argument < 2,
    words('encoded text', () => false),
  ],
  [
    /^(?:url|s3|gcs|oss|cosn|hdfs|file|remote\w*|mysql|postgresql|mongodb|redis|sqlite|jdbc|odbc|azureblobstorage|iceberg\w*|deltalake\w*|hudi|paimon\w*|executable|format|\w+cluster)$/,
    ({ call }) => call !== 'format',
    named,
  ],
];

/** The constant that a function asks for in a place; undefined where any text is data. */
export function constantAt(at: Argument): Constant | undefined {
  const known = asked.find(([call, fits]) => call.test(at.call) && fits(at))?.[2];
  if (known !== undefined) return known;
  return at.isParameter ? mode : undefined;
}

const keywords: Readonly<Record<string, Constant>> = {
  interval,
  date: time,
  timestamp: time,
  time: time,
  collate: words('locale', isLocale),
};

/** The constant that a word before a literal asks for: `INTERVAL '7' DAY`. */
export function constantAfter(word: string): Constant | undefined {
  return Object.hasOwn(keywords, word) ? keywords[word] : undefined;
}
