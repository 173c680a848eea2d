import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isotonicFit, zeroCrossing } from '../../../../src/load/capacity/isotonicFit.ts';

const point = fc.record({
  x: fc.integer({ min: 0, max: 8 }),
  y: fc.double({ min: -5, max: 5, noNaN: true }),
  weight: fc.double({ min: 0.1, max: 10, noNaN: true }),
});

it('rises, and keeps the weighted mean', () => {
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 20 }), (points) => {
      const fit = isotonicFit(points);
      for (const [index, { x, y }] of fit.slice(1).entries()) {
        expect(x).toBeGreaterThan(fit[index]!.x);
        expect(y).toBeGreaterThanOrEqual(fit[index]!.y);
      }
      const weightAt = (x: number): number => points.reduce((sum, one) => sum + (one.x === x ? one.weight : 0), 0);
      const fitted = fit.reduce((sum, { x, y }) => sum + y * weightAt(x), 0);
      expect(fitted).toBeCloseTo(
        points.reduce((sum, { y, weight }) => sum + y * weight, 0),
        8,
      );
    }),
  );
});

it('is nearer to the points than any other rising values: the largest of the least means, as max–min has it', () => {
  fc.assert(
    fc.property(fc.uniqueArray(point, { minLength: 1, maxLength: 7, selector: ({ x }) => x }), (points) => {
      const sorted = [...points].sort((a, b) => a.x - b.x);
      const mean = (from: number, to: number): number => {
        const part = sorted.slice(from, to + 1);
        return (
          part.reduce((sum, { y, weight }) => sum + y * weight, 0) / part.reduce((sum, { weight }) => sum + weight, 0)
        );
      };
      const indices = sorted.map((_, index) => index);
      for (const [index, { y }] of isotonicFit(points).entries()) {
        const starts = indices.filter((from) => from <= index);
        const ends = indices.filter((to) => to >= index);
        expect(y).toBeCloseTo(Math.max(...starts.map((from) => Math.min(...ends.map((to) => mean(from, to))))), 8);
      }
    }),
  );
});

it('crosses zero between the points beside, and nowhere if all are on one side', () => {
  const steps = [
    { x: 0, y: -2 },
    { x: 1, y: -1 },
    { x: 3, y: -1 },
    { x: 4, y: 3 },
  ];
  expect(zeroCrossing(steps)).toBe(3.25);
  expect(zeroCrossing(steps.slice(0, 3))).toBeUndefined();
  expect(zeroCrossing(steps.slice(3))).toBeUndefined();
});
