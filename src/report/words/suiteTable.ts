import type { ComparisonReport } from '../../model/comparison.ts';
import type { Suite, SuiteCost, SuiteFigures, SuiteGroup } from '../../model/suite.ts';
import { absent, formatCount, formatMove, formatShare, plural } from '../../text/quantity.ts';
import { changeText } from './costClaim.ts';

/** The figures of the workload or of one group as the texts of a table row. Nothing in it is escaped yet. */
export interface SuiteRow {
  readonly name: string;
  /** `12`, or `11 of 12` when a case is left out. */
  readonly cases: string;
  /** Weighted time of both arms, by the clock that decides: `31.2 s → 29.0 s`. */
  readonly time: string;
  readonly timeChange: string;
  readonly cpuChange: string;
  readonly bytesChange: string;
  readonly geometricMean: string;
}

/** What of a report tells its totals, and of what they are totals. */
export type TotalledReport = Pick<ComparisonReport, 'suite' | 'method' | 'identical'>;

/** The rows of one tag, heaviest first, and how many are not shown. */
export interface SuiteSection {
  readonly tag: string;
  readonly groups: readonly SuiteGroup[];
  readonly more: number;
}

export function costOf({ costs }: SuiteFigures, metric: SuiteCost['metric']): SuiteCost | undefined {
  return costs.find((one) => one.metric === metric);
}

/** The total of time that is shown first: of the clock that judges. */
export function timeCost(figures: SuiteFigures): SuiteCost | undefined {
  return costOf(figures, 'running_time') ?? costOf(figures, 'server_time');
}

/** `server time`, or where running time decides, `running time`. */
export function timeName({ whole }: Suite): string {
  return costOf(whole, 'running_time') === undefined ? 'server time' : 'running time';
}

function changeOf(figures: SuiteFigures, cost: SuiteCost | undefined, margin: number): string {
  return cost === undefined ? absent : costText(cost, figures, margin);
}

/** A change, and how many cases it is about where the other figures are about more. */
export function costText(cost: SuiteCost, figures: SuiteFigures, margin: number): string {
  const over = cost.cases === figures.cases ? '' : ` over ${plural(cost.cases, 'case')}`;
  const other = cost.byServerTime === undefined ? '' : ` with the server time of ${plural(cost.byServerTime, 'case')}`;
  return `${changeText(cost, margin)}${over}${other}`;
}

/** What totals are totals of: `39 cases`, `36 of 39 cases`, `2 of the 3 cases that differ (36 identical ones are left out)`. */
export function coveredText({ cases, of }: SuiteFigures, identical = 0): string {
  const all = comparedText(of, identical);
  const covered = cases === of ? all : `${formatCount(cases)} of ${all}`;
  return identical === 0 ? covered : `${covered} (${identicalOnes(identical)})`;
}

/** `39 cases`; where identical ones were left out, `the 3 cases that differ`. */
export function comparedText(count: number, identical = 0): string {
  if (identical === 0) return plural(count, 'case');
  return count === 1 ? 'the one case that differs' : `the ${formatCount(count)} cases that differ`;
}

/** `36 identical ones are left out`. */
function identicalOnes(identical: number): string {
  return identical === 1 ? '1 identical one is left out' : `${formatCount(identical)} identical ones are left out`;
}

/** How many cases the figures cover: `36 of 39`, or `39`. */
export function coveredCases({ cases, of }: SuiteFigures): string {
  return cases === of ? formatCount(cases) : `${formatCount(cases)} of ${formatCount(of)}`;
}

export function suiteRow(name: string, figures: SuiteFigures, margin: number): SuiteRow {
  const time = timeCost(figures);
  return {
    name,
    cases: coveredCases(figures),
    time: time === undefined ? absent : formatMove(time.baseline, time.candidate, 'us'),
    timeChange: changeOf(figures, time, margin),
    cpuChange: changeOf(figures, costOf(figures, 'cpu_time'), margin),
    bytesChange: changeOf(figures, costOf(figures, 'read_bytes'), margin),
    geometricMean: figures.geometricMean === null ? absent : changeText(figures.geometricMean, margin),
  };
}

/** What a group is called in a table; cases without the tag have no value. */
export function groupName({ value }: SuiteGroup): string {
  return value ?? '(no value)';
}

/** Groups put together by tag, at most `most` of each. */
export function suiteSections({ groups }: Suite, most: number): readonly SuiteSection[] {
  const tags = [...new Set(groups.map((one) => one.tag))];
  return tags.map((tag) => {
    const own = groups.filter((one) => one.tag === tag);
    return { tag, groups: own.slice(0, most), more: Math.max(0, own.length - most) };
  });
}

/** All cases in a sentence: weighted totals, then the geometric mean, then what they cover. Empty where there are no totals. */
export function suiteSentence({ suite, method, identical }: TotalledReport): string {
  if (suite === null) return '';
  const { whole } = suite;
  const mean = whole.geometricMean;
  if (mean === null) return '';
  const { margin } = method;
  const costs = whole.costs.map((one) => `${one.label} ${costText(one, whole, margin)}`);
  const level = mean.interval?.level;
  const rounds =
    level === undefined
      ? `${plural(whole.rounds, 'round')} are too few for an interval`
      : `${formatShare(level)} intervals from ${plural(whole.rounds, 'round')}`;
  const totals = costs.length === 0 ? '' : `weighted ${costs.join(', ')}; `;
  const subject =
    identical === undefined ? `Whole workload, ${coveredText(whole)}` : `In all, ${coveredText(whole, identical)}`;
  return `${subject}: ${totals}geometric mean of the time ratios ${changeText(mean, margin)}; ${rounds}.`;
}

/** What a total is made of. */
export function weightHint(suite: Suite): string {
  return `Weighted: each case counts by its weight, its executions a day, or 1 where the workload gives none. Weighted time is the ${timeName(suite)} of that many executions.`;
}

/** Which cases no figure covers, and why; at most `most` by name. Empty when all are covered, or there are no figures. */
export function leftOutSentence({ whole: { geometricMean, leftOut } }: Suite, most: number): string {
  if (geometricMean === null || leftOut.length === 0) return '';
  const named = leftOut.slice(0, most).map(({ caseId, reason }) => `${caseId} (${reason})`);
  const more = leftOut.length - named.length;
  return `Not in these figures: ${named.join(', ')}${more === 0 ? '' : ` and ${plural(more, 'more case')}`}.`;
}
