import type { Suite, SuiteFigures, SuiteRatio } from '../model/suite.ts';
import { absent, formatRatio } from './format.ts';
import { type IntervalChart, type Range, rangeChart } from './intervalChart.ts';
import {
  type ChangeParts,
  changeParts,
  costOf,
  groupName,
  leftOutSentence,
  type SuiteRow,
  suiteRow,
  suiteSections,
  suiteSentence,
} from './suiteTable.ts';

/** One line of the table of totals, with its interval drawn. */
export interface TotalView {
  readonly row: SuiteRow;
  /** Server time, CPU time, bytes read, geometric mean. */
  readonly changes: readonly ChangeParts[];
  readonly chart: IntervalChart | null;
  readonly tone: 'bad' | 'good' | 'calm';
}

export interface SuiteView {
  readonly sentence: string;
  readonly leftOut: string;
  readonly axis: string;
  readonly whole: TotalView;
  readonly sections: readonly {
    readonly tag: string;
    readonly rows: readonly TotalView[];
    readonly more: number;
    readonly isOpen: boolean;
  }[];
}

const mostGroups = 50;
const mostNames = 20;
const width = 160;

/** A colour only where the whole interval is beyond the margin: of many groups one in ten misses its interval. */
function toneOf(cost: SuiteRatio | undefined, margin: number): TotalView['tone'] {
  const interval = cost?.interval ?? null;
  if (interval === null) return 'calm';
  return interval.low > 1 + margin ? 'bad' : interval.high < 1 / (1 + margin) ? 'good' : 'calm';
}

function timeOf(figures: SuiteFigures): SuiteRatio | undefined {
  return costOf(figures, 'server_time');
}

function changesOf(figures: SuiteFigures): readonly ChangeParts[] {
  const shown = (['server_time', 'cpu_time', 'read_bytes'] as const).map((metric) => costOf(figures, metric));
  return [...shown, figures.geometricMean].map((one) =>
    one === undefined || one === null ? { change: absent, reach: '' } : changeParts(one),
  );
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
    return { row: suiteRow(name, figures), changes: changesOf(figures), chart, tone: toneOf(time, margin) };
  };
  return {
    sentence: suiteSentence(suite),
    leftOut: leftOutSentence(suite, mostNames),
    axis: `from ${formatRatio(domain.low)} to ${formatRatio(domain.high)}`,
    whole: view('Whole workload', suite.whole),
    sections: suiteSections(suite, mostGroups).map(({ tag, groups, more }, index) => ({
      tag,
      rows: groups.map((one) => view(groupName(one), one)),
      more,
      isOpen: index === 0,
    })),
  };
}
