import fc from 'fast-check';
import { Int32Histogram } from 'hdr-histogram-js';
import { expect, it } from 'vitest';
import {
  addCounts,
  atRank,
  CountsBuilder,
  countOf,
  countOver,
  highestOf,
  longestCounted,
  lowestOf,
  maxOf,
  meanOf,
  percentileOf,
} from '../../../src/load/counts.ts';

function counted(times: readonly number[]) {
  const builder = new CountsBuilder();
  for (const us of times) builder.record(us);
  return builder.toCounts();
}

const times = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 5000 }),
    fc.integer({ min: 0, max: 2 ** 36 }),
    fc.integer({ min: 28, max: 36 }).map((p) => 2 ** p - 1),
  ),
  { minLength: 1, maxLength: 60 },
);

it('counts the times as HdrHistogram does, and counting the counts again gives the same', () => {
  fc.assert(
    fc.property(times, (values) => {
      const counts = counted(values);
      const histogram = new Int32Histogram(1, longestCounted, 3);
      for (const value of values) histogram.recordValue(value);
      for (const share of [0.1, 0.5, 0.75, 0.9, 0.95, 0.99, 1]) {
        const theirs = histogram.getValueAtPercentile(share * 100);
        expect(lowestOf(percentileOf(counts, share) as number)).toBe(lowestOf(theirs));
      }
      const again = new CountsBuilder();
      again.add(counts);
      expect(again.toCounts()).toEqual(counts);
      expect(countOf(counts)).toBe(values.length);
    }),
  );
});

it('a time is within a thousandth of its bucket, at whose ends it is found again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: longestCounted }), (us) => {
      const [low, high] = [lowestOf(us), highestOf(us)];
      expect(low).toBeLessThanOrEqual(us);
      expect(high).toBeGreaterThanOrEqual(us);
      expect(high - low).toBeLessThanOrEqual(us / 1000);
      expect([lowestOf(low), lowestOf(high), highestOf(low)]).toEqual([low, low, high]);
      expect(lowestOf(high + 1)).toBe(us >= lowestOf(longestCounted) ? low : high + 1);
    }),
  );
});

it('histograms add up to that of all their times, in any order', () => {
  fc.assert(
    fc.property(times, times, (a, b) => {
      expect(addCounts([counted(a), counted(b)])).toEqual(counted([...b, ...a]));
    }),
  );
});

it('a day is the longest time, nothing the shortest', () => {
  expect(counted([-3, 0.9, 0])).toEqual([[0, 3]]);
  expect(maxOf(counted([longestCounted * 9]))).toBeGreaterThanOrEqual(longestCounted);
  expect(() => counted([Number.NaN])).toThrow('no number');
});

it('what may be over a limit is told apart from what surely is', () => {
  const counts = counted([1_000_000, 3_000_000, 3_000_000, 9_000_000]);
  expect(countOver(counts, 3_000_000)).toEqual({ surely: 1, atMost: 3 });
  expect(countOver(counts, 3_100_000)).toEqual({ surely: 1, atMost: 1 });
});

it('ranks, mean and maximum are of the times; of none there is none', () => {
  const counts = counted([10, 20, 20, 50]);
  expect([1, 2, 3, 4, 5].map((rank) => atRank(counts, rank))).toEqual([10, 20, 20, 50, undefined]);
  expect([meanOf(counts), maxOf(counts)]).toEqual([25, 50]);
  expect([meanOf([]), maxOf([]), percentileOf([], 0.5)]).toEqual([undefined, undefined, undefined]);
  expect(percentileOf(counted(Array.from({ length: 100 }, (_, i) => i + 1)), 0.07)).toBe(7);
});
