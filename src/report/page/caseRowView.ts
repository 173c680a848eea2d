import type { CaseComparison } from '../../model/comparison.ts';
import type { MetricComparison } from '../../model/metric.ts';
import { typicalValues } from '../../model/typical.ts';
import type { Microseconds } from '../../model/units.ts';
import { formatValue } from '../../text/quantity.ts';
import { type CaseRow, caseRow, isComparison, metricCells } from '../words/caseRow.ts';
import type { RatioAxis } from './charts/ratioAxis.ts';
import { drawnRatio, type RatioInterval, ratioInterval } from './charts/ratioInterval.ts';

/** What the table of all cases shows of one. Every field is present: the template is strict. */
export interface CaseRowView {
  readonly anchor: string;
  readonly row: CaseRow;
  readonly notes: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly reason: string;
  readonly sortRatio: number | string;
  readonly sortBaseline: number | string;
  readonly sortCandidate: number | string;
  readonly sortCost: number | string;
  /** Weight × server time. */
  readonly cost: string;
  readonly rowChart: RatioInterval | null;
}

/** The fragment of a case's deep link; also the id of its element. */
export function caseAnchor(caseId: string): string {
  return `case=${encodeURIComponent(caseId)}`;
}

/** The fragment of a link to the cases with one tag: the table's script reads it. */
export function tagHash(key: string, value: string): string {
  return String(new URLSearchParams({ tag: `${key}:${value}` }));
}

/**
 * What a case costs in absolute terms: weight × server time of one execution, in µs. Of the candidate, or of the
 * baseline where the candidate has no time; null where neither has. With weights of executions a day, that is a day.
 */
export function caseCost({ metrics, weight }: CaseComparison): Microseconds | null {
  const time = timeOf(metrics);
  if (time === undefined) return null;
  const { baseline, candidate } = typicalValues(time);
  const each = candidate ?? baseline;
  return each === null ? null : each * weight;
}

function timeOf(metrics: readonly MetricComparison[]): MetricComparison | undefined {
  return metrics.find((one) => one.metric === 'server_time');
}

/** Of one execution it is the time that stands among the metrics, and reads as it does there. */
function costText(item: CaseComparison): string {
  const time = timeOf(item.metrics);
  if (item.weight !== 1 || time === undefined) return formatValue(caseCost(item), 'us');
  const { baseline, candidate } = metricCells(time);
  return typicalValues(time).candidate === null ? baseline : candidate;
}

function ratioOf(main: MetricComparison | undefined): number | null {
  return main === undefined || main.result.kind === 'notCompared' ? null : main.result.ratio;
}

/** Enough digits to sort by. */
function sortable(value: number | null): number | string {
  return value === null ? '' : Number(value.toPrecision(6));
}

/** The row of one case in the table; `axis` is the one that all rows share. */
export function caseRowView(item: CaseComparison, axis: RatioAxis, notes: string): CaseRowView {
  const [main] = item.metrics;
  const compared = isComparison(item) ? main : undefined;
  const drawn = drawnRatio(compared);
  const typical = main === undefined ? null : typicalValues(main);
  const cost = caseCost(item);
  return {
    anchor: caseAnchor(item.caseId),
    row: caseRow(item),
    notes,
    tags: Object.entries(item.tags).map(([key, value]) => ({ key, value: String(value) })),
    reason: item.reason,
    sortRatio: sortable(ratioOf(compared)),
    sortBaseline: sortable(typical?.baseline ?? null),
    sortCandidate: sortable(typical?.candidate ?? null),
    sortCost: sortable(cost),
    cost: costText(item),
    rowChart: drawn === null ? null : ratioInterval(drawn, axis),
  };
}
