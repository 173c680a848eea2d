import type { Bounds } from '../clickhouse/http/boundedControl.ts';
import type { ResultRows, RowLimits } from '../clickhouse/target/resultRows.ts';
import type { Scratch } from '../clickhouse/target/scratchTable.ts';
import type { Digest } from '../model/answer.ts';
import type { ArmName } from '../model/arm.ts';
import type { Environment } from '../model/environment.ts';
import type { Explanation, ProcessorTime } from '../model/explanation.ts';
import type { Outcome } from '../model/sample.ts';
import type { EventCounts, Evidence } from '../model/serverFacts.ts';
import type { Milliseconds } from '../model/units.ts';
import type { Params, Settings } from '../model/workload.ts';
import type { TableState } from '../model/writing.ts';
import type { Span } from './stalls/span.ts';

/** One statement to be executed, with everything that travels with it. */
export interface SampleRequest {
  readonly queryId: string;
  readonly arm: ArmName;
  readonly sql: string;
  readonly params: Params;
  readonly settings: Settings;
  readonly logComment: string;
  readonly timeoutMs: Milliseconds;
  /** Starts at the same moment as the request before it in its batch, rather than after its end. */
  readonly withPrevious?: boolean;
  /** The arm whose server it is sent to, where that is not its own. */
  readonly at?: ArmName;
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

/** Rows of a result, or why there are none. */
export type RowsAnswer = ResultRows | { readonly kind: 'unavailable'; readonly reason: string };

/** A server that one or both arms run on, for everything but the measured executions. */
export interface Target {
  readonly name: string;
  /** The server, this machine, and the tables that these statements read. @throws UserError for an unknown setting */
  describe(statements: readonly SampleRequest[]): Promise<Environment>;
  /**
   * Evidence for each id, facts or the reason why there are none, from the replica that this session ran on.
   * Without a session every replica is asked. Each question ends with the bounds.
   */
  collect(
    queryIds: readonly string[],
    session: number | undefined,
    bounds: Bounds,
  ): Promise<ReadonlyMap<string, Evidence>>;
  /**
   * Checksums of what a client receives of a statement, within the request's time limit. `tied` reads all rows that tie with the
   * last one, too, and the keys of their order.
   */
  digest(request: SampleRequest, signal: AbortSignal, tied: boolean): Promise<Digest>;
  /** The first rows of a statement's result, within the request's time limit; `tied` as for `digest`. */
  rows(request: SampleRequest, limits: RowLimits, signal: AbortSignal, tied: boolean): Promise<RowsAnswer>;
  /** The server's plan for a statement, within the request's time limit. Nothing is executed. */
  explain(request: SampleRequest, signal: AbortSignal): Promise<Explanation>;
  /**
   * Executes a statement once more, to learn how long each kind of processor takes. Undefined where the server does not
   * tell.
   */
  profile(request: SampleRequest, signal: AbortSignal): Promise<readonly ProcessorTime[] | undefined>;
  /** For statements that write; absent where none may be sent. */
  readonly writes?: WriteAccess;
  /** Restarts the server where its process is ours; does nothing otherwise. */
  restart(): Promise<void>;
  /** Why the rest of a run is worth nothing, once a server of ours has ended that nobody asked to. Absent: not known. */
  lost?(): string | undefined;
  /** True when the server answers, and every replica of it. Never rejects. */
  isAlive(): Promise<boolean>;
  /** True when a question that reads nothing is answered, by every replica. Never rejects. */
  takesQuestions(): Promise<boolean>;
  close(): Promise<void>;
}

/** What a target does for statements that write, besides executing them. */
export interface WriteAccess {
  /**
   * Asked before anything is written: what speaks against these statements, in the order of the requests, as the server
   * reads them. Executes none of them.
   */
  objections(requests: readonly SampleRequest[]): Promise<readonly (string | undefined)[]>;
  /** Drops what killed runs left behind. Resolves to lines for people, one a database. */
  dropLeft(): Promise<readonly string[]>;
  /** Drops what this run left behind, which is nothing unless something went wrong. */
  dropOfRun(runId: string): Promise<void>;
  /**
   * What mutations did in these scratch databases, which the server does not count as work of the statement; absent
   * where it tells nobody.
   */
  mutationWork(databases: readonly string[], session?: number): Promise<ReadonlyMap<string, MutationWork>>;
}

export interface MutationWork {
  readonly events: EventCounts;
  readonly memoryBytes: number;
}
