import type { Capacity, Estimate } from '../model/loadReport.ts';
import type { CapacityCost } from '../model/money.ts';
import type { TargetPrice } from '../model/price.ts';

const secondsOfHour = 3600;
const million = 1e6;

/**
 * What a million queries cost where a target does as many as it can: price an hour / (capacity × 3600) × 10⁶. The highest capacity gives the
 * lowest cost. Undefined for a capacity that was not held, or that cannot be relied on.
 */
export function capacityCost(capacity: Capacity, price: TargetPrice | undefined): CapacityCost | undefined {
  const { rate, low, high, faults, sustained } = capacity;
  if (sustained?.verdict !== 'kept') return undefined;
  if (price === undefined || faults.length > 0 || !(low > 0) || !(rate > 0)) return undefined;
  const at = (perSecond: number): number => (price.perHour / (perSecond * secondsOfHour)) * million;
  return {
    currency: price.currency,
    perHour: price.perHour,
    perMillion: { value: at(rate), low: at(high), high: at(low) },
  };
}

/** What a million queries cost on the candidate, to what they cost on the baseline. It holds where both intervals hold. */
export function costRatio(
  baseline: CapacityCost | undefined,
  candidate: CapacityCost | undefined,
): Estimate | undefined {
  if (baseline === undefined || candidate === undefined || baseline.currency !== candidate.currency) return undefined;
  const [before, after] = [baseline.perMillion, candidate.perMillion];
  if (!(before.low > 0)) return undefined;
  return { value: after.value / before.value, low: after.low / before.high, high: after.high / before.low };
}
