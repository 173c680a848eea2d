import type { Params, Settings } from '../model/workload.ts';

export interface ControlOptions {
  readonly queryId?: string;
  readonly params?: Params;
  readonly settings?: Settings;
  readonly signal?: AbortSignal;
  /** Requests of one session share its database, settings and temporary tables, and follow one another. */
  readonly session?: string;
}

/** A connection for everything but the measured executions. Server errors reject with a `ServerError`. */
export interface Control {
  rows<Row>(sql: string, options?: ControlOptions): Promise<readonly Row[]>;
  command(sql: string, options?: ControlOptions): Promise<void>;
}
