import type { Observation } from '../../model/observation.ts';
import { formatMove, formatRatio } from '../../text/quantity.ts';
import type { WorkVerdict } from '../counters/counters.ts';
import { describeMetric } from '../counters/metricCatalog.ts';

const mostCounters = 3;

/** "selected marks 12 -> 37 (3.1x)", for the counters that moved most. */
export function workText({ moved }: Pick<WorkVerdict, 'moved'>): string {
  const parts = moved.slice(0, mostCounters).map(({ metric, baseline, candidate, ratio }) => {
    const { unit, label } = describeMetric(metric);
    return observationText({ metric, label, unit, from: baseline, to: candidate, ratio, interval: null });
  });
  return parts.join(', ');
}

/** "selected marks 12 -> 37 (3.1x)", of an estimate with its interval. */
export function observationText({ label, unit, from, to, ratio, interval }: Observation): string {
  const within = interval === null ? '' : `, ${formatRatio(interval.low)} to ${formatRatio(interval.high)}`;
  const factor = ratio === null ? '' : ` (${formatRatio(ratio)}${within})`;
  return `${label} ${formatMove(from, to, unit, interval === null)}${factor}`;
}
