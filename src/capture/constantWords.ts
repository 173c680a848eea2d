import { isCodeWord } from './sensitive.ts';

const unit =
  /^(?:nano|micro|milli)?(?:second|minute|hour|day|week|month|quarter|year)s?$|^(?:dayofyear|weekday|ns|us|u|ms|ss|s|mi|n|hh|h|dd|d|wk|ww|mm|m|qq|q|yyyy|yy)$/i;
const month =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const weekday = 'mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?';
const spelledTime = new RegExp(
  `^(?:\\d{1,4}(?:st|nd|rd|th)?|\\.\\d{1,9}|${month}|${weekday}|am|pm|gmt|utc|t|z|[ ,:/+-])+$`,
  'i',
);
const isoDate = /^\d{4}-\d{1,2}(?:-\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?$/;
/** `20260131`, with a time behind it, and seconds or milliseconds since 1970. */
const packedTime =
  /^(?:(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:[0-2]\d[0-5]\d[0-5]\d)?|1\d{9}(?:\d{3})?(?:\.\d{1,9})?)$/;
const jodaFormat = /^(?:([GCYxwEeyDMdaKhHkmsSzZ])\1{0,8}|''|'[TZ]'|[\s:/,._-])+$/;
const smallNumber = /^[-+]?\d{1,6}(?:\.\d{1,6})?(?:e[-+]?\d{1,3})?$/i;

/** A part of time in any spelling: `day`, `weeks`, `hh`. */
export function isUnit(text: string): boolean {
  return unit.test(text);
}

/** `2026-01-31`, `2026-01-31 12:00:00.5`, wherever it stands. */
export function isDate(text: string): boolean {
  return isoDate.test(text);
}

/** A time in any spelling that the server reads, where a time is asked for: `Jan 31 2026`, `31/01/2026`, `1767225600`. */
export function isTime(text: string): boolean {
  return isDate(text) || packedTime.test(text) || (/\d/.test(text) && text.length < 60 && spelledTime.test(text));
}

/** `7`, `1 DAY 2 HOUR`, `5 12:30:45`. */
export function isInterval(text: string): boolean {
  return (
    text.length < 100 &&
    /^[-+\d:. a-z]+$/i.test(text) &&
    !/\d{7}/.test(text) &&
    (text.match(/[a-z]+/gi) ?? []).every(isUnit)
  );
}

export function isJodaFormat(text: string): boolean {
  return text.length < 60 && jodaFormat.test(text);
}

export function isNumberText(text: string): boolean {
  return smallNumber.test(text);
}

/** `sum`, `quantiles(0.5, 0.9)`, `uniqIf`. */
export function isAggregate(text: string): boolean {
  const [, name = '', parameters = ''] = /^([A-Za-z]\w{0,60})(?:\(([\d., ]{0,60})\))?$/.exec(text) ?? [];
  return isCodeWord(name) && !/\d{7}/.test(parameters);
}

const steps = /^(?:\(\?(?:\d{1,3}|t[<>=]{1,2}\d{1,6})\)|\.\*?)+$/;

/** `(?1).*(?t<=3600)(?2)` of sequenceMatch. */
export function isSequencePattern(text: string): boolean {
  return text.length < 1000 && steps.test(text);
}

export function isCharset(text: string): boolean {
  return /^(?:utf-?(?:7|8|16|32)(?:le|be)?|(?:us-)?ascii|iso-?8859-\d{1,2}|latin-?\d|(?:windows|cp|ibm)-?\d{3,4}|koi8-[rut]|gbk|gb2312|gb18030|big5|shift[_-]jis|euc-(?:jp|kr|tw|cn)|mac\w{0,12})$/i.test(
    text,
  );
}

/** Ciphers and hashes: `aes-256-gcm`, `sha256`. */
export function isAlgorithm(text: string): boolean {
  return /^(?:aes-\d{3}-[a-z0-9]{3,6}|(?:md|sha|blake|ripemd|keccak)[\da-z-]{0,8})$/i.test(text);
}

export function isLocale(text: string): boolean {
  return /^[a-z]{2,3}(?:[_-](?:[A-Za-z]{4}|[A-Z]{2}|\d{3}|phonebook|standard))*$/.test(text);
}

/** Sizes and spans of time as they are read back: `1.5 GiB`, `11s+22min`. */
export function isReadableAmount(text: string): boolean {
  return (
    /^(?:\d{1,6}(?:\.\d{1,6})? ?(?:[KMGTPEZY]?i?B|[a-z]{1,12})[ +,;:-]*){1,8}$/i.test(text) &&
    (text.match(/[a-z]+/gi) ?? []).every(
      (word) => isUnit(word) || /^(?:[kmgtpezy]?i?b|min|sec|hr|mo|yr)s?$/i.test(word),
    )
  );
}

const modes = new Set(
  (
    'strict strict_order strict_deduplication strict_dedup strict_increase strict_once allow_reentry forward backward head tail first_match ' +
    'last_match two-sided less greater exact asymp asymptotic auto sgd momentum nesterov adam counts ordered unordered first_touch last_touch ' +
    'all_events step_1 memory cpu real splitbynonalpha splitbystring split ngrams ngram sparsegrams array noop unicodeword asciicjk ' +
    'two_sided one_sided left right both inner outer none any all min max avg sum first last linear nearest lower higher midpoint'
  ).split(' '),
);

/** Modes and methods that functions have names for: `strict_order`, `two-sided`, `ngrams`. */
export function isMode(text: string): boolean {
  return modes.has(text.toLowerCase());
}

/** A text too short to say anything, or the usual word between two. */
export function isSeparator(text: string): boolean {
  return Array.from(text).length <= 3 || /^ ?(?:and|or|to) $/i.test(text);
}

/** A format of input or output: `JSONEachRow`. */
export function isFormat(text: string): boolean {
  return /^(?:Pretty\w{0,40}|(?:JSON|CSV|TSV|TSKV|TabSeparated|CustomSeparated|RowBinary|LineAsString|Raw)[A-Z]?[A-Za-z]{0,40}|Parquet|Native|Values|Vertical|XML|Arrow|ArrowStream|Avro|ORC|MsgPack|Markdown|Template|Regexp|Null|NDJSON)$/.test(
    text,
  );
}
