import type { ArmName } from './arm.ts';
import type { Estimate } from './metric.ts';

/** In how many of the readings something was seen. */
export interface Seen {
  readonly readings: number;
  readonly of: number;
}

/** Work that a server still had to do on a table of one arm, beyond a limit. What it costs passes, so it says nothing of the arm. */
export type Debt = {
  readonly arm: ArmName;
  /** `database.table`. */
  readonly table: string;
  readonly seen: Seen;
} & (
  | /** Merges or mutations ran; `other`: in the other arm, null where that has no such table. */
  { readonly kind: 'busy'; readonly other: Seen | null }
  /** Parts in the fullest partition, at most, and in the other arm. */
  | { readonly kind: 'parts'; readonly most: number; readonly other: number | null }
  /** Of the host that was furthest behind, at most. */
  | { readonly kind: 'delay'; readonly seconds: number }
);

/** Why a case is not judged by time. */
export interface Owed {
  readonly kind: 'debt';
  readonly debts: readonly Debt[];
  /** Its tables have the same parts in both arms throughout, so that exact counters of what is read speak of the queries. */
  readonly countersStand: boolean;
  /** What was measured all the same; null where nothing was, or where time is not judged. */
  readonly measured: Pick<Estimate, 'ratio' | 'low' | 'high'> | null;
}

/** What changed in a server while it was measured, beyond a limit. It holds nothing back. */
export type Drift = {
  /** Those that run on that server. */
  readonly arms: readonly ArmName[];
} & (
  | /** Merges or mutations ran: on that table, or where there is none on tables that no case reads. */
  { readonly kind: 'work'; readonly table: string | null; readonly seen: Seen }
  | { readonly kind: 'foreign'; readonly seen: Seen; readonly most: number }
  | {
      readonly kind: 'parts' | 'rows' | 'delay';
      readonly table: string;
      readonly least: number;
      readonly most: number;
    }
);
