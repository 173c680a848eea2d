import type { PerArm } from './arm.ts';

/** What a plan reads from: a table, or a projection, which the server tells by its name alone. */
export interface ReadFrom {
  readonly kind: 'table' | 'projection' | 'other';
  readonly table: string;
}

/** An index of a table, as EXPLAIN names it: `PrimaryKey`, `Skip idx_total`. */
export interface PlanIndex {
  readonly type: string;
  readonly name: string | null;
  readonly table: string;
}

/** What one arm has and the other does not. */
export interface Exchanged {
  readonly lost: readonly string[];
  readonly gained: readonly string[];
}

export interface StepCount {
  readonly type: string;
  readonly count: number;
}

/** One difference between the plans of two arms, as data. `kind` is the one that reports show. */
export type PlanChange =
  | {
      readonly kind: 'index';
      readonly what: 'usage';
      readonly index: PlanIndex;
      readonly isUsed: boolean;
      readonly keys: readonly string[];
    }
  | ({ readonly kind: 'index'; readonly what: 'keys'; readonly index: PlanIndex } & Exchanged)
  | {
      readonly kind: 'index';
      readonly what: 'condition';
      readonly index: PlanIndex;
      readonly lost: string;
      readonly gained: string;
    }
  /** By a condition of the same parts. */
  | { readonly kind: 'index'; readonly what: 'reach'; readonly index: PlanIndex; readonly leavesOutLess: boolean }
  | { readonly kind: 'index'; readonly what: 'granules'; readonly table: string; readonly isMore: boolean }
  /** One of the two is null where a read was added or dropped. */
  | { readonly kind: 'table'; readonly what: 'read'; readonly from: PerArm<ReadFrom | null> }
  | { readonly kind: 'table'; readonly what: 'times'; readonly from: ReadFrom; readonly times: PerArm<number> }
  | ({ readonly kind: 'columns'; readonly table: string } & Exchanged)
  | { readonly kind: 'prewhere'; readonly what: 'dropped'; readonly table: string }
  | ({ readonly kind: 'prewhere'; readonly what: 'changed'; readonly table: string } & Exchanged)
  | { readonly kind: 'final' | 'order'; readonly table: string; readonly isNow: boolean }
  | { readonly kind: 'aggregation' | 'sorting'; readonly isGained: boolean }
  | { readonly kind: 'join'; readonly what: 'count'; readonly counts: PerArm<number> }
  | { readonly kind: 'join'; readonly what: 'algorithm' | 'type'; readonly names: PerArm<string> }
  | { readonly kind: 'join'; readonly what: 'sequence'; readonly tables: PerArm<readonly string[]> }
  | { readonly kind: 'steps'; readonly what: 'gained' | 'lost'; readonly steps: readonly StepCount[] }
  | { readonly kind: 'streams'; readonly streams: PerArm<number> }
  | { readonly kind: 'estimate'; readonly table: string; readonly rows: PerArm<number> };

/** How much of what the step before left over an index leaves. */
export interface Selected {
  readonly selected: number;
  readonly initial: number;
}

/** How much is read, beside a difference of two plans; null in an arm of which it is not known. */
export type PlanAmounts =
  | { readonly kind: 'selected'; readonly granules: PerArm<Selected> }
  | { readonly kind: 'granules'; readonly granules: PerArm<number | null> }
  | { readonly kind: 'all'; readonly granules: PerArm<number> };

/** A difference, and the amounts that go with it. */
export interface PlanFound {
  readonly change: PlanChange;
  readonly amounts: PlanAmounts | null;
}
