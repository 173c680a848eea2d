import type { Bounds } from '../../runner/target.ts';
import { late } from '../../runner/waiting.ts';
import type { Client } from './client.ts';
import type { Control, ControlOptions } from './control.ts';
import { deadlines } from './deadlines.ts';
import type { RowShape } from './rowShape.ts';

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
