import type { PlanChange, PlanFound } from '../../model/planChange.ts';

/** A difference, and how far it goes. */
export interface WeighedDifference extends PlanFound {
  /** Log ratio of granules, above 0 where the candidate reads more; null where it is not known. */
  readonly weight: number | null;
}

/** How far it is from one number of granules to another, as `WeighedDifference.weight` says. */
export function weightOf(from: number, to: number): number {
  return Math.log((to + 1) / (from + 1));
}

/** Those of `all` that are not among `known`. */
export function without(all: readonly string[] | undefined, known: readonly string[] | undefined): readonly string[] {
  return (all ?? []).filter((one) => known?.includes(one) !== true);
}

/** A difference that goes nowhere further: nothing is known of how much more or less is read. */
export function unweighed(change: PlanChange): WeighedDifference {
  return { change, amounts: null, weight: null };
}
