import type { Digest, ResultRows } from '../model/answer.ts';
import type { Environment } from '../model/environment.ts';
import { UserError } from '../model/errors.ts';
import type { Explanation, ProcessorTime } from '../model/explanation.ts';
import type { HeldRows } from '../model/insertReading.ts';
import type { StatementFault } from '../model/serverAnswers.ts';
import type { EventCounts, Evidence } from '../model/serverFacts.ts';
import type { ServerState } from '../model/serverState.ts';
import type { TableShape } from '../model/tableShape.ts';
import type { Bytes, Milliseconds } from '../model/units.ts';
import type { DefaultChange, SettingInEffect } from '../model/versionReading.ts';
import type { Settings } from '../model/workload.ts';
import type { SampleRequest } from './executor.ts';

/** What ends questions before their own deadlines do. */
export interface Bounds {
  /** Ends them at once, but for the clearing up behind us, which then has a second. */
  readonly signal: AbortSignal;
  /** The most that a question asked now may take; absent: its own deadline. */
  readonly mostMs?: (() => Milliseconds) | undefined;
}

/** How much of a result is read; `bytes` are those of its JSON. */
export interface RowLimits {
  readonly rows: number;
  readonly bytes: Bytes;
}

/** Rows of a result, or why there are none. */
export type RowsAnswer = ResultRows | { readonly kind: 'unavailable'; readonly reason: string };

/** A target that left a question of ours without a whole answer. Whatever else it answers, this run cannot go on without it. */
export class Unanswered extends UserError {
  constructor(what: string, fix: string, url: string) {
    super('target', what, fix, url);
    this.name = 'Unanswered';
  }
}

/** What a server says of a statement that it does not run. */
export interface Refusal {
  readonly code: number | null;
  readonly message: string;
}

/** What refusals mean for the executions that follow. Codes are the server's, so a target brings this along. */
export interface Refusals {
  /** What the server said; undefined for an error that is no refusal. */
  of(error: unknown): Refusal | undefined;
  /**
   * Why a refusal meets every further execution as well, whatever the statement; undefined for the fault of one statement.
   * A run that goes on would call failed what was never tried.
   */
  endsRun(refusal: Refusal): string | undefined;
  /** Whether the reason of such a refusal stays for minutes, so that it meets the next question too. */
  lasts(refusal: Refusal): boolean;
  /** Whether there was no room for the statement, which passes by itself, often in seconds. */
  isBusy(refusal: Refusal): boolean;
  /** Whether the user may not change settings, as every execution does. */
  forbidsSettings(refusal: Refusal): boolean;
}

/** A server that one or both arms run on, for everything but the measured executions. */
export interface Target {
  readonly name: string;
  readonly refusals: Refusals;
  /** The server, this machine, and the tables that these statements read. */
  describe(statements: readonly SampleRequest[]): Promise<Environment>;
  /**
   * Why the server will not run these statements, or take the settings that are sent with them, in the order of the requests; undefined
   * where it will, and where it does not tell. Executes none of them. Absent: nothing is known.
   */
  faults?(statements: readonly SampleRequest[]): Promise<readonly (StatementFault | undefined)[]>;
  /**
   * Every setting, and what it is under those that are sent with all executions. Undefined where this user may not look.
   * Absent: nothing is known.
   */
  settingsInEffect?(sent: Settings): Promise<readonly SettingInEffect[] | undefined>;
  /** The defaults that changed between releases, as far as the server lists them; empty where it does not. */
  changedDefaults?(): Promise<readonly DefaultChange[]>;
  /**
   * How tables are made: those of these names, `database.table`, and all of the database that statements run in. Undefined where this
   * user may not look. Absent: nothing is known.
   */
  tableShapes?(names: readonly string[]): Promise<readonly TableShape[] | undefined>;
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
  /** What the server does beside the executions; absent: nobody looks. */
  readonly state?: StateAccess;
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

/** What a target tells of what its servers do beside the executions. */
export interface StateAccess {
  /** The tables that these executions read, by query id, as the log has them; those it does not tell of are absent. Never rejects. */
  tablesRead(
    queryIds: readonly string[],
    session: number,
    bounds: Bounds,
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** The state of every host, now. What cannot be known is missing with its cause. Never rejects. */
  read(question: StateQuestion, bounds: Bounds): Promise<ServerState>;
}

export interface StateQuestion {
  /** `database.table`; others are looked at as far as they are known to the target. */
  readonly tables: readonly string[];
  /** Which replica is asked, as `ofSession`. */
  readonly session: number;
  /** What the query ids of this run begin with. */
  readonly ours: string;
}

/** What a target does for statements that write, besides executing them. */
export interface WriteAccess {
  /**
   * Asked before anything is written: what speaks against these statements, in the order of the requests, as the server
   * reads them. Executes none of them.
   */
  objections(requests: readonly SampleRequest[]): Promise<readonly (string | undefined)[]>;
  /** The columns of a table that an INSERT names. */
  insertable(table: FullName): Promise<readonly string[]>;
  /**
   * Makes a scratch database with some rows of a table in memory, the same ones wherever the table has the same rows.
   * Rejects with what the server says where it cannot.
   */
  holdRows(choice: RowsToHold, signal: AbortSignal): Promise<HeldRows>;
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

export interface FullName {
  readonly database: string;
  readonly table: string;
}

/** Which rows are held, and in which table. */
export interface RowsToHold {
  readonly from: FullName;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly into: FullName;
  /** How long they may be needed; a later run may drop them after that. */
  readonly keepMs: Milliseconds;
}

export interface MutationWork {
  readonly events: EventCounts;
  readonly memoryBytes: number;
}

/**
 * The replica that a session runs on, so that a fresh session is fresh in its server too: session n mod their number.
 * Undefined when there is none.
 */
export function ofSession<T>(replicas: readonly T[], session: number): T | undefined {
  return replicas[session % replicas.length];
}
