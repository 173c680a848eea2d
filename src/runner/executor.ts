import type { RunArm } from '../model/arm.ts';
import type { Outcome } from '../model/sample.ts';
import type { Milliseconds } from '../model/units.ts';
import type { Params, Settings } from '../model/workload.ts';
import type { Scratch, TableState } from '../model/writing.ts';
import type { Span } from './clock.ts';

/** One statement to be executed, with everything that travels with it. */
export interface SampleRequest {
  readonly queryId: string;
  readonly arm: RunArm;
  readonly sql: string;
  readonly params: Params;
  readonly settings: Settings;
  readonly logComment: string;
  readonly timeoutMs: Milliseconds;
  /** Starts at the same moment as the request before it in its batch, rather than after its end. */
  readonly withPrevious?: boolean;
  /** The arm whose server it is sent to, where that is not its own. */
  readonly at?: RunArm;
  /** Where it writes to; absent for a statement that only reads. */
  readonly writes?: ScratchRequest;
}

/** A scratch table to be made before an execution and dropped after it. */
export interface ScratchRequest extends Scratch {
  /** Executions with the same key start from the same table. */
  readonly key: string;
}

/** What came of a request, as the client saw it. */
export interface Execution {
  readonly queryId: string;
  /** On the monotonic clock. */
  readonly startedAt: Milliseconds;
  readonly outcome: Outcome;
  /** Spans of the monotonic clock in which the thread that executes it did not run; absent: none. */
  readonly gaps?: readonly Span[];
  /** The table it wrote to; absent for a statement that only reads, and for one that never began. */
  readonly table?: SeenTable;
}

export interface SeenTable {
  readonly before: TableState;
  /** Absent for a statement that did not end well, and where the server did not tell. */
  readonly after?: TableState;
  /** The server worked on it in the background, and does not count that as work of the statement. */
  readonly mutated?: boolean;
}

/** From when a request was sent until its answer, error or limit. */
export function spanOf({ startedAt, outcome }: Pick<Execution, 'startedAt' | 'outcome'>): Span {
  return { from: startedAt, to: startedAt + (outcome.kind === 'skipped' ? 0 : outcome.clientMs) };
}

/** Runs statements. The real one hands batches to worker threads; tests use a deterministic fake. */
export interface Executor {
  /**
   * Executes the requests of one batch one after the other on one worker, so that the halves of a pair
   * run back to back; those that say `withPrevious` start together with the one before. Executions come in
   * the order of their requests. Scratch tables are made before and dropped after those that start together, and no time
   * of theirs is in a sample. Never rejects for what a server did: that is an outcome.
   */
  execute(batch: readonly SampleRequest[], signal: AbortSignal): Promise<readonly Execution[]>;
  /** Drops every connection; the next execution opens a fresh one, to the replica that this session runs on. */
  reconnect(session: number): Promise<void>;
  close(): Promise<void>;
}
