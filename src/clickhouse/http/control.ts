import type { Params, Settings } from '../../model/workload.ts';
import type { RowShape } from './rowShape.ts';

export interface ControlOptions {
  readonly queryId?: string;
  readonly params?: Params;
  readonly settings?: Settings;
  readonly signal?: AbortSignal;
  /** How long it may take to the end of its answer, in milliseconds; absent: as long as a small question of ours. */
  readonly timeoutMs?: number;
  /** The most that its answer may have, in bytes; absent: what a small question needs. */
  readonly maxBytes?: number;
  /** What an error calls it; absent: the beginning of its SQL. */
  readonly what?: string;
  /** Clears up behind us: sent after an interruption too, and then within a second. */
  readonly cleanUp?: boolean;
  /** Requests of one session share its database, settings and temporary tables, and follow one another. */
  readonly session?: string;
  /** Sends no `readonly` with a read: for what asks about the user's own rights and settings, which it would change. */
  readonly unguarded?: boolean;
}

/** A connection for everything but the measured executions. Server errors reject with a `ServerError`. */
export interface Control {
  /**
   * Reads rows, each of which must be of that shape. Sent with `readonly = 1`, so that the server itself would refuse a write;
   * with `readonly = 2` where the caller's settings say so: a text with settings or table functions of others needs that.
   * @throws OddAnswer when the answer is not what was asked for
   */
  rows<Row>(sql: string, shape: RowShape<Row>, options?: ControlOptions): Promise<readonly Row[]>;
  command(sql: string, options?: ControlOptions): Promise<void>;
}
