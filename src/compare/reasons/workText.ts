import type { MetricComparison } from '../../model/comparison.ts';
import { typicalValues } from '../../model/typical.ts';
import type { WorkVerdict } from '../counters/counters.ts';
import { describeMetric, isTelling } from '../counters/metricCatalog.ts';
import { type MovedMetric, rank, sizeOf } from '../counters/metrics.ts';
import { quantity, times } from '../quantities.ts';

const mostObservations = 12;
const mostCounters = 3;

/** "37 selected marks instead of 12 (3.1x)", for the counters that moved most. */
export function workText({ moved }: WorkVerdict): string {
  const parts = moved.slice(0, mostCounters).map(({ metric, baseline, candidate, ratio }) => {
    const { unit, label } = describeMetric(metric);
    const factor = ratio === null ? '' : ` (${times(ratio)})`;
    return `${label} ${quantity(baseline, unit)} -> ${quantity(candidate, unit)}${factor}`;
  });
  return parts.join(', ');
}

/**
 * What moved beside server time itself: counters of work, then CPU time and memory, then others; among each the exact
 * ones first, then the larger change. Nothing that a reader cannot act on, or that would read as no change.
 */
export function observe(metrics: readonly MovedMetric[]): readonly string[] {
  return metrics
    .filter((one) => one.moved && one.family !== 'time' && isTelling(one.metric) && readsAsChange(one))
    .filter((one) => !metrics.some((other) => saysTheSame(one, other)))
    .sort((a, b) => weight(a) - weight(b) || rank(a) - rank(b) || sizeOf(b) - sizeOf(a))
    .slice(0, mostObservations)
    .map(observation);
}

function readsAsChange({ result }: MetricComparison): boolean {
  return result.kind === 'notCompared' || result.ratio === null || times(result.ratio) !== times(1);
}

/** Selected rows and bytes are mostly those that are read. */
const twins: ReadonlyMap<string, string> = new Map([
  ['SelectedRows', 'read_rows'],
  ['SelectedBytes', 'read_bytes'],
]);

function saysTheSame({ metric, result }: MetricComparison, other: MetricComparison): boolean {
  if (twins.get(metric) !== other.metric || result.kind !== 'exact' || other.result.kind !== 'exact') return false;
  return result.baseline === other.result.baseline && result.candidate === other.result.candidate;
}

/** Work explains a change better than any other counter does. */
function weight({ family }: MetricComparison): number {
  return family === 'work' ? 0 : family === 'other' ? 2 : 1;
}

function observation(metric: MetricComparison): string {
  const { label, unit, result } = metric;
  if (result.kind === 'exact') {
    const factor = result.ratio === null ? '' : ` (${times(result.ratio)})`;
    return `${label} ${quantity(result.baseline, unit)} -> ${quantity(result.candidate, unit)}${factor}`;
  }
  const { baseline, candidate } = typicalValues(metric);
  const typical = `${label} ${quantity(baseline ?? 0, unit)} -> ${quantity(candidate ?? 0, unit)}`;
  if (result.kind === 'notCompared') return typical;
  return `${typical} (${times(result.ratio)}, ${times(result.low)} to ${times(result.high)})`;
}
