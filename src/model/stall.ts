import type { EpochMs, Milliseconds } from './units.ts';

/**
 * A span in which something other than queries took the time: a server did not answer, hogbench itself did not run, or the
 * clock of this machine was set.
 */
export interface Stall {
  readonly what: 'server' | 'process' | 'clock';
  /** Of a server: what people call it. */
  readonly server?: string;
  readonly from: EpochMs;
  /** As far as was known when the sample was recorded. */
  readonly to: EpochMs;
  /** Of a clock: how far it was set; below 0 when it was set back. */
  readonly byMs?: Milliseconds;
}

/** What a Date can hold; a file can say anything. */
const lastMs = 8.64e15;

/** "from 2026-01-31 12:00:03 to 12:00:23 UTC" */
export function stallTimes({ from, to }: Pick<Stall, 'from' | 'to'>): string {
  const [start, end] = [from, to].map((ms) =>
    new Date(Math.max(0, Math.min(lastMs, ms))).toISOString().slice(0, 19).replace('T', ' '),
  );
  return `from ${start} to ${end?.slice(11)} UTC`;
}
