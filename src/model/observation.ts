import type { Ratio, Unit } from './units.ts';

/** A metric that moved beside the one a verdict rests on. Never a guess. */
export interface Observation {
  readonly metric: string;
  readonly label: string;
  readonly unit: Unit;
  readonly from: number;
  readonly to: number;
  /** Null where the baseline is 0, and where the metric could not be compared. */
  readonly ratio: Ratio | null;
  /** Of the ratio, where it is an estimate; null where both values are exact. */
  readonly interval: { readonly low: Ratio; readonly high: Ratio } | null;
}
