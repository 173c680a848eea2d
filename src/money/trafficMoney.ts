import type { UnitPrices } from '../model/price.ts';
import type { CostWeights } from '../model/traffic.ts';

/** Prices as the weights of a log's cost, which is money then; undefined where executions have no price. */
export function pricedWeights({ cpuSecond = 0, gibRead = 0 }: UnitPrices): CostWeights | undefined {
  return cpuSecond + gibRead > 0 ? { cpuSecond, gibRead } : undefined;
}

/** Whoever reads a log by these prices. */
export interface PricedLog {
  readonly currency: string;
  /** Days that the log tells of. */
  readonly days: number;
}

/**
 * By what money is told of a log that was read with `pricedWeights`. Undefined where the log lacks what has a price: what it does tell
 * would pass for all.
 * @param lacking fields of the log, by their names in `system.query_log`
 */
export function pricedLog(
  prices: UnitPrices,
  { lacking, days }: { readonly lacking: readonly string[]; readonly days: number },
): PricedLog | undefined {
  return pricedWeights(prices) === undefined || unpaidFields(prices, lacking).length > 0
    ? undefined
    : { currency: prices.currency, days };
}

/** What has a price and is not in the log. */
export function unpaidFields(
  { cpuSecond = 0, gibRead = 0 }: UnitPrices,
  lacking: readonly string[],
): readonly string[] {
  const paid = [...(cpuSecond > 0 ? ['cpu_us'] : []), ...(gibRead > 0 ? ['read_bytes'] : [])];
  return paid.filter((field) => lacking.includes(field));
}

/** Of a day, in the currency. @param cost of the whole log or a part of it */
export function costOfDay(cost: number, { days }: PricedLog): number {
  return cost / days;
}
