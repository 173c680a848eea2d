import type { LiteralPlace } from './literalPlace.ts';
import { matchesAny, type PrivacyRule, type PrivacyRules } from './privacyRules.ts';
import { holdsText, isCodeWord, sensitiveKind } from './sensitive.ts';

/** What becomes of a literal, and why, in words of the report. */
export interface LiteralVerdict {
  readonly action: 'keep' | 'hash' | 'drop';
  readonly reason: string;
}

const keep = (reason: string): LiteralVerdict => ({ action: 'keep', reason });

const keyCall =
  /^(?:jsonextract\w*|json(?:has|length|type|key)|simplejson\w+|visitparam\w+|mapcontains(?:key)?|\[\]|arrayelement|tupleelement|getsubcolumn)$/;
const nameCall = /^(?:dict(?:get|has)\w*|joinget\w*)$/;
const timeCall =
  /^(?:totimezone|timezoneof|todate\w*|totime\w*|tostartof\w*|toyyyy\w+|parsedatetime\w*|formatdatetime\w*|fromunixtimestamp\w*|date_?trunc|date_?diff|date_?add|date_?sub|age|timestampdiff|makedate\w*|now\w*|today|tointerval\w*|datename)$/;
const typeCall = /^(?:_?cast|accuratecast\w*|jsonextract\w*|defaultvalueoftypename|toColumnTypeName)$/i;
const modeCall = /^(?:windowfunnel\w*|sequence\w+|aggregate_funnel\w*|arrayreduce\w*|initializeaggregation|retention)$/;

const sequencePattern = /^(?:\(\?(?:\d{1,3}|t[<>=]{1,2}\d{1,6})\)|\.\*?)+$/;
const date = /^\d{4}-\d{2}(?:-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?$/;
const timeFormat = /^(?:%-?[A-Za-z%]|[\s:/,.T_-])+$/;
const unit =
  /^(?:nano|micro|milli)?(?:second|minute|hour|day|week|month|quarter|year)s?$|^(?:ss|mi|hh|dd|ww|mm|qq|yyyy)$/i;
const systemName = /^\${1,2}_?[a-z][a-z0-9_]*\$?\$?$/;
const fixedWords = new Set(['null', 'true', 'false', 'NULL', 'nan', 'inf']);
const typeWord =
  /^(?:U?Int(?:8|16|32|64|128|256)|Float(?:32|64)|BFloat16|Decimal(?:32|64|128|256)?|Bool|Boolean|String|FixedString|Date|Date32|DateTime|DateTime32|DateTime64|Time|Time64|UUID|IPv4|IPv6|JSON|Object|Array|Tuple|Map|Nullable|LowCardinality|Nothing|Dynamic|Variant|Enum8|Enum16)$/;
const settingValue = /^[\w.,:+-]{0,100}$/;

const zones: ReadonlySet<string> = new Set(['UTC', 'GMT', ...Intl.supportedValuesOf('timeZone')]);

/**
 * Decides about one string literal. Kept is what the shape of a query needs: keys of properties, types, time zones,
 * units, dates, names of events; all else is replaced. A rule of the config comes first, and no default keeps a text that
 * looks like an e-mail address, a URL, an IP address, a UUID, a key or a long number.
 */
export function judgeLiteral(
  value: string,
  place: LiteralPlace,
  rules: PrivacyRules,
  events: readonly string[],
): LiteralVerdict {
  const { subject } = place;
  const named = (rule: PrivacyRule): boolean =>
    matchesAny(rule.literals, value) || (subject !== undefined && matchesAny(rule.columns, subject));
  if (named(rules.drop)) return { action: 'drop', reason: 'dropped by a rule' };
  if (named(rules.hash)) return { action: 'hash', reason: 'replaced by a rule' };
  if (named(rules.allow)) return keep('allowed by a rule');
  return byText(value) ?? byPlace(value, place, events) ?? { action: 'hash', reason: sensitiveKind(value) ?? 'text' };
}

/** Whether any rule could be about a number. */
export function rulesOnNumbers({ drop, hash }: PrivacyRules): boolean {
  return [drop, hash].some((rule) => rule.columns.length > 0 || rule.literals.length > 0);
}

/** Decides about a number: it is kept unless a rule names it, or the column that it is compared with. */
export function judgeNumber(text: string, { subject }: LiteralPlace, { drop, hash }: PrivacyRules): LiteralVerdict {
  const named = (rule: PrivacyRule): boolean =>
    matchesAny(rule.literals, text) || (subject !== undefined && matchesAny(rule.columns, subject));
  if (named(drop)) return { action: 'drop', reason: 'number, dropped by a rule' };
  return named(hash) ? { action: 'hash', reason: 'number, replaced by a rule' } : keep('number');
}

/** What is harmless wherever it stands. */
function byText(value: string): LiteralVerdict | undefined {
  if (!/[\p{L}\p{N}]|[^\0-\x7f]/u.test(value)) return keep('punctuation');
  if (fixedWords.has(value)) return keep('null, true, false');
  if (date.test(value)) return keep('date');
  if (zones.has(value)) return keep('time zone');
  if (systemName.test(value) && sensitiveKind(value) === undefined) return keep('name that begins with $');
  return undefined;
}

function byPlace(value: string, place: LiteralPlace, events: readonly string[]): LiteralVerdict | undefined {
  if (sensitiveKind(value) !== undefined) return undefined;
  const { call, argument, subject } = place;
  if (timeCall.test(call) && (unit.test(value) || timeFormat.test(value))) return keep('unit or format of time');
  if (place.isInterval && /^\d{1,6} \w+$/.test(value) && unit.test(value.replace(/^\d+ /, ''))) return keep('interval');
  if (typeCall.test(call) && isType(value)) return keep('type');
  if (place.setting !== undefined && !holdsText(place.setting) && settingValue.test(value)) return keep('setting');
  if (keyCall.test(call) && argument > 0 && isCodeWord(value)) return keep('property key');
  if (call.startsWith('json_') && /^\$(?:\.[A-Za-z_$]\w*|\[\d+\])*$/.test(value)) return keep('property key');
  if (nameCall.test(call) && argument < 2 && isCodeWord(value)) return keep('name in a dictionary');
  if (modeCall.test(call) && (isCodeWord(value) || sequencePattern.test(value))) return keep('mode of a function');
  if (subject !== undefined && matchesAny(events, subject) && !place.isLike && isCodeWord(value))
    return keep('event name');
  return undefined;
}

function isType(value: string): boolean {
  const words = value.match(/[A-Za-z_]\w*/g) ?? [];
  // The names inside a Tuple or an Enum are anybody's words.
  return words.length > 0 && words.every((word) => typeWord.test(word)) && /^[\w(), ]+$/.test(value);
}
