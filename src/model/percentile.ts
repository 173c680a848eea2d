import type { Microseconds } from './units.ts';

/** The percentiles of server time that are told, in percent. */
export const toldPercentiles = [50, 90, 95, 99] as const;

export type ToldPercentile = (typeof toldPercentiles)[number];

/** One percentile of the server time of a case's executions in one arm, or why there is none: docs/statistics.md#percentiles. */
export type Percentile = KnownPercentile | RefusedPercentile;

export interface KnownPercentile {
  readonly p: ToldPercentile;
  readonly kind: 'known';
  readonly value: Microseconds;
  /** The interval's ends are times that were measured; each errs with the chance (1 − level)/2 at most. */
  readonly low: Microseconds;
  readonly high: Microseconds;
  /** Coverage of [low, high], for instance 0.9. */
  readonly level: number;
  /** Of this arm: all that were tried and counted, those without a time too. */
  readonly executions: number;
  /** Sessions that they come from. Of one session alone nothing tells how much sessions differ. */
  readonly sessions: number;
  /** As how many independent executions they count, where sessions differ; absent: as so many as there are. */
  readonly countAs?: number;
}

/** A percentile that is not known. It is no 0, and no rule holds of it. */
export interface RefusedPercentile {
  readonly p: ToldPercentile;
  readonly kind: 'refused';
  /**
   * `few`: fewer executions than are needed. `sessions`: enough of them, but sessions differ so much that they count as
   * `countAs`. `untimed`: it, or an end of its interval, lies among executions that have no time: they timed out, failed, were cut, or
   * are not in the server's log. `counters`: the run counts, and its times are no measurement. `lost`: a part of the run file
   * could not be read, and nobody knows which executions it held.
   */
  readonly why: 'few' | 'sessions' | 'untimed' | 'counters' | 'lost';
  readonly executions: number;
  /** Executions of one arm that it takes at least. */
  readonly needed: number;
  readonly countAs?: number;
  /** Of the executions, those without a time; absent: all have one. */
  readonly untimed?: number;
}
