import type { LoadHeader, TrialPlan } from './loadPlan.ts';
import type { Notice } from './notice.ts';
import type { RunStatus } from './run.ts';
import type { EpochMs, Microseconds, Milliseconds } from './units.ts';

/**
 * What came of a request. `refused` is the server's own word, by the name of its code; `unsent` never left, since the trial ended
 * before there was room for it; `stopped` was on its way when somebody stopped the run.
 */
export type LoadOutcome =
  | { readonly kind: 'completed' }
  | { readonly kind: 'refused'; readonly code: number; readonly name: string }
  | { readonly kind: 'timedOut'; readonly limitMs: Milliseconds }
  | { readonly kind: 'broken'; readonly message: string }
  | { readonly kind: 'unsent' }
  | { readonly kind: 'stopped' };

/** A request that is kept by itself. Times are milliseconds from the start of its trial, warm-up included. */
export interface LoadRequest {
  /** Its place in the schedule of its trial; of a closed loop, in the order of sending. */
  readonly seq: number;
  /** Name of its class. */
  readonly of: string;
  readonly caseId: string;
  readonly intended: Milliseconds;
  /** Absent: it was never sent. */
  readonly sent?: Milliseconds;
  readonly firstByte?: Milliseconds;
  readonly done: Milliseconds;
  readonly outcome: LoadOutcome;
  readonly queryId: string;
  /** That it was kept for being among the slowest, or for having failed. Absent: it is one of a uniform sample. */
  readonly why?: 'slow' | 'failed';
}

/** What the server's log says of a request. Waits of several threads add up, so that they can exceed its time. */
export interface LoadFacts {
  /** Holds the wait for a slot. */
  readonly serverUs: Microseconds;
  readonly cpuUs: Microseconds;
  /** ConcurrentQueryWaitMicroseconds: the server let it wait before it began. */
  readonly slotWaitUs: Microseconds;
  /** ConcurrencyControlWaitMicroseconds */
  readonly threadWaitUs: Microseconds;
  /** OSCPUWaitMicroseconds */
  readonly coreWaitUs: Microseconds;
  readonly readBytes: number;
  readonly memoryBytes: number;
  readonly exceptionCode: number;
  /** The server answered before it was done, since a limit of rows, time or groups told it to; absent: it did not. */
  readonly cut?: true;
  /** It came out of the query cache; absent: it did not. */
  readonly cached?: true;
}

/** What the server's log says, or why it says nothing. */
export type LoadEvidence =
  | { readonly kind: 'facts'; readonly facts: LoadFacts }
  | { readonly kind: 'missing'; readonly detail: string };

/** A histogram: pairs of a time in microseconds, cut to three significant digits, and how many had it. Ascending. */
export type Counts = readonly (readonly [Microseconds, number])[];

/**
 * What a class did in a second of a trial. Records of the same trial, class and second add up. All but `done` goes by the second in
 * which a request was intended.
 */
export interface LoadTally {
  readonly trial: number;
  readonly of: string;
  /** From 0, the start of the warm-up. */
  readonly second: number;
  /** Requests that were intended in this second and have come to an end. */
  readonly offered: number;
  /** How many of them ended how: `completed`, `timed out`, `TOO_MANY_SIMULTANEOUS_QUERIES (202)`. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Answered well, from the intended time to the last byte. */
  readonly latency: Counts;
  /** From the intended time to its end, of those that were not answered well. */
  readonly failedAfter: Counts;
  /** From the intended time until the sender came to it: the lateness of this program. */
  readonly lag: Counts;
  /** From then until there was room to send it, or the end. Without those to which the sender never came. */
  readonly held: Counts;
  /** Requests that came to an end in this second, whenever they were intended. */
  readonly done: number;
}

/** Requests of a class that were intended in a second and have not come to an end yet. */
export interface PendingRequests {
  readonly of: string;
  readonly second: number;
  readonly count: number;
}

/** A stretch of a trial, in milliseconds from its start. */
export interface TrialSpan {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

/** How often a case was sent in the judged time. */
export interface CaseCount {
  readonly caseId: string;
  /** Requests that were sent and came to an end. */
  readonly ended: number;
  /** How many of them were not answered well. */
  readonly failed: number;
  /** How the first of those ended. */
  readonly how?: string;
}

/** How a trial came to its end. */
export interface TrialEnd {
  readonly trial: number;
  readonly startedAt: EpochMs;
  /** So long requests were sent, warm-up included: less than planned where it ended early. */
  readonly sentForMs: Milliseconds;
  readonly ended:
    | { readonly kind: 'complete' }
    /** What it was to tell was known. */
    | { readonly kind: 'decided' }
    | { readonly kind: 'interrupted' }
    /** The server went away and did not come back; so long after the start. */
    | { readonly kind: 'lost'; readonly afterMs: Milliseconds; readonly reason: string };
  /** Requests of this trial that the server still ran when all was over; undefined where it did not tell. */
  readonly leftRunning?: number;
  /** Spans in which the server answered nothing at all. */
  readonly silent: readonly TrialSpan[];
  /** Spans in which this program did not run. Absent: there were none. */
  readonly paused?: readonly TrialSpan[];
  /** A server of the arm was started anew while it was loaded. */
  readonly restarted?: true;
  /**
   * By how much the clock of this machine was set meanwhile, or ran on while this program and its stopwatch stood still, as in a sleep. Absent:
   * by no more than a second.
   */
  readonly steppedMs?: Milliseconds;
  /** Cases that were sent in the judged time. Absent: it was not counted. */
  readonly cases?: readonly CaseCount[];
}

/** A trial as it was read back. Tallies of one class and second are summed. */
export interface Trial {
  readonly plan: TrialPlan;
  readonly tallies: readonly LoadTally[];
  readonly requests: readonly (LoadRequest & { readonly evidence?: LoadEvidence })[];
  /** Absent: its end was not written. */
  readonly end?: TrialEnd;
}

/** Everything that was measured under load. */
export interface LoadRun extends LoadHeader {
  readonly trials: readonly Trial[];
  readonly notices: readonly Notice[];
  readonly status: RunStatus;
  /** That parts of its file are lost, in a sentence; never stored. */
  readonly lost?: string;
}

/** Where a load is recorded as it is measured. */
export interface LoadRecorder {
  trial(plan: TrialPlan): void;
  tally(tally: LoadTally): void;
  request(trial: number, request: LoadRequest): void;
  evidence(trial: number, seq: number, evidence: LoadEvidence): void;
  end(end: TrialEnd): void;
  notice(notice: Notice): void;
}
