import type { LoadTally, PendingRequests } from '../../model/loadRun.ts';
import type { Milliseconds } from '../../model/units.ts';

/** A trial while it runs. */
export interface TrialLook {
  /** Of all that has ended so far. */
  readonly tallies: readonly LoadTally[];
  readonly pending: readonly PendingRequests[];
  /** Since the start of the trial. */
  readonly atMs: Milliseconds;
}

/** When a trial is looked at before its end, and whether it has told by then what it was to tell. */
export interface EarlyEnd {
  /** Since the start of the trial, ascending. */
  readonly looks: readonly Milliseconds[];
  readonly isDecided: (look: TrialLook) => boolean;
}
