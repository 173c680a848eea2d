import type { Suite, SuiteFigures, SuiteRatio } from '../model/suite.ts';
import { formatShare } from './format.ts';
import { type IntervalChart, type Range, rangeChart } from './intervalChart.ts';
import { groupName, leftOutSentence, type SuiteRow, suiteRow, suiteSections, suiteSentence } from './suiteTable.ts';

/** One line of the table of totals, with its interval drawn. */
export interface TotalView {
  readonly row: SuiteRow;
  readonly chart: IntervalChart | null;
  readonly tone: 'bad' | 'good' | 'calm';
}

export interface SuiteView {
  readonly sentence: string;
  readonly leftOut: string;
  readonly axis: string;
  readonly whole: TotalView;
  readonly sections: readonly { readonly tag: string; readonly rows: readonly TotalView[]; readonly more: number }[];
}

const mostGroups = 50;
const mostNames = 20;
const width = 160;

/** Colours only repeat where the whole interval lies. */
function toneOf(cost: SuiteRatio | undefined): TotalView['tone'] {
  const interval = cost?.interval ?? null;
  if (interval === null) return 'calm';
  return interval.low > 1 ? 'bad' : interval.high < 1 ? 'good' : 'calm';
}

function timeOf({ costs }: SuiteFigures): SuiteRatio | undefined {
  return costs.find((one) => one.metric === 'server_time');
}

/** One axis for all rows, so that they can be compared by eye: wide enough for every ratio, not for every interval. */
function sharedDomain(all: readonly SuiteFigures[]): Range {
  const logs = all.flatMap((one) => Math.abs(Math.log(timeOf(one)?.ratio ?? 1)));
  const reach = Math.min(Math.log(4), Math.max(Math.log(1.1), ...logs.map((one) => one * 1.3)));
  return { low: Math.exp(-reach), high: Math.exp(reach) };
}

/** Arranges the totals for the page; null when there are none. */
export function suiteView(suite: Suite | null, margin: number): SuiteView | null {
  if (suite === null || suite.whole.geometricMean === null) return null;
  const domain = sharedDomain([suite.whole, ...suite.groups]);
  const view = (name: string, figures: SuiteFigures): TotalView => {
    const time = timeOf(figures);
    const range =
      time === undefined ? null : { ratio: time.ratio, low: time.ratio, high: time.ratio, ...time.interval };
    const chart =
      range === null ? null : rangeChart({ ...range, isExact: time?.interval === null }, margin, domain, width);
    return { row: suiteRow(name, figures), chart, tone: toneOf(time) };
  };
  return {
    sentence: suiteSentence(suite),
    leftOut: leftOutSentence(suite, mostNames),
    axis: `from ${formatShare(domain.low)} to ${formatShare(domain.high)} of the baseline`,
    whole: view('Whole workload', suite.whole),
    sections: suiteSections(suite, mostGroups).map(({ tag, groups, more }) => ({
      tag,
      rows: groups.map((one) => view(groupName(one), one)),
      more,
    })),
  };
}
