import { describe, expect, it } from 'vitest';
import { clusterEffect } from '../../../src/compare/statistics/clusters.ts';
import {
  fewestForInterval,
  intervalRanks,
  percentilePosition,
} from '../../../src/compare/statistics/orderStatistics.ts';

/** Ranks of 95% intervals of a median, as tables of the sign test print them (2.5% at each end). */
const medians: readonly (readonly [n: number, low: number, high: number])[] = [
  [6, 1, 6],
  [8, 1, 8],
  [9, 2, 8],
  [10, 2, 9],
  [15, 4, 12],
  [20, 6, 15],
  [25, 8, 18],
  [30, 10, 21],
  [50, 18, 33],
  [100, 40, 61],
];

/** Sizes of samples whose largest value is above a percentile with a confidence of 95% (Wilks 1941), and that of the median. */
const wilks: readonly (readonly [percent: number, n: number])[] = [
  [50, 5],
  [90, 29],
  [95, 59],
  [99, 299],
];

/** The same in whole numbers, without a rounding: P(B ≤ k)·100ⁿ. */
function exactlyAtMost(k: number, n: number, percent: number): bigint {
  let [sum, choose] = [0n, 1n];
  for (let i = 0; i <= k; i++) {
    sum += choose * BigInt(percent) ** BigInt(i) * BigInt(100 - percent) ** BigInt(n - i);
    choose = (choose * BigInt(n - i)) / BigInt(i + 1);
  }
  return sum;
}

describe('intervals of order statistics', () => {
  it.each(medians)('of a median of %i values are those of the tables', (n, low, high) => {
    expect(intervalRanks(n, 0.5, 0.025)).toEqual({ low, high });
  });

  it.each(wilks)('of p%i begin at %i values, and are surely there a few later', (percent, n) => {
    const share = percent / 100;
    expect(intervalRanks(n - 1, share, 0.05)).toBeNull();
    expect(intervalRanks(n, share, 0.05)?.high).toBe(n);
    const needed = fewestForInterval(share, 0.05);
    expect(needed).toBe(n + 1);
    for (const more of [0, 1, 17, 400]) expect(intervalRanks(needed + more, share, 0.05)).not.toBeNull();
  });

  it('need 6, 30, 60 and 300 values, by the rule of three', () => {
    expect([0.5, 0.9, 0.95, 0.99].map((share) => fewestForInterval(share, 0.05))).toEqual([6, 30, 60, 300]);
    expect(fewestForInterval(0.05, 0.05)).toBe(60);
  });

  it.each([50, 90, 95, 99])(
    'of p%i are the narrowest whose ends err with 5%% at most, in exact whole numbers',
    (percent) => {
      for (const n of [60, 61, 100, 187, 300, 421]) {
        const ranks = intervalRanks(n, percent / 100, 0.05);
        if (ranks === null) {
          expect(n).toBeLessThan(fewestForInterval(percent / 100, 0.05));
          continue;
        }
        const all = 100n ** BigInt(n);
        const isRare = (part: bigint): boolean => part * 20n <= all;
        // The lower end errs where fewer than `low` values lie below the percentile, the upper one where `high` or more do.
        const lowErrs = (low: number): bigint => exactlyAtMost(low - 1, n, percent);
        const highErrs = (high: number): bigint => all - exactlyAtMost(high - 1, n, percent);
        expect(isRare(lowErrs(ranks.low))).toBe(true);
        expect(isRare(lowErrs(ranks.low + 1))).toBe(false);
        expect(isRare(highErrs(ranks.high))).toBe(true);
        expect(isRare(highErrs(ranks.high - 1))).toBe(false);
      }
    },
  );

  it('are found where the chance that no value lies above has no number any more', () => {
    const ranks = intervalRanks(200_000, 0.5, 0.05);
    // The normal approximation: n/2 ± 1.645·√n/2.
    expect(Math.abs((ranks?.low ?? 0) - (100_000 - 367.8))).toBeLessThan(2);
    expect(Math.abs((ranks?.high ?? 0) - (100_000 + 367.8))).toBeLessThan(2);
  });

  it('hold the percentile itself, by type 8 of Hyndman and Fan', () => {
    // R: quantile(1:10, c(.5, .9, .25), type = 8) is 5.5, 9.633333, 2.916667.
    expect([0.5, 0.9, 0.25].map((share) => percentilePosition(10, share))).toEqual([
      expect.closeTo(5.5, 10),
      expect.closeTo(9 + 0.6333333333, 8),
      expect.closeTo(2.9166666667, 8),
    ]);
    for (const percent of [50, 90, 95, 99])
      for (let n = fewestForInterval(percent / 100, 0.05); n < 700; n++) {
        const ranks = intervalRanks(n, percent / 100, 0.05);
        const at = percentilePosition(n, percent / 100);
        expect(at).toBeGreaterThanOrEqual(ranks?.low ?? n);
        expect(at).toBeLessThanOrEqual(ranks?.high ?? 0);
      }
  });
});

describe('the effect of clusters', () => {
  it('is the statistic of Kruskal and Wallis over its degrees of freedom, where clusters are of one size', () => {
    // Of ranks 1 to 9 in three clusters of three, H is 7.2: 12/(9·10)·(6² + 15² + 24²)/3 − 3·10.
    const found = clusterEffect([1, 2, 3, 4, 5, 6, 7, 8, 9], [0, 0, 0, 1, 1, 1, 2, 2, 2]);
    expect(found.effect).toBeCloseTo(7.2 / 2, 10);
    expect(found.isBeyondChance).toBe(true);
  });

  it('is none of values that are mixed, all alike, of one cluster, or each of its own', () => {
    const none = { effect: 1, isBeyondChance: false };
    expect(clusterEffect([1, 6, 2, 5, 3, 4], [0, 0, 1, 1, 2, 2])).toEqual(none);
    expect(clusterEffect([3, 3, 3, 3], [0, 0, 1, 1])).toEqual(none);
    expect(clusterEffect([1, 2, 3], [4, 4, 4])).toEqual(none);
    expect(clusterEffect([1, 2, 3], [0, 1, 2])).toEqual(none);
    expect(clusterEffect([], [])).toEqual(none);
  });
});
