import type { TrialPurpose } from './loadPlan.ts';
import type { Milliseconds } from './units.ts';

/** How a class does just now. Rates are requests a second of the last seconds, as many as the driver looks back. */
export interface ClassSnapshot {
  readonly name: string;
  readonly offered: number;
  readonly achieved: number;
  /** Of those that were answered well in the last seconds; absent: none was. */
  readonly p50Ms?: Milliseconds;
  readonly p95Ms?: Milliseconds;
  /** Since the trial began, of those that are judged. */
  readonly failed: number;
  /** Intended and not yet ended. */
  readonly backlog: number;
}

/** A trial that is under way, for the line that is shown while it runs. */
export interface LoadSnapshot {
  readonly purpose: TrialPurpose['kind'];
  /** Which trial it is, from 1, and how many there will be at most. */
  readonly place: { readonly at: number; readonly most: number };
  /** Requests a second, over all classes that are offered openly; absent where it goes by users or recorded times. */
  readonly rate?: number;
  /** Since it began, warm-up included. */
  readonly elapsedMs: Milliseconds;
  readonly totalMs: Milliseconds;
  /** So long of it is not judged, at its start. */
  readonly warmupMs: Milliseconds;
  readonly classes: readonly ClassSnapshot[];
  /** The lateness of this program by its own doing; absent: nothing was sent yet. */
  readonly lagP99Ms?: Milliseconds;
}
