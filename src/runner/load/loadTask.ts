import type { closedUsers } from '../../load/caseDraws.ts';
import type { LoadOutcome } from '../../model/loadRun.ts';
import type { Milliseconds } from '../../model/units.ts';
import type { Params, Settings } from '../../model/workload.ts';

/** What is sent for a case, but for what is a request's own. */
export interface LoadStatement {
  readonly sql: string;
  readonly params: Params;
  /** With its log_comment. */
  readonly settings: Settings;
  readonly timeoutMs: Milliseconds;
}

/** Closed loops of a trial, and which of their users a thread has. */
export type UserChoice = Parameters<typeof closedUsers>[0];

/** The part of a trial that one thread sends. Times are milliseconds from the start of the trial. */
export interface LoadPart {
  readonly statements: readonly LoadStatement[];
  /** What a query id begins with; its request's number follows. */
  readonly queryIdPrefix: string;
  /** Of requests that are sent at a time of their own: ascending. */
  readonly intended: Float64Array;
  readonly seq: Float64Array;
  readonly caseIndex: Uint32Array;
  readonly users: UserChoice;
  /** Numbers of the users' requests: the first one, and by how much each further one is higher. */
  readonly userSeq: { readonly from: number; readonly step: number };
  /** After this no user begins a request. */
  readonly sendMs: Milliseconds;
  /** How long requests that are on their way then may still take. */
  readonly drainMs: Milliseconds;
  readonly maxInFlight: number;
}

/** Said to a worker. */
export type LoadOrder =
  /** The trial begins at this moment of the monotonic clock. */
  | { readonly kind: 'start'; readonly at: Milliseconds }
  /** Nothing more is sent; what is on its way comes to its end. */
  | { readonly kind: 'enough' }
  /** Everything is given up at once. */
  | { readonly kind: 'stop' };

/** Columns of a request in a batch. Times are from the start of the trial; NaN where it did not come to it. */
export const column = {
  seq: 0,
  caseIndex: 1,
  intended: 2,
  /** When the sender came to it. */
  reached: 3,
  sent: 4,
  firstByte: 5,
  done: 6,
  /** Place of its outcome among all that this worker has told. */
  outcome: 7,
} as const;

export const columns = 8;

/** How often a worker tells of what it did, also where that is nothing. */
export const tellEveryMs: Milliseconds = 200;

/** Said by a worker. */
export type LoadTidings =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'batch';
      /** Requests that have come to an end since the last batch, `columns` numbers each. */
      readonly ended: Float64Array;
      /** Outcomes that were not told before. */
      readonly outcomes: readonly LoadOutcome[];
      /** When this was so. */
      readonly at: Milliseconds;
      /** Requests that are due and have not ended: the place of the case and the intended time of each. */
      readonly pending: Float64Array;
    };
