import type { ArmName, RunArm } from './arm.ts';
import type { Bytes, EpochMs } from './units.ts';

/** What is asked of a server about itself, each of a table of `system` that a user may have no right to. */
export type StateSource = 'tables' | 'parts' | 'merges' | 'mutations' | 'replicas' | 'processes';

/** That a server does not tell something of its state, and why. */
export interface MissingState {
  readonly source: StateSource;
  readonly cause: 'not-permitted' | 'absent' | 'unanswered' | 'implausible' | 'unknown';
  readonly detail: string;
}

/** What a server does to one table, or has not yet done. What it did not tell is absent, and `ServerState.missing` says why. */
export interface TableWork {
  /** `database.table`. */
  readonly table: string;
  /** That run, on all hosts. */
  readonly merges?: number;
  /** That have not ended. */
  readonly mutations?: number;
  /** Active ones, on all hosts. */
  readonly parts?: number;
  /** Active ones, in the partition of a host that has the most. */
  readonly mostParts?: number;
  readonly rows?: number;
  readonly bytes?: Bytes;
  /** Absent of a table that is not replicated, too. */
  readonly replication?: {
    /** Entries that wait, on all hosts. */
    readonly queue: number;
    /** Of the host that is furthest behind. */
    readonly delaySeconds: number;
  };
}

/** What a server was busy with at one moment between executions. */
export interface ServerState {
  /** That run on tables of users, those of `tables` among them. */
  readonly merges?: number;
  /** That have not ended, of such tables. */
  readonly mutations?: number;
  /** Queries that run and are none of this run's. */
  readonly foreignQueries?: number;
  /** Those that the statements read, as far as they have parts. */
  readonly tables: readonly TableWork[];
  /** The others that the server shows: views, Distributed tables and such; absent: there are none. */
  readonly withoutParts?: readonly string[];
  /** More tables than are looked at; absent: there are no more. */
  readonly tablesLeftOut?: number;
  /** Absent: nothing is. */
  readonly missing?: readonly MissingState[];
}

/** The state of a server after a batch of rounds. */
export interface StateReading<Arm extends RunArm = ArmName> {
  /** The arms that run there; two that share a target share what is read of it. */
  readonly arms: readonly Arm[];
  readonly session: number;
  /** The first of the batch. */
  readonly round: number;
  readonly at: EpochMs;
  /** Of a run that was joined from parts: which part it is from. */
  readonly part?: number;
  readonly state: ServerState;
}

/** The tables that executions of a case read, as the server's log has them. */
export interface CaseTables<Arm extends RunArm = ArmName> {
  readonly caseId: string;
  readonly arm: Arm;
  readonly tables: readonly string[];
}

/** The most tables of a server that are looked at. */
export const mostWatchedTables = 100;
