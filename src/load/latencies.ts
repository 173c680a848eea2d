import type { Estimate, LatencyPercentile } from '../model/loadReport.ts';
import type { Counts } from '../model/loadRun.ts';
import type { Microseconds, Milliseconds } from '../model/units.ts';
import { addCounts, atRank, countOf, countOver, highestOf, percentileOf } from './counts.ts';
import { blocksOfTime, designEffect, estimateShare } from './dependence.ts';
import type { SecondOfClass } from './judgedSpan.ts';

/** The times of a class over all judged seconds. */
export interface Latencies {
  /** Of those that were answered well. */
  readonly answered: Counts;
  /** Of all, however they ended. */
  readonly ended: Counts;
  /** Blocks of time, by which requests that depend on each other are told. */
  readonly blocks: readonly SecondOfClass[];
  /** The time that nine tenths took no longer than. */
  readonly slowestUs: Microseconds;
  /** Design effect of the slowest tenth. */
  readonly slowestEffect: number;
  /** Requests that were on their way at once, by the 95th percentile of how long they took. */
  readonly together: number;
}

export function latenciesOf(seconds: readonly SecondOfClass[]): Latencies {
  const answered = addCounts(seconds.map(({ latency }) => latency));
  const ended = addCounts([answered, ...seconds.map(({ failedAfter }) => failedAfter)]);
  const mostSeconds = (percentileOf(ended, 0.95) ?? 0) / 1e6;
  const blocks = blocksOfTime(seconds, mostSeconds);
  const slowestUs = percentileOf(ended, 0.9) ?? 0;
  const offered = seconds.reduce((sum, one) => sum + one.offered, 0);
  return {
    ...{ answered, ended, blocks, slowestUs },
    slowestEffect: effectOver(blocks, slowestUs),
    together: Math.max(1, (offered / Math.max(1, seconds.length)) * mostSeconds),
  };
}

/** Design effect of the requests that took longer. */
function effectOver(blocks: readonly SecondOfClass[], us: Microseconds): number {
  return designEffect(
    blocks.map(({ offered, latency, failedAfter }) => ({
      of: offered,
      hits: countOver(latency, us).surely + countOver(failedAfter, us).surely,
    })),
  );
}

/** The queue before a server does not come near a limit without passing a quarter of it. */
const near = 0.25;

/**
 * How requests that are slow for a limit depend on each other, where too few are over it to tell: the design effect of the slowest
 * tenth. Where even those took less than a quarter of the limit, that is the noise of a server which is far from its limit: then the
 * effect of those over a quarter counts, and at least that requests on their way at once are one.
 */
export function effectNear(limitUs: Microseconds, { blocks, slowestUs, slowestEffect, together }: Latencies): number {
  if (slowestUs >= near * limitUs) return slowestEffect;
  return Math.max(effectOver(blocks, near * limitUs), Math.min(slowestEffect, together));
}

/** Which are told of every class. */
export const toldShares = [0.5, 0.9, 0.95, 0.99, 0.999] as const;

/**
 * A percentile of those answered well. Its bounds are the limits between which a promise of it would be undecided: above the upper
 * one it is kept, below the lower one missed.
 */
export function percentileWithBounds(share: number, latencies: Latencies): LatencyPercentile | undefined {
  const { answered, blocks } = latencies;
  const us = percentileOf(answered, share);
  if (us === undefined) return undefined;
  const overAt = (bucket: number): Estimate => {
    const limit = highestOf((answered[bucket] as Counts[number])[0]);
    const portions = blocks.map(({ latency }) => ({ of: countOf(latency), hits: countOver(latency, limit).surely }));
    return estimateShare(portions, Math.max(designEffect(portions), effectNear(limit, latencies)));
  };
  const low = firstOf(answered.length, (bucket) => overAt(bucket).low <= 1 - share) - 1;
  const high = firstOf(answered.length, (bucket) => overAt(bucket).high <= 1 - share);
  const [lowUs, highUs] = [answered[low]?.[0], answered[high]?.[0]];
  return {
    share,
    ms: us / 1000,
    ...(lowUs === undefined ? {} : { lowMs: Math.min(us, lowUs) / 1000 }),
    ...(highUs === undefined ? {} : { highMs: Math.max(us, highestOf(highUs)) / 1000 }),
  };
}

/** The first of so many for which it holds, if it holds for all behind it; their number where it holds for none. */
export function firstOf(count: number, holds: (index: number) => boolean): number {
  let [from, to] = [0, count];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/**
 * Pairs of a share and the time within which it was answered: tenths, then ever nearer to all, as an HDR plot has them. Shares are of all
 * requests, as promises count them: of those that failed there is no time, so that the curve ends before them.
 */
export function percentileCurve(answered: Counts, offered: number): readonly (readonly [number, Milliseconds])[] {
  const well = countOf(answered);
  if (well === 0) return [];
  const n = Math.max(well, offered);
  const shares = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
  for (let left = 0.1; left * n >= 1; left /= 10) shares.push(...[1, 0.5, 0.25].map((part) => tidy(1 - left * part)));
  const all = tidy(well / n);
  const told = shares.filter((share) => (1 - share) * n >= 1 && share < all);
  return [...told, all].map((share) => {
    // A share such as 0.07 times 100 is a little above 7, and must not ask for the eighth.
    const rank = share === all ? well : Math.ceil(n * share * (1 - 4 * Number.EPSILON));
    return [share, (atRank(answered, Math.max(1, rank)) as number) / 1000] as const;
  });
}

function tidy(share: number): number {
  return Number(share.toFixed(12));
}
