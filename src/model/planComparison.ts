import type { Microseconds } from './units.ts';

/** Which part of a plan differs. */
export type PlanDifferenceKind =
  | 'index'
  | 'table'
  | 'columns'
  | 'final'
  | 'join'
  | 'aggregation'
  | 'sorting'
  | 'order'
  | 'prewhere'
  | 'estimate'
  | 'steps'
  | 'streams';

/** One difference between the plans of two arms, as observed. */
export interface PlanDifference {
  readonly kind: PlanDifferenceKind;
  /** `primary key of shop.orders no longer uses toDate(at)`. */
  readonly text: string;
  /** `granules 12 of 120 → 120 of 120`; empty when there is nothing to add. */
  readonly detail: string;
}

/** Time of one kind of processor in one execution of each arm; null in an arm that has none of it. */
export interface ProcessorComparison {
  readonly name: string;
  readonly baselineUs: Microseconds | null;
  readonly candidateUs: Microseconds | null;
}

/** The plans of the two arms of a case, put side by side. */
export interface PlanComparison {
  /** Strongest first; empty when the plans agree in all that is compared. */
  readonly differences: readonly PlanDifference[];
  /** One sentence: the first difference and the counter that moved with it, or that there is none, or why it is not known. */
  readonly sentence: string;
  /** For reading, one step a line; empty where there is none. */
  readonly baseline: string;
  readonly candidate: string;
  /** By the time of the slower arm; empty where the server's log did not tell. */
  readonly processors: readonly ProcessorComparison[];
}
