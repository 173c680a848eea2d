import type { Params, Settings } from '../model/workload.ts';

export interface ControlOptions {
  readonly queryId?: string;
  readonly params?: Params;
  readonly settings?: Settings;
  readonly signal?: AbortSignal;
  /** How long it may take to the end of its answer, in milliseconds; absent: as long as a small question of ours. */
  readonly timeoutMs?: number;
  /** The most that its answer may have, in bytes; absent: what a small question needs. */
  readonly maxBytes?: number;
  /** Clears up behind us: sent after an interruption too, and then within a second. */
  readonly cleanUp?: boolean;
  /** Requests of one session share its database, settings and temporary tables, and follow one another. */
  readonly session?: string;
}

/** A connection for everything but the measured executions. Server errors reject with a `ServerError`. */
export interface Control {
  rows<Row>(sql: string, options?: ControlOptions): Promise<readonly Row[]>;
  command(sql: string, options?: ControlOptions): Promise<void>;
}
