import { describe, expect, it } from 'vitest';
import { mergedChangePoints, type StepTest, weakChangePoints } from '../../../src/compare/statistics/changePoints.ts';
import { greatestDivergence } from '../../../src/compare/statistics/energyDivergence.ts';
import { studentTail } from '../../../src/compare/statistics/studentT.ts';
import { published } from '../../fixtures/publishedSeries.ts';

/** The mean and the mean square distance from it, of n and not n − 1, which is what Otava hands to its t test. */
function moments(values: readonly number[]): { n: number; mean: number; variance: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  return { n, mean, variance: n < 2 ? 0 : values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n };
}

function otavaTest(values: readonly number[]): StepTest {
  const sides = (from: number, index: number, to: number) =>
    [moments(values.slice(from, index)), moments(values.slice(index, to))] as const;
  return {
    pValue: (from, index, to) => {
      const [left, right] = sides(from, index, to);
      const df = left.n + right.n - 2;
      if (df <= 0) return 1;
      const pooled = ((left.n - 1) * left.variance + (right.n - 1) * right.variance) / df;
      return 2 * studentTail(Math.abs(left.mean - right.mean) / Math.sqrt(pooled * (1 / left.n + 1 / right.n)), df);
    },
    size: (from, index, to) => {
      const [left, right] = sides(from, index, to);
      return Math.max(
        left.mean === 0 ? 0 : Math.abs(right.mean / left.mean - 1),
        right.mean === 0 ? 0 : Math.abs(left.mean / right.mean - 1),
      );
    },
  };
}

/** Its first pass asks for ten times the chance, where that is still one. */
function weakLevelOf(level: number): number {
  if (level < 0.05) return level * 10;
  return level < 0.5 ? level * 2 : level;
}

/**
 * The merge as Otava does it: after a candidate is left out, it looks again at the two that follow, and not at the one before, whose
 * chance stays that of a neighbour that is gone (analysis.py, `merge`). Kept here to hold the rest against its numbers.
 */
function otavaMerge(candidates: readonly number[], values: readonly number[], level: number, leastSize: number) {
  const test = otavaTest(values);
  const kept = candidates.map((index) => ({ index, chance: 1, size: 0 }));
  const look = (at: number): void => {
    const one = kept[at];
    if (one === undefined) return;
    const sides = [kept[at - 1]?.index ?? 0, one.index, kept[at + 1]?.index ?? values.length] as const;
    one.chance = test.pValue(...sides);
    one.size = test.size(...sides);
  };
  for (const at of kept.keys()) look(at);
  while (kept.length > 0) {
    let out = kept.reduce((best, one, at) => (one.chance > (kept[best]?.chance ?? 0) ? at : best), 0);
    if ((kept[out]?.chance ?? 1) < level) {
      out = kept.reduce((best, one, at) => (one.size < (kept[best]?.size ?? 0) ? at : best), 0);
      if ((kept[out]?.size ?? 0) > leastSize) break;
    }
    kept.splice(out, 1);
    look(out);
    look(out + 1);
  }
  return kept.map((one) => one.index);
}

describe('change points, where Otava publishes them', () => {
  it.each(published)('$name: candidates and test', ({ values, window, level, leastSize, found }) => {
    const candidates = weakChangePoints(values, otavaTest(values), { window, weakLevel: weakLevelOf(level) });
    expect(otavaMerge(candidates, values, level, leastSize)).toEqual(found);
  });

  it('keeps what is a step between its own neighbours, which differs in six of seventeen', () => {
    const differing = published.flatMap(({ values, window, level, leastSize, found }, at) => {
      const test = otavaTest(values);
      const candidates = weakChangePoints(values, test, { window, weakLevel: weakLevelOf(level) });
      const kept = mergedChangePoints(candidates, values.length, test, { level, leastSize });
      expect(chances(kept, values).every((chance) => chance < level)).toBe(true);
      return kept.join() === found.join() ? [] : [{ at, agrees: chances(found, values).every((one) => one < level) }];
    });
    expect(differing.map(({ at }) => at)).toEqual([8, 10, 11, 12, 13, 14]);
    // In four of them what was published has a place that is no step at the level that was asked for.
    expect(differing.filter(({ agrees }) => !agrees).length).toBe(4);
  });
});

function chances(places: readonly number[], values: readonly number[]): readonly number[] {
  const test = otavaTest(values);
  return places.map((index, at) => test.pValue(places[at - 1] ?? 0, index, places[at + 1] ?? values.length));
}

describe('the energy statistic', () => {
  it('is that of its definition', () => {
    const values = [0.3, 2.4, 1.5, -0.9, -0.5, 99.7, 98.3, 99.1, 149, 149.7, 149.5, 149.1, 148.8, 150];
    expect(greatestDivergence(values, 0, values.length)).toEqual({
      ...bySums(values),
      size: expect.closeTo(bySums(values).size, 9),
    });
    expect(greatestDivergence([7, ...values], 1, values.length + 1)?.index).toBe(bySums(values).index + 1);
  });
});

function bySums(values: readonly number[]): { readonly index: number; readonly size: number } {
  let best = { index: -1, size: Number.NEGATIVE_INFINITY };
  for (let place = 1; place < values.length; place++) {
    for (let end = place + 1; end <= values.length; end++) {
      const [x, y] = [values.slice(0, place), values.slice(place, end)];
      const across = (2 / (x.length * y.length)) * sum(x, y);
      const size = ((x.length * y.length) / end) * (across - meanDistance(x) - meanDistance(y));
      if (size > best.size) best = { index: place, size };
    }
  }
  return best;
}

function sum(x: readonly number[], y: readonly number[]): number {
  return x.reduce((total, one) => total + y.reduce((part, other) => part + Math.abs(one - other), 0), 0);
}

function meanDistance(x: readonly number[]): number {
  return x.length < 2 ? 0 : sum(x, x) / (x.length * (x.length - 1));
}
