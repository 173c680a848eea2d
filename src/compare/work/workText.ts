import type { MetricComparison } from '../../model/comparison.ts';
import { typicalValues } from '../../model/typical.ts';
import { quantity, times } from '../quantities.ts';
import type { WorkVerdict } from './counters.ts';
import { describeMetric } from './metricCatalog.ts';
import { type MovedMetric, rank, sizeOf } from './metrics.ts';

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

/** What moved beside server time itself: exact counters first, then noisy metrics; the larger change first. */
export function observe(metrics: readonly MovedMetric[]): readonly string[] {
  return metrics
    .filter((one) => one.moved && one.family !== 'time')
    .sort((a, b) => rank(a) - rank(b) || weight(a) - weight(b) || sizeOf(b) - sizeOf(a))
    .slice(0, mostObservations)
    .map(observation);
}

/** Work explains a change better than any other counter does; CPU time and memory come before the rest. */
function weight({ family }: MetricComparison): number {
  return family === 'other' ? 1 : 0;
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
