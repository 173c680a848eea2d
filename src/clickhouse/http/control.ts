import type { Readable } from 'node:stream';
import type { Params, Settings } from '../../model/workload.ts';
import type { Bounds } from '../../runner/target.ts';
import { late } from '../../runner/waiting.ts';
import { deadlines } from './deadlines.ts';
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

export interface ExecuteOptions {
  readonly queryId: string;
  readonly params: Params;
  readonly settings: Settings;
  /** To the end of its answer, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** The statement writes to a scratch table of ours. */
  readonly writes?: boolean;
  /** Told when the answer begins. */
  readonly onAnswer?: () => void;
}

/** One server, for measured executions and for everything else. */
export interface Client extends Control {
  /**
   * Runs a statement and drops its result on the server, unless the statement names a FORMAT: then it is
   * sent, and dropped here. The server refuses anything that writes, unless `writes` is on. Resolves at the end of the
   * answer.
   * @throws what `describeFailure` understands: the server's exception, or the connection's error; DeadlineExceeded
   */
  execute(sql: string, options: ExecuteOptions): Promise<void>;
  /**
   * The answer as it comes, with `readonly = 2`; whoever takes it reads it to its end, or destroys it. The deadline covers the
   * reading.
   */
  stream(sql: string, options?: ControlOptions): Promise<Readable>;
  /** Resolves when the server answers and accepts user and database. @throws UserError target, or interrupted */
  check(options?: Pick<ControlOptions, 'signal' | 'timeoutMs'>): Promise<void>;
  close(): Promise<void>;
}

type Bounded = Control & Partial<Pick<Client, 'stream' | 'check'>>;

/** The same server, whose questions end with what they are asked for. */
export function bounded<T extends Bounded>(client: T, { signal, mostMs }: Bounds): T {
  const within = (options: ControlOptions = {}): ControlOptions => {
    const { timeoutMs = deadlines.question, cleanUp, signal: own } = options;
    const outer = cleanUp === true ? late(signal) : signal;
    return {
      ...options,
      signal: own === undefined || own === signal ? outer : AbortSignal.any([outer, own]),
      timeoutMs: Math.min(timeoutMs, mostMs?.() ?? timeoutMs),
    };
  };
  const { stream, check } = client;
  return {
    ...client,
    rows: <Row>(sql: string, shape: RowShape<Row>, options?: ControlOptions) =>
      client.rows(sql, shape, within(options)),
    command: (sql: string, options?: ControlOptions) => client.command(sql, within(options)),
    ...(stream && { stream: (sql: string, options?: ControlOptions) => stream(sql, within(options)) }),
    ...(check && { check: (options?: ControlOptions) => check({ ...options, signal }) }),
  };
}
