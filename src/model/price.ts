/** What a server or cluster costs, whatever it does. */
export interface TargetPrice {
  readonly perHour: number;
  /** An ISO 4217 code. */
  readonly currency: string;
}

/** What is paid for what is done and kept. What has no price is absent. */
export interface UnitPrices {
  readonly currency: string;
  readonly cpuSecond?: number;
  readonly gibRead?: number;
  /** A month. */
  readonly gibStored?: number;
}

/** An amount of money, and where it lies at a level of confidence; an exact one is a point. Null: too few rounds to tell. */
export interface Amount {
  readonly value: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** Nothing that is sold costs more: beyond it lies a slip, and sums that no longer add up. */
export const highestPrice = 1e9;

/** 730 hours, as clouds bill a month. */
export const daysOfMonth: number = 365 / 12;
export const hoursOfDay = 24;
export const bytesOfGib: number = 2 ** 30;

let known: ReadonlySet<string> | undefined;

/** Whether it is the code of a currency, in capitals (ISO 4217). */
export function isCurrency(code: string): boolean {
  known ??= new Set(Intl.supportedValuesOf('currency'));
  return known.has(code);
}

/** What keeps a number from being a price; undefined where nothing does. */
export function priceObjection(price: number): string | undefined {
  if (!Number.isFinite(price)) return 'is no number';
  if (price < 0) return 'is below 0';
  return price > highestPrice ? `is above ${highestPrice}` : undefined;
}

/** An amount that no measuring has a part in. */
export function exactly(value: number): Amount {
  return { value, interval: { low: value, high: value } };
}
