import { isZone } from '../model/timeZones.ts';
import { isDate } from './constantWords.ts';
import type { LiteralPlace } from './literalPlace.ts';
import { matchesAny, type PrivacyRule, type PrivacyRules } from './privacyRules.ts';
import { holdsText, isCodeWord, sensitiveKind } from './sensitive.ts';

/** What becomes of a literal, and why, in words of the report. */
export interface LiteralVerdict {
  readonly action: 'keep' | 'hash' | 'drop';
  readonly reason: string;
}

const keep = (reason: string): LiteralVerdict => ({ action: 'keep', reason });

const systemName = /^\${1,2}_?[a-z][a-z0-9_]*\$?\$?$/;
const fixedWords = new Set(['null', 'true', 'false', 'NULL', 'nan', 'inf']);
const settingValue = /^[\w.,:+-]{0,100}$/;

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
  if (isDate(value)) return keep('date');
  if (isZone(value)) return keep('time zone');
  if (systemName.test(value) && sensitiveKind(value) === undefined) return keep('name that begins with $');
  return undefined;
}

function byPlace(value: string, place: LiteralPlace, events: readonly string[]): LiteralVerdict | undefined {
  const { constant, subject, setting } = place;
  const kind = sensitiveKind(value);
  const isHarmless = kind === undefined || (kind === 'long number' && constant?.longNumbers === true);
  if (isHarmless && constant?.keeps(value)) return keep(constant.name);
  if (kind !== undefined) return undefined;
  if (setting !== undefined && !holdsText(setting) && settingValue.test(value)) return keep('setting');
  if (subject !== undefined && matchesAny(events, subject) && !place.isLike && isCodeWord(value))
    return keep('event name');
  return undefined;
}
