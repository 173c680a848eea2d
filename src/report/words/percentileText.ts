import type { PerArm } from '../../model/arm.ts';
import type { CaseComparison } from '../../model/comparison.ts';
import type { KnownPercentile, Percentile, RefusedPercentile } from '../../model/percentile.ts';
import { absent, formatCount, formatRow, formatShare, fromTo, plural } from '../../text/quantity.ts';

type OfArms = PerArm<readonly Percentile[] | null>;

/** The percentiles of a case's server time; null where it has no server time. */
export function percentilesOfCase({ metrics }: Pick<CaseComparison, 'metrics'>): OfArms | null {
  return metrics.find(({ percentiles }) => percentiles !== undefined)?.percentiles ?? null;
}

/** One percentile of both arms, as a row of a table. */
export interface PercentileRow {
  readonly name: string;
  readonly baseline: string;
  readonly candidate: string;
}

/** A row for each percentile; an arm that does not have the case has no value. */
export function percentileRows({ baseline, candidate }: OfArms): readonly PercentileRow[] {
  return (baseline ?? candidate ?? []).map(({ p }) => {
    const [before = absent, after = absent] = cells(
      [baseline, candidate].map((own) => own?.find((one) => one.p === p)),
    );
    return { name: `p${p}`, baseline: before, candidate: after };
  });
}

/** `12.3 ms (11.9 ms–13.0 ms)`, or why there is none; those that stand side by side have one scale, as all values of both arms do. */
function cells(row: readonly (Percentile | undefined)[]): readonly string[] {
  const known = row.filter((one) => one?.kind === 'known');
  const texts = formatRow(
    known.flatMap(({ value, low, high }) => [value, low, high]),
    'us',
  );
  return row.map((one) => {
    if (one === undefined) return absent;
    if (one.kind === 'refused') return refusalText(one);
    const [value = '', low = '', high = ''] = texts.slice(3 * known.indexOf(one));
    return `${value} (${low}–${high})`;
  });
}

/** What a refused percentile lacks: `needs 60 executions, has 22`. */
export function refusalText({ why, needed, executions, countAs, untimed }: RefusedPercentile): string {
  const needs = `needs ${plural(needed, 'execution')}, has ${formatCount(executions)}`;
  switch (why) {
    case 'few':
      return needs;
    case 'sessions':
      return `${needs} that count as ${formatCount(countAs ?? 0)}, since its sessions differ`;
    case 'untimed':
      return `lies among ${formatCount(untimed ?? 0)} of ${plural(executions, 'execution')} that have no time`;
    case 'counters':
      return 'not measured, since counters alone were asked for';
    case 'lost':
      return 'not known, since a part of the run file is lost';
  }
}

/** The percentiles of both arms, one statement each, and what they rest on; empty where there are none. */
export function percentileParts(item: Pick<CaseComparison, 'metrics'>): readonly string[] {
  const arms = percentilesOfCase(item);
  if (arms === null) return [];
  const basis = basisText(arms);
  return [
    ...percentileRows(arms).map(({ name, baseline, candidate }) => statement(name, arms, [baseline, candidate])),
    ...(basis === '' ? [] : [basis]),
  ];
}

/** The same in one line; empty where there are none. */
export function percentileLine(item: Pick<CaseComparison, 'metrics'>): string {
  const parts = percentileParts(item);
  return parts.length === 0 ? '' : `Server time by percentile: ${parts.join('; ')}.`;
}

/** Of a run of one arm, as `percentileParts`. */
export function onePercentileParts(own: readonly Percentile[]): readonly string[] {
  const arms = { baseline: own, candidate: null };
  const basis = basisText(arms);
  const texts = own.map((one) => statement(`p${one.p}`, arms, cells([one])));
  return [...texts, ...(basis === '' ? [] : [basis])];
}

/** `p50 12.3 ms (…) → 12.5 ms (…)`, or `p95: needs 60 executions, has 22`; what both arms lack alike is said once. */
function statement(name: string, arms: OfArms, cells: readonly string[]): string {
  const told = [...new Set(cells.filter((cell) => cell !== absent))];
  const all = [...(arms.baseline ?? []), ...(arms.candidate ?? [])].filter(({ p }) => `p${p}` === name);
  const isKnown = all.some(({ kind }) => kind === 'known');
  return `${name}${isKnown ? '' : ':'} ${fromTo(...(isKnown ? cells.filter((cell) => cell !== absent) : told))}`;
}

/** `90% intervals from 60 executions in one session`, with what such an interval does not hold; empty where no percentile is known. */
export function basisText({ baseline, candidate }: OfArms): string {
  const known = (own: readonly Percentile[] | null): readonly KnownPercentile[] =>
    (own ?? []).filter((one) => one.kind === 'known');
  const arms = [known(baseline), known(candidate)].filter((own) => own.length > 0);
  const [first] = arms[0] ?? [];
  if (first === undefined) return '';
  const from = [...new Set(arms.map(([one]) => fromText(one)))].join(' and ');
  const isOneSession = arms.some(([one]) => one?.sessions === 1);
  const counted = arms.flatMap((own) => own.flatMap(({ countAs }) => countAs ?? []));
  return [
    `${formatShare(first.level)} intervals from ${from}`,
    ...(isOneSession ? ['how much sessions differ is not in them'] : []),
    ...(counted.length === 0
      ? []
      : [`by how sessions differ, executions count as ${formatCount(Math.min(...counted))} or more`]),
  ].join(', ');
}

function fromText(one: KnownPercentile | undefined): string {
  return `${plural(one?.executions ?? 0, 'execution')} in ${plural(one?.sessions ?? 0, 'session')}`;
}
