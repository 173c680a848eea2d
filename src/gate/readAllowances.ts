import type { Allowance, AllowanceText, GateProblem } from '../model/gateRules.ts';
import { quoted } from '../text/quote.ts';
import { readUpTo } from './quantities.ts';
import type { TextPlaces } from './readRules.ts';
import { metricAdvice, ruleMetric } from './ruleMetrics.ts';

/** Allowances of a file, and what is wrong with those that are none. */
export function readAllowances(
  texts: readonly AllowanceText[],
  placeOf: TextPlaces,
): { readonly allowances: readonly Allowance[]; readonly problems: readonly GateProblem[] } {
  const allowances: Allowance[] = [];
  const problems: GateProblem[] = [];
  for (const [index, text] of texts.entries()) {
    const found = problemsOf(text).map(([key, what, fix]) => ({
      ...{ about: 'allowance' as const, place: placeOf(index, key), what, fix },
    }));
    problems.push(...found);
    const [metric, upTo, ends] = [ruleMetric(text.metric), readUpTo(text.up_to), endsOf(text)];
    if (found.length > 0 || metric === undefined || upTo === undefined || ends === undefined) continue;
    const { case: pattern, reason } = text;
    allowances.push({ index, place: placeOf(index), pattern, metric, upTo, reason: reason.trim(), ends });
  }
  return { allowances, problems };
}

type Problem = readonly [key: string, what: string, fix: string];

function problemsOf(text: AllowanceText): readonly Problem[] {
  const { case: pattern, metric, up_to: upTo, reason, until, since } = text;
  const found: Problem[] = [];
  const of = ruleMetric(metric);
  if (pattern.trim() === '') found.push(['case', 'an allowance names no case', "Name one, or a pattern: 'funnel_*'."]);
  if (of === undefined) found.push(['metric', `unknown metric ${quoted(metric)}`, metricAdvice(metric)]);
  if (readUpTo(upTo) === undefined)
    found.push(['up_to', `${quoted(upTo)} is no ratio above 1`, 'Write how many times the baseline is allowed: 1.4x.']);
  if (reason.trim() === '')
    found.push(['reason', 'an allowance has no reason', 'Say in a few words why it is worth its cost.']);
  if (until !== undefined && since !== undefined)
    found.push(['since', 'an allowance ends once: by until or by since', 'Leave one of them out.']);
  if (until === undefined && since === undefined)
    found.push([
      'case',
      'an allowance has no end',
      'Add until: 2027-01-01, or since: COMMIT, which ends it once the baseline contains that commit.',
    ]);
  if (until !== undefined && !isDay(until))
    found.push(['until', noDay(until), 'Write it as 2027-01-01; it ends with that day in UTC.']);
  if (since !== undefined && !isCommit(since))
    found.push(['since', `${quoted(since)} is no commit`, 'Write 6 to 64 of its hexadecimal digits.']);
  return found;
}

function endsOf({ until, since }: AllowanceText): Allowance['ends'] | undefined {
  if (until !== undefined) return { kind: 'until', day: until };
  return since === undefined ? undefined : { kind: 'since', commit: since.toLowerCase() };
}

/** What is wrong with a text that is no day. */
export function noDay(text: string): string {
  const why = /^\d{4}-\d{2}-\d{2}$/.test(text) ? ': the calendar does not have it' : '';
  return `${quoted(text)} is no day${why}`;
}

/** A day that the calendar has. */
export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days;
}

/** Digits of a commit, enough of them to be told from others. */
export function isCommit(text: string): boolean {
  return /^[\da-f]{6,64}$/i.test(text);
}
