import { Int32Histogram } from 'hdr-histogram-js';
import type { Counts } from '../model/loadRun.ts';
import type { Microseconds } from '../model/units.ts';

/** A day; what takes longer is counted as a day. */
export const longestCounted: Microseconds = 86_400_000_000;

/**
 * The buckets of HdrHistogram (Tene) at three significant digits: one microsecond wide up to 2048, then 1024 to each doubling. It is
 * asked for their bounds only: a histogram of its own for each class and second would hold 28,000 counts, most of them 0.
 */
const buckets = new Int32Histogram(1, longestCounted, 3);

/** The least time that is in one bucket with this one. */
export function lowestOf(us: Microseconds): Microseconds {
  if (Number.isNaN(us)) throw new Error('a time that is no number cannot be counted');
  const within = Math.min(longestCounted, Math.max(0, Math.floor(us)));
  return buckets.valueFromIndex(buckets.countsArrayIndex(within));
}

/** The longest time that is in one bucket with this one. */
export function highestOf(us: Microseconds): Microseconds {
  return buckets.valueFromIndex(buckets.countsArrayIndex(lowestOf(us)) + 1) - 1;
}

/** Counts times as they come. */
export class CountsBuilder {
  readonly #counts = new Map<Microseconds, number>();

  /** Without an allocation, but for the first of a bucket. */
  record(us: Microseconds): void {
    this.#add(lowestOf(us), 1);
  }

  add(counts: Counts): void {
    for (const [bucket, times] of counts) this.#add(bucket, times);
  }

  #add(bucket: Microseconds, times: number): void {
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + times);
  }

  toCounts(): Counts {
    return [...this.#counts].sort(([a], [b]) => a - b);
  }
}

/** All of several histograms in one. */
export function addCounts(all: Iterable<Counts>): Counts {
  const sum = new CountsBuilder();
  for (const counts of all) sum.add(counts);
  return sum.toCounts();
}

export function countOf(counts: Counts): number {
  return counts.reduce((sum, [, times]) => sum + times, 0);
}

/** The mean, each time as the middle of its bucket; undefined of none. */
export function meanOf(counts: Counts): Microseconds | undefined {
  let [sum, n] = [0, 0];
  for (const [us, times] of counts) {
    sum += ((us + highestOf(us)) / 2) * times;
    n += times;
  }
  return n === 0 ? undefined : sum / n;
}

/** The longest time, by the upper end of its bucket; undefined of none. */
export function maxOf(counts: Counts): Microseconds | undefined {
  const last = counts.at(-1);
  return last === undefined ? undefined : highestOf(last[0]);
}

/**
 * The `rank`-th time in order, from 1, by the upper end of its bucket, as HdrHistogram tells it: never shorter than what was measured.
 * Undefined where there are not so many.
 */
export function atRank(counts: Counts, rank: number): Microseconds | undefined {
  let upTo = 0;
  for (const [us, times] of counts) {
    upTo += times;
    if (upTo >= rank) return highestOf(us);
  }
  return undefined;
}

/** The time that so large a share took no longer than; undefined of none. */
export function percentileOf(counts: Counts, share: number): Microseconds | undefined {
  // A share such as 0.07 times 100 is a little above 7, and must not ask for the eighth.
  const rank = Math.ceil(countOf(counts) * share * (1 - 4 * Number.EPSILON));
  return atRank(counts, Math.max(1, rank));
}

/** How many took longer than a limit: `surely`, and as many as the resolution allows. */
export function countOver(counts: Counts, us: Microseconds): { readonly surely: number; readonly atMost: number } {
  const from = highestOf(us) > us ? lowestOf(us) : us + 1;
  let [surely, atMost] = [0, 0];
  for (let i = counts.length - 1; i >= 0; i--) {
    const [lowest, times] = counts[i] as Counts[number];
    if (lowest < from) break;
    if (lowest > us) surely += times;
    atMost += times;
  }
  return { surely, atMost };
}
