import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareBounds } from '../../../src/compare/statistics/binomialShare.ts';

it('are those of published tables', () => {
  // Exact 95% limits for 10 of 100, 1 of 10 and 0 of 20, as in the tables of Documenta Geigy.
  const rounded = (k: number, n: number) => Object.values(shareBounds(k, n, 0.025)).map((x) => Number(x.toFixed(4)));
  expect([rounded(10, 100), rounded(1, 10), rounded(0, 20), rounded(10, 10)]).toEqual([
    [0.049, 0.1762],
    [0.0025, 0.445],
    [0, 0.1684],
    [0.6915, 1],
  ]);
});

it('hold the share, mirror each other, and narrow with more trials', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, fc.double({ min: 1, max: 1e5, noNaN: true }), (p, n) => {
      const { low, high } = shareBounds(p * n, n, 0.025);
      expect(low).toBeLessThanOrEqual(p + 1e-9);
      expect(high).toBeGreaterThanOrEqual(p - 1e-9);
      const mirrored = shareBounds(n - p * n, n, 0.025);
      expect(mirrored.high).toBeCloseTo(1 - low, 6);
      const more = shareBounds(p * n * 4, n * 4, 0.025);
      expect(more.high - more.low).toBeLessThanOrEqual(high - low + 1e-9);
    }),
    { numRuns: 60 },
  );
});

it('of no trials nothing is known', () => {
  expect(shareBounds(0, 0, 0.025)).toEqual({ low: 0, high: 1 });
});
