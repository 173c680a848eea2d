import { extent } from 'd3-array';
import type { ComparisonReport } from '../../model/comparison.ts';
import { formatCount, formatP, formatRatio, formatShare, plural } from '../../text/quantity.ts';
import { type VerdictWord, verdictWord, verdictWords } from '../words/verdictWords.ts';
import { caseAnchor } from './caseRowView.ts';
import type { Placed } from './charts/overviewBands.ts';
import { type OverviewChart, type OverviewPoint, overviewChart } from './charts/overviewChart.ts';
import type { Range, RatioAxis } from './charts/ratioAxis.ts';
import type { SuiteView, TotalView } from './suiteView.ts';

/** A case as a mark that links to it. */
export interface PointView {
  readonly anchor: string;
  readonly text: string;
  readonly word: VerdictWord;
  /** The quiet majority is drawn as dots. */
  readonly isDot: boolean;
  readonly x: number;
  readonly y: number;
  readonly cutLeft: boolean;
  readonly cutRight: boolean;
}

/** A case without a place by its ratio. */
interface ApartView {
  readonly anchor: string;
  readonly caseId: string;
  readonly word: VerdictWord;
}

/** Values of one tag, heaviest first. */
interface BarGroup {
  readonly title: string;
  readonly rows: readonly TotalView[];
  readonly more: number;
}

/** All that the top of the page draws. */
export interface OverviewView {
  readonly points: {
    readonly chart: OverviewChart;
    readonly height: number;
    /** The drawing in words. */
    readonly text: string;
    readonly hint: string;
    readonly key: readonly (VerdictWord & { readonly isDot: boolean })[];
    /** Those that the tab key reaches: the most severe findings. */
    readonly stops: readonly PointView[];
    readonly others: readonly PointView[];
  } | null;
  readonly apart: readonly ApartView[];
  readonly moreApart: number;
  readonly bars: {
    readonly axis: RatioAxis;
    readonly timeTitle: string;
    readonly groups: readonly BarGroup[];
  } | null;
}

/** A reader with a keyboard goes on in the findings below, which hold all of them. */
const mostStops = 20;
const mostApart = 20;
const mostBars = 4;
const axisHeight = 42;

function isDot({ verdict }: VerdictWord): boolean {
  return verdict === 'equivalent';
}

function sureness(certainty: Placed): string {
  switch (certainty.kind) {
    case 'change':
      return `${formatP(certainty.p)} after correction`;
    case 'within':
      return `within the margin: ${formatP(certainty.p)}`;
    case 'exact':
      return 'exact counters';
    case 'untested':
      return 'not tested';
  }
}

function pointView({ item, certainty, x, y, cutLeft, cutRight }: OverviewPoint): PointView {
  const word = verdictWord(item.verdict);
  const text = `${item.caseId}: ${word.word}, ${formatRatio(certainty.ratio)}, ${sureness(certainty)}`;
  return { anchor: caseAnchor(item.caseId), text, word, isDot: isDot(word), x, y, cutLeft, cutRight };
}

/** How many cases of a verdict there are, and from which ratio to which. */
function verdictText({ verdict, word }: VerdictWord, points: readonly OverviewPoint[]): readonly string[] {
  const own = points.filter(({ item }) => item.verdict === verdict);
  const [low, high] = extent(own, ({ certainty }) => certainty.ratio);
  if (low === undefined) return [];
  const [from, to] = [formatRatio(low), formatRatio(high)];
  return [`${formatCount(own.length)} ${word}, ${from === to ? from : `${from} to ${to}`}`];
}

function pointsOf(chart: OverviewChart, margin: number): OverviewView['points'] {
  const { points, withinY, changeY, bottom } = chart;
  if (points.length < 2) return null;
  const all = points.map(pointView);
  const findings = all.filter(({ word }) => word.isFinding);
  const quiet = all.filter(({ word }) => !word.isFinding);
  const hint = [
    'A mark is a case and leads to it. To the right the candidate costs more, to the left less; the band is the margin, and the axis is stretched around it.',
    changeY === null ? '' : 'Upwards it is surer that a case changed, by its p-value after correction.',
    withinY === null ? '' : `Downwards it is surer that it is within ±${formatShare(margin)}, by the p-value of that.`,
    points.some(({ certainty }) => certainty.kind === 'exact') ? 'Exact counters need no test.' : '',
  ];
  return {
    chart,
    height: bottom + axisHeight,
    text: `${plural(points.length, 'case')} by effect and certainty: ${verdictWords.flatMap((word) => verdictText(word, points)).join('; ')}. The table of all cases has the same figures.`,
    hint: hint.filter((one) => one !== '').join(' '),
    key: verdictWords
      .filter(({ verdict }) => points.some(({ item }) => item.verdict === verdict))
      .map((word) => ({ ...word, isDot: isDot(word) })),
    stops: findings.slice(0, mostStops),
    others: [...quiet, ...findings.slice(mostStops)],
  };
}

function barsOf(suite: SuiteView | null): OverviewView['bars'] {
  if (suite === null) return null;
  const tags = suite.sections.slice(0, 1).map(({ tag, rows, more }) => ({
    title: `By ${tag}`,
    rows: rows.slice(0, mostBars),
    more: more + Math.max(0, rows.length - mostBars),
  }));
  return {
    axis: suite.axis,
    timeTitle: suite.timeTitle,
    groups: [{ title: '', rows: [suite.whole], more: 0 }, ...tags],
  };
}

/** What a reader sees first: all cases at a glance, and what the workload costs; null where there is nothing to look over. */
export function overviewView(report: ComparisonReport, suite: SuiteView | null, domain: Range): OverviewView | null {
  const { margin } = report.method;
  const chart = overviewChart(report.cases, margin, domain);
  const points = pointsOf(chart, margin);
  const bars = barsOf(suite);
  if (points === null && bars === null) return null;
  return {
    points,
    apart: chart.apart
      .slice(0, mostApart)
      .map(({ caseId, verdict }) => ({ anchor: caseAnchor(caseId), caseId, word: verdictWord(verdict) })),
    moreApart: Math.max(0, chart.apart.length - mostApart),
    bars,
  };
}
