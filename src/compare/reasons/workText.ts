import type { Observation } from '../../model/observation.ts';
import type { WorkVerdict } from '../counters/counters.ts';
import { describeMetric } from '../counters/metricCatalog.ts';
import { quantity, times } from '../quantities.ts';

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
  const within = interval === null ? '' : `, ${times(interval.low)} to ${times(interval.high)}`;
  const factor = ratio === null ? '' : ` (${times(ratio)}${within})`;
  return `${label} ${quantity(from, unit)} -> ${quantity(to, unit)}${factor}`;
}
