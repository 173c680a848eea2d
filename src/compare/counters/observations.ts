import type { Design } from '../../model/design.ts';
import type { Observation } from '../../model/observation.ts';
import { typicalValues } from '../../model/typical.ts';
import { isTelling } from './metricCatalog.ts';
import type { JudgedMetric, MovedMetric } from './metricJudgement.ts';
import { rank, sizeOf } from './metrics.ts';

const mostObservations = 12;

/**
 * What moved beside server time itself: counters of work, then CPU time and memory, then others; among each the exact
 * ones first, then the larger change. Nothing that a reader cannot act on, or that hardly moved.
 */
export function observe(metrics: readonly MovedMetric[], { observations }: Design): readonly Observation[] {
  const { smallestChange } = observations;
  return metrics
    .filter((one) => one.moved && one.family !== 'time' && isTelling(one.metric) && isChange(one, smallestChange))
    .filter((one) => !metrics.some((other) => saysTheSame(one, other)))
    .sort((a, b) => weight(a) - weight(b) || rank(a) - rank(b) || sizeOf(b) - sizeOf(a))
    .slice(0, mostObservations)
    .map(observation);
}

function isChange({ result }: JudgedMetric, smallestChange: number): boolean {
  if (result.kind === 'notCompared' || result.ratio === null) return true;
  return Math.abs(Math.log(result.ratio)) >= Math.log1p(smallestChange);
}

/** Selected rows and bytes are mostly those that are read. */
const twins: ReadonlyMap<string, string> = new Map([
  ['SelectedRows', 'read_rows'],
  ['SelectedBytes', 'read_bytes'],
]);

function saysTheSame({ metric, result }: JudgedMetric, other: JudgedMetric): boolean {
  if (twins.get(metric) !== other.metric || result.kind !== 'exact' || other.result.kind !== 'exact') return false;
  return result.baseline === other.result.baseline && result.candidate === other.result.candidate;
}

/** Work explains a change better than any other counter does. */
function weight({ family }: JudgedMetric): number {
  return family === 'work' ? 0 : family === 'other' ? 2 : 1;
}

function observation(one: JudgedMetric): Observation {
  const { metric, label, unit, result } = one;
  const { baseline, candidate } = typicalValues(one);
  return {
    ...{ metric, label, unit, from: baseline ?? 0, to: candidate ?? 0 },
    ratio: result.kind === 'notCompared' ? null : result.ratio,
    interval: result.kind === 'estimate' ? { low: result.low, high: result.high } : null,
  };
}
