import type { Capacity, TrialReport } from '../../model/loadReport.ts';
import type { TriedRate } from './triedRate.ts';

/**
 * How a class comes to the edge of its promises. `cliff`: at the highest rate that was kept, at least 0.9 of the capacity, each promised
 * percentile is below half of its limit. Undefined where no rate so near was kept, or a percentile is not known.
 *
 * @param rate the capacity, requests a second
 */
export function shapeOf(binding: string, tries: readonly TriedRate[], rate: number): Capacity['shape'] {
  const kept = tries.filter(({ probe }) => probe.verdict === 'kept' && probe.rate <= rate);
  const nearest = kept.reduce<TriedRate | undefined>(
    (best, one) => (best === undefined || one.probe.rate > best.probe.rate ? one : best),
    undefined,
  );
  if (nearest === undefined || nearest.probe.rate < near * rate) return undefined;
  const used = usedParts(binding, nearest.report);
  if (used === undefined) return undefined;
  return used.every((part) => part < half) ? 'cliff' : 'smooth';
}

const near = 0.9;
const half = 0.5;

/** Of each limit of latency, the part that its percentile takes; undefined where one is not known, or no latency is promised. */
function usedParts(of: string, report: TrialReport): readonly number[] | undefined {
  const one = report.classes.find(({ name }) => name === of);
  if (one === undefined || one.latencyPromises.length === 0) return undefined;
  const parts = one.latencyPromises.map(({ share, mostMs }) => {
    const percentile = one.percentiles.find((other) => other.share === share);
    return percentile === undefined ? undefined : percentile.ms / mostMs;
  });
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? known : undefined;
}
