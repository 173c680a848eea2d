import type { Capacity, Estimate } from '../../model/loadReport.ts';

/**
 * The capacity of the candidate to that of the baseline. It holds where both intervals hold: the lowest quotient and the highest one.
 * Undefined where one of them is not to be relied on, or the baseline has none.
 */
export function capacityRatio(baseline: Capacity, candidate: Capacity): Estimate | undefined {
  if (baseline.faults.length > 0 || candidate.faults.length > 0) return undefined;
  if (!(baseline.low > 0) || !(baseline.rate > 0)) return undefined;
  return {
    value: candidate.rate / baseline.rate,
    low: candidate.low / baseline.high,
    high: candidate.high / baseline.low,
  };
}
