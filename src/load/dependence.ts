import { shareBounds } from '../compare/statistics/binomialShare.ts';
import { studentQuantile } from '../compare/statistics/studentT.ts';
import type { Estimate } from '../model/loadReport.ts';
import { joinSeconds, type SecondOfClass } from './judgedSpan.ts';

/** Requests of a second, and how many of them are of the kind that is counted. */
export interface Portion {
  readonly of: number;
  readonly hits: number;
}

/** Each end of an interval errs with a chance of 2.5% at most, the whole of it with 5%. */
export const tail = 0.025;

/**
 * A share, and the interval in which it lies for requests that depend on each other. Those of fewer than five blocks may all be one, so that
 * they prove no share to be small.
 */
export function estimateShare(
  blocks: readonly Portion[],
  effect: number,
  tailOfEach: number = tail,
  surely?: number,
): Estimate {
  const n = blocks.reduce((sum, { of }) => sum + of, 0);
  const hits = blocks.reduce((sum, one) => sum + one.hits, 0);
  if (n === 0) return { value: 0, low: 0, high: 1 };
  const isSpread = blocks.filter(({ of }) => of > 0).length >= fewestBlocks;
  const high = isSpread ? shareBounds(hits / effect, n / effect, tailOfEach).high : 1;
  const { low } = shareBounds((surely ?? hits) / effect, n / effect, tailOfEach);
  return { value: hits / n, low, high };
}

/**
 * How many times as many requests are needed as if they were independent: the variance of a share between blocks of time over what
 * it would be of independent requests (the design effect of a ratio, Kish 1965; Cochran, Sampling Techniques, 6.3), times the square of
 * t over z, since the blocks are few (Korn and Graubard 1998). Then blocks are joined two by two as long as five are left, and the
 * largest effect counts: requests of one block may still depend on those of the next. Never below 1.
 *
 * @param blocks of time, in order, as `blocksOfTime` makes them
 */
export function designEffect(blocks: readonly Portion[]): number {
  const longest = Math.max(1, Math.floor(blocks.length / fewestBlocks));
  let most = 1;
  for (let length = 1; length <= longest; length *= 2) most = Math.max(most, effectOfBlocks(joined(blocks, length)));
  return most;
}

/**
 * Seconds in blocks of equal length, of which there are 50 at most. Requests that are in flight together are not independent, so that a
 * block is as long as most requests take, as long as five are left.
 *
 * @param atLeastSeconds how long most requests take
 */
export function blocksOfTime(seconds: readonly SecondOfClass[], atLeastSeconds: number): readonly SecondOfClass[] {
  const wanted = Math.max(1, Math.ceil(seconds.length / mostBlocks), Math.ceil(atLeastSeconds));
  const length = Math.min(wanted, Math.max(1, Math.floor(seconds.length / fewestBlocks)));
  const count = Math.floor(seconds.length / length);
  // What is left over goes to the last block.
  return Array.from({ length: count }, (_, i) =>
    joinSeconds(seconds.slice(i * length, i === count - 1 ? undefined : (i + 1) * length)),
  );
}

const mostBlocks = 50;
const fewestBlocks = 5;

function joined(blocks: readonly Portion[], length: number): readonly Portion[] {
  const count = Math.max(1, Math.floor(blocks.length / length));
  const sums = Array.from({ length: count }, () => ({ of: 0, hits: 0 }));
  for (const [i, { of, hits }] of blocks.entries()) {
    const sum = sums[Math.min(count - 1, Math.floor(i / length))] as { of: number; hits: number };
    sum.of += of;
    sum.hits += hits;
  }
  return sums.filter(({ of }) => of > 0);
}

function effectOfBlocks(blocks: readonly Portion[]): number {
  const n = blocks.reduce((sum, { of }) => sum + of, 0);
  const hits = blocks.reduce((sum, one) => sum + one.hits, 0);
  const count = blocks.length;
  if (count < 2 || hits === 0 || hits === n) return 1;
  const share = hits / n;
  const squares = blocks.reduce((sum, { of, hits: own }) => sum + (own - share * of) ** 2, 0);
  const between = (count / (count - 1)) * squares;
  const independent = n * share * (1 - share);
  return (between / independent) * (studentQuantile(tail, count - 1) / normalQuantile) ** 2;
}

const normalQuantile = 1.959963984540054;
