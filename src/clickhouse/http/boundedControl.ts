import { setMaxListeners } from 'node:events';
import type { Milliseconds } from '../../model/units.ts';
import type { Client } from './client.ts';
import type { Control, ControlOptions } from './control.ts';
import { cleanUpMs, deadlines } from './deadlines.ts';
import type { RowShape } from './rowShape.ts';

/** What ends questions before their own deadlines do. */
export interface Bounds {
  /** Ends them at once, but for the clearing up behind us, which then has a second. */
  readonly signal: AbortSignal;
  /** The most that a question asked now may take, in milliseconds; absent: its own deadline. */
  readonly mostMs?: (() => Milliseconds) | undefined;
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

const lateSignals = new WeakMap<AbortSignal, AbortSignal>();

/** Aborts when the time for clearing up after the abort of `signal` is over. */
export function late(signal: AbortSignal): AbortSignal {
  const known = lateSignals.get(signal);
  if (known !== undefined) return known;
  const controller = new AbortController();
  const begin = (): void => void setTimeout(() => controller.abort(), cleanUpMs).unref();
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  // one listener for each request or batch in flight is no leak
  setMaxListeners(0, controller.signal);
  lateSignals.set(signal, controller.signal);
  return controller.signal;
}
