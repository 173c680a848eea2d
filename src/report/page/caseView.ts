import type { CaseComparison } from '../../model/comparison.ts';
import type { MetricComparison } from '../../model/metric.ts';
import { formatCount, formatShare, fromTo, plural } from '../../text/quantity.ts';
import type { ArmsRow } from '../words/armsView.ts';
import { type CaseRow, isComparison, type MetricCells, metricCells, replicateText } from '../words/caseRow.ts';
import { evidenceParts } from '../words/evidenceText.ts';
import { basisText, type PercentileRow, percentileRows, percentilesOfCase } from '../words/percentileText.ts';
import { differenceText, type PlanView, planView } from '../words/planWords.ts';
import { type RowDifferenceView, rowDifferenceView } from '../words/rowDifferenceText.ts';
import { type CaseRowView, caseRowView, tagHash } from './caseRowView.ts';
import { type ArmSource, armSources, logStatement, settingsRows } from './caseSources.ts';
import { type DifferencesChart, differencesChart } from './charts/differencesChart.ts';
import { type DistributionChart, distributionChart } from './charts/distributionChart.ts';
import { type PairsChart, pairsChart } from './charts/pairsChart.ts';
import { columnLayout, domainOf, oneRow, type RatioAxis, ratioAxis } from './charts/ratioAxis.ts';
import { drawnRatio, type RatioInterval, ratioInterval } from './charts/ratioInterval.ts';
import type { SqlView } from './sqlView.ts';

interface MetricView extends MetricCells {
  readonly label: string;
  readonly isExact: boolean;
  readonly isEqual: boolean;
  /** Why it was not compared; empty when it was. */
  readonly why: string;
}

/** The drawings of a case. */
interface CaseCharts {
  /** On an axis of its own, which holds all of it. */
  readonly chart: (RatioInterval & { readonly axis: RatioAxis }) | null;
  readonly chartText: string;
  readonly differences: DifferencesChart | null;
  readonly pairs: PairsChart | null;
  readonly distribution: DistributionChart | null;
  /** Whether any of them is folded. */
  readonly hasCharts: boolean;
}

/** All that the HTML template shows of one case in full. */
export interface CaseView extends CaseRowView, CaseCharts {
  readonly description: string;
  /** Whether a change is claimed; then its charts are unfolded. */
  readonly isClaimed: boolean;
  /** Whether its costs are a comparison, which a ratio may sum up. */
  readonly isCompared: boolean;
  /** With the fragment of a link to all cases that have the tag. */
  readonly tagLinks: readonly { readonly key: string; readonly value: string; readonly hash: string }[];
  /** Notices that weaken its verdict. */
  readonly cautions: readonly string[];
  /** The strongest that the reason does not tell; the table of metrics has them all. */
  readonly observations: readonly string[];
  /** `and 7 more`; empty when all are shown. */
  readonly moreObservations: string;
  /** What the verdict rests on, of both arms: `selected marks 4 → 5`; empty without a metric. */
  readonly mainText: string;
  /** How many metrics there are, and how many of them differ. */
  readonly metricsText: string;
  readonly metrics: readonly MetricView[];
  readonly equalMetrics: readonly MetricView[];
  /** Of server time; empty where there is none. */
  readonly percentiles: readonly PercentileRow[];
  /** What they rest on; empty where none is known. */
  readonly percentileBasis: string;
  readonly planDifferences: readonly string[];
  readonly plan: PlanView | null;
  readonly rowDifference: RowDifferenceView | null;
  readonly sql: SqlView;
  readonly settings: readonly ArmsRow[];
  readonly sources: readonly ArmSource[];
  /** What shows its executions in the server's log; empty where it has none. */
  readonly logStatement: string;
  readonly evidence: readonly string[];
  readonly weight: string;
}

/** More of them bury the first. */
const mostObservations = 3;

function metricView(metric: MetricComparison): MetricView {
  const { result } = metric;
  return {
    ...metricCells(metric),
    label: metric.label,
    isExact: result.kind === 'exact',
    isEqual: result.kind === 'exact' && result.baseline === result.candidate,
    why: result.kind === 'notCompared' ? result.reason : '',
  };
}

function chartText(metric: MetricComparison | undefined, row: CaseRow, margin: number): string {
  if (metric === undefined || metric.result.kind === 'notCompared') return '';
  const band = `the shaded band is the margin of ${formatShare(margin)}`;
  if (metric.result.kind === 'exact') return `${metric.label}: ${row.ratio}, exact; ${band}.`;
  return `${metric.label}: ${row.ratio}, ${formatShare(metric.result.level)} interval ${row.interval}, ${replicateText(metric.result)}; ${band}.`;
}

function mainText(main: MetricComparison | undefined): string {
  if (main === undefined) return '';
  const { baseline, candidate } = metricCells(main);
  return `${main.label} ${fromTo(baseline, candidate)}`;
}

function metricsText(all: number, equal: number): string {
  if (all === 0) return '';
  return `${plural(all, 'metric')}${equal === 0 ? '' : `, ${formatCount(equal)} exactly equal`}`;
}

function ownChart(main: MetricComparison | undefined, margin: number): CaseView['chart'] {
  const drawn = drawnRatio(main);
  if (drawn === null) return null;
  const axis = ratioAxis(domainOf([drawn], margin, oneRow), margin, columnLayout);
  return { ...ratioInterval(drawn, axis), axis };
}

/** Where there is no comparison, times are drawn and no ratio of them. */
function chartsOf(item: CaseComparison, row: CaseRow, margin: number): CaseCharts {
  const [main] = item.metrics;
  const isCompared = isComparison(item);
  const chart = isCompared ? ownChart(main, margin) : null;
  const differences = isCompared ? differencesChart(item.pairs, item.metrics, margin) : null;
  const pairs = pairsChart(item.pairs, item.clock);
  const distribution = distributionChart(item.pairs, item.clock);
  const unfolded = isClaimed(item) ? [] : [chart, differences];
  return {
    chart,
    chartText: chartText(main, row, margin),
    differences,
    pairs,
    distribution,
    hasCharts: [...unfolded, pairs, distribution].some((one) => one !== null),
  };
}

function isClaimed({ verdict }: CaseComparison): boolean {
  return verdict === 'regressed' || verdict === 'improved';
}

/** What the cases of a page have in common. */
export interface PageContext {
  readonly margin: number;
  /** Of the table of all cases. */
  readonly axis: RatioAxis;
  readonly startedAt: number;
  /** Is to be asked in the order of the page, once for each case. */
  readonly sqlOf: (item: CaseComparison) => SqlView;
}

/** Puts one case into the words and drawings the HTML report shows of it in full. */
export function caseView(
  item: CaseComparison,
  { margin, axis, startedAt, sqlOf }: PageContext,
  notes: string,
): CaseView {
  const [main] = item.metrics;
  const shown = caseRowView(item, axis, notes);
  const metrics = item.metrics.map(metricView);
  const equalMetrics = metrics.filter((metric) => metric.isEqual);
  const percentiles = percentilesOfCase(item);
  const { baseline, candidate } = item;
  const shownSources = armSources(item);
  const unsaid = item.observations.filter((text) => !item.reason.includes(text));
  const more = item.metrics.length === 0 ? 0 : unsaid.length - mostObservations;
  const queryIds = [...new Set(shownSources.flatMap((source) => source.queryIds))];
  return {
    ...shown,
    description: item.description,
    isClaimed: isClaimed(item),
    isCompared: isComparison(item),
    tagLinks: shown.tags.map(({ key, value }) => ({ key, value, hash: tagHash(key, value) })),
    observations: unsaid.slice(0, mostObservations),
    moreObservations: more > 0 ? `and ${formatCount(more)} more` : '',
    mainText: mainText(main),
    ...chartsOf(item, shown.row, margin),
    metricsText: metricsText(metrics.length, equalMetrics.length),
    metrics: metrics.filter((metric) => !metric.isEqual),
    equalMetrics,
    percentiles: percentiles === null ? [] : percentileRows(percentiles),
    percentileBasis: percentiles === null ? '' : basisText(percentiles),
    planDifferences: (item.plan?.differences ?? []).map(differenceText),
    plan: planView(item.plan),
    rowDifference: rowDifferenceView(item.rowDifference),
    sql: sqlOf(item),
    cautions: item.notices.filter((notice) => notice.level === 'caution').map((notice) => notice.text),
    settings: settingsRows([baseline, candidate].filter((arm) => arm !== null)),
    sources: shownSources,
    logStatement: queryIds.length === 0 ? '' : logStatement(queryIds, startedAt),
    evidence: evidenceParts(item.evidence),
    weight: formatCount(item.weight),
  };
}
