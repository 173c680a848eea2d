import type { Interval, Suite, SuiteCost, SuiteFigures, SuiteGroup, SuiteRatio } from '../../model/suite.ts';
import { absent, formatChange, formatCount, formatRow, formatShare, plural } from '../../text/quantity.ts';

/** The figures of the workload or of one group as the texts of a table row. Nothing in it is escaped yet. */
export interface SuiteRow {
  readonly name: string;
  /** `12`, or `11 of 12` when a case is left out. */
  readonly cases: string;
  /** Weighted server time of both arms: `31.2 s → 29.0 s`. */
  readonly time: string;
  readonly timeChange: string;
  readonly cpuChange: string;
  readonly bytesChange: string;
  readonly geometricMean: string;
}

/** The rows of one tag, heaviest first, and how many are not shown. */
export interface SuiteSection {
  readonly tag: string;
  readonly groups: readonly SuiteGroup[];
  readonly more: number;
}

/**
 * A change, and how sure it is: `-9.0% to -5.4%`, `exact`, or empty without an interval. Equal counters are `unchanged`; a
 * change whose interval holds none and reaches beyond the margin is `undecided`.
 */
export interface ChangeParts {
  readonly change: string;
  readonly reach: string;
}

export function changeParts({ ratio, interval }: SuiteRatio, margin: number): ChangeParts {
  if (interval === null) return { change: formatChange(ratio), reach: '' };
  const isPoint = interval.low === interval.high;
  if (isPoint && ratio === 1) return { change: 'unchanged', reach: '' };
  const reach = isPoint ? 'exact' : `${formatChange(interval.low)} to ${formatChange(interval.high)}`;
  return { change: isUndecided(interval, margin) ? 'undecided' : formatChange(ratio), reach };
}

function isUndecided({ low, high }: Interval, margin: number): boolean {
  return low <= 1 && high >= 1 && (high > 1 + margin || low < 1 / (1 + margin));
}

/** `-7.2% (-9.0% to -5.4%)`, `undecided (-9.0% to +5.4%)`, `-50.0% (exact)`, `unchanged`, or `-7.2%`. */
export function formatSuiteRatio(figure: SuiteRatio, margin: number): string {
  const { change, reach } = changeParts(figure, margin);
  return reach === '' ? change : `${change} (${reach})`;
}

export function costOf({ costs }: SuiteFigures, metric: SuiteCost['metric']): SuiteCost | undefined {
  return costs.find((one) => one.metric === metric);
}

function changeOf(figures: SuiteFigures, metric: SuiteCost['metric'], margin: number): string {
  const cost = costOf(figures, metric);
  return cost === undefined ? absent : costText(cost, figures, margin);
}

/** A change, and how many cases it is about where the other figures are about more. */
function costText(cost: SuiteCost, figures: SuiteFigures, margin: number): string {
  return `${formatSuiteRatio(cost, margin)}${cost.cases === figures.cases ? '' : ` over ${plural(cost.cases, 'case')}`}`;
}

/** `36 of 39 cases`, or `1 case`. */
export function coveredText(figures: SuiteFigures): string {
  return figures.cases === figures.of ? plural(figures.cases, 'case') : `${coveredCases(figures)} cases`;
}

/** How many cases the figures cover: `36 of 39`, or `39`. */
export function coveredCases({ cases, of }: SuiteFigures): string {
  return cases === of ? formatCount(cases) : `${formatCount(cases)} of ${formatCount(of)}`;
}

export function suiteRow(name: string, figures: SuiteFigures, margin: number): SuiteRow {
  const time = costOf(figures, 'server_time');
  return {
    name,
    cases: coveredCases(figures),
    time: time === undefined ? absent : formatRow([time.baseline, time.candidate], 'us').join(' → '),
    timeChange: changeOf(figures, 'server_time', margin),
    cpuChange: changeOf(figures, 'cpu_time', margin),
    bytesChange: changeOf(figures, 'read_bytes', margin),
    geometricMean: figures.geometricMean === null ? absent : formatSuiteRatio(figures.geometricMean, margin),
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

/** The whole workload in a sentence: weighted totals, then the geometric mean, then what they cover. */
export function suiteSentence({ whole }: Suite, margin: number): string {
  if (whole.geometricMean === null) return '';
  const costs = whole.costs.map((one) => `${one.label} ${costText(one, whole, margin)}`);
  const level = whole.geometricMean.interval?.level;
  const rounds =
    level === undefined
      ? `${plural(whole.rounds, 'round')} are too few for an interval`
      : `${formatShare(level)} intervals from ${plural(whole.rounds, 'round')}`;
  const totals = costs.length === 0 ? '' : `weighted ${costs.join(', ')}; `;
  const mean = `geometric mean of the time ratios ${formatSuiteRatio(whole.geometricMean, margin)}`;
  return `Whole workload, ${coveredText(whole)}: ${totals}${mean}; ${rounds}.`;
}

/** What a total is made of. */
export const weightHint =
  'Weighted: each case counts by its weight, its executions a day, or 1 where the workload gives none. Weighted time is the server time of that many executions.';

/** Which cases no figure covers, and why; at most `most` by name. Empty when all are covered, or there are no figures. */
export function leftOutSentence({ whole: { geometricMean, leftOut } }: Suite, most: number): string {
  if (geometricMean === null || leftOut.length === 0) return '';
  const named = leftOut.slice(0, most).map(({ caseId, reason }) => `${caseId} (${reason})`);
  const more = leftOut.length - named.length;
  return `Not in these figures: ${named.join(', ')}${more === 0 ? '' : ` and ${plural(more, 'more case')}`}.`;
}
