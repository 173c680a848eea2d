import { medianAbsoluteDeviation, median as medianOf } from 'simple-statistics';
import { expect, it } from 'vitest';
import { mulberry32 } from '../../../calibration/random.ts';
import { ascending, median, medianDistance } from '../../../src/compare/statistics/averages.ts';
import { summarize } from '../../../src/compare/statistics/summary.ts';

/** Of one value to a hundred, with equal ones among them, as numbers in an array and in a row of memory. */
function samples(): readonly number[][] {
  const random = mulberry32(11);
  return Array.from({ length: 400 }, (_, i) =>
    Array.from({ length: 1 + (i % 100) }, () => (i % 3 === 0 ? Math.floor(5 * random()) : 1e9 * (random() - 0.5))),
  );
}

it('are those of simple-statistics, to the last digit, however many values there are', () => {
  for (const values of samples()) {
    expect(median(values)).toBe(medianOf(values));
    expect(median(Float64Array.from(values))).toBe(medianOf(values));
    expect(medianDistance(values, median(values))).toBe(medianAbsoluteDeviation(values));
  }
});

it('are taken of values that stay as they are', () => {
  const values = [3, 1, 2];
  expect([median(values), ascending(values), values]).toEqual([2, [1, 2, 3], [3, 1, 2]]);
  expect(() => median([])).toThrow();
});

it('sorts as numbers are sorted', () => {
  for (const values of samples()) expect(ascending(values)).toEqual(values.toSorted((a, b) => a - b));
});

it('sums up in a median, ends and a spread', () => {
  expect(summarize([])).toBeNull();
  expect(summarize([4, 1, 2, 10])).toEqual({ n: 4, median: 3, min: 1, max: 10, relativeSpread: 0.5 });
  expect(summarize(Float64Array.from([0, 0]))).toEqual({ n: 2, median: 0, min: 0, max: 0, relativeSpread: null });
});
