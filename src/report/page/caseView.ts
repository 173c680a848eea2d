import type { CaseComparison } from '../../model/comparison.ts';
import type { MetricComparison } from '../../model/metric.ts';
import { formatCount, formatShare } from '../../text/quantity.ts';
import type { ArmsRow } from '../words/armsView.ts';
import { type CaseRow, type MetricCells, metricCells, replicateText } from '../words/caseRow.ts';
import { evidenceParts } from '../words/evidenceText.ts';
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

/** All that the HTML template shows of one case in full. */
export interface CaseView extends CaseRowView {
  readonly description: string;
  /** With the fragment of a link to all cases that have the tag. */
  readonly tagLinks: readonly { readonly key: string; readonly value: string; readonly hash: string }[];
  /** Notices that weaken its verdict. */
  readonly cautions: readonly string[];
  /** The strongest; the table of metrics has them all. */
  readonly observations: readonly string[];
  /** `and 7 more`; empty when all are shown. */
  readonly moreObservations: string;
  /** What the verdict rests on, of both arms: `selected marks 4 → 5`; empty without a metric. */
  readonly mainText: string;
  /** On an axis of its own, which holds all of it. */
  readonly chart: (RatioInterval & { readonly axis: RatioAxis }) | null;
  readonly chartText: string;
  readonly metrics: readonly MetricView[];
  readonly equalMetrics: readonly MetricView[];
  readonly pairs: PairsChart | null;
  readonly differences: DifferencesChart | null;
  readonly distribution: DistributionChart | null;
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
const mostObservations = 5;

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
  return `${main.label} ${baseline} → ${candidate}`;
}

function ownChart(main: MetricComparison | undefined, margin: number): CaseView['chart'] {
  const drawn = drawnRatio(main);
  if (drawn === null) return null;
  const axis = ratioAxis(domainOf([drawn], margin, oneRow), margin, columnLayout);
  return { ...ratioInterval(drawn, axis), axis };
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
  const { baseline, candidate } = item;
  const shownSources = armSources(item);
  const more = item.observations.length - mostObservations;
  const queryIds = [...new Set(shownSources.flatMap((source) => source.queryIds))];
  return {
    ...shown,
    description: item.description,
    tagLinks: shown.tags.map(({ key, value }) => ({ key, value, hash: tagHash(key, value) })),
    observations: item.observations.slice(0, mostObservations),
    moreObservations: more > 0 ? `and ${formatCount(more)} more` : '',
    mainText: mainText(main),
    chart: ownChart(main, margin),
    chartText: chartText(main, shown.row, margin),
    metrics: metrics.filter((metric) => !metric.isEqual),
    equalMetrics: metrics.filter((metric) => metric.isEqual),
    pairs: pairsChart(item.pairs),
    differences: differencesChart(item.pairs, item.metrics, margin),
    distribution: distributionChart(item.pairs),
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
