import { describe, expect, it } from 'vitest';
import { changesAt, searchSeries } from '../../../src/compare/statistics/levelChanges.ts';
import { levelStep, stepChance } from '../../../src/compare/statistics/levelStep.ts';
import { serialInflation } from '../../../src/compare/statistics/serialDependence.ts';
import { stepPlace } from '../../../src/compare/statistics/stepPlace.ts';
import { changeRule } from '../../../src/model/history.ts';

/** Alternating noise of a size that is known, so that nothing is left to luck. */
const noise = [0.01, -0.02, 0.015, -0.005, 0.02, -0.01, -0.015, 0.005];
const noisy = (length: number, level: (at: number) => number): number[] =>
  Array.from({ length }, (_, at) => level(at) + (noise[(at * 5 + (at % 3)) % noise.length] ?? 0));

const changes = (values: readonly number[], level = 0.05) =>
  changesAt(searchSeries(values, 0, changeRule), level, changeRule);

describe('changes of level', () => {
  it('are found at the run after which the level is another', () => {
    const found = changes(noisy(60, (at) => (at < 37 ? 5 : 5.2)));
    expect(found).toEqual([
      expect.objectContaining({ index: 37, earliest: 37, latest: 37, agreeing: 23, isTentative: false }),
    ]);
    expect(found[0]?.low).toBeLessThan(0.2);
    expect(found[0]?.high).toBeGreaterThan(0.2);
    expect((found[0]?.high ?? 0) - (found[0]?.low ?? 0)).toBeLessThan(0.03);
  });

  it('may be several, and a way back is one of its own', () => {
    const found = changes(noisy(90, (at) => (at < 30 || at >= 60 ? 0 : 0.3)));
    expect(found.map(({ index }) => index)).toEqual([30, 60]);
  });

  it('are none where nothing changed, or only a single run or two in the middle were odd', () => {
    expect(changes(noisy(80, () => 3))).toEqual([]);
    for (const odd of [[40], [40, 41]]) expect(changes(noisy(80, (at) => (odd.includes(at) ? 4 : 3)))).toEqual([]);
  });

  it.each([
    [1, true],
    [2, true],
    [3, false],
    [4, false],
  ])('with %i runs after it, is tentative: %s', (after, isTentative) => {
    const found = changes(noisy(40, (at) => (at < 40 - after ? 0 : 1)));
    expect(found).toEqual([expect.objectContaining({ index: 40 - after, isTentative, agreeing: after })]);
  });

  it('needs three runs before it: what a history begins with is no level yet', () => {
    expect(changes(noisy(40, (at) => (at < 2 ? 0 : 1)))).toEqual([]);
    expect(changes(noisy(40, (at) => (at < 3 ? 0 : 1)))).toHaveLength(1);
  });

  it('of values without any spread is sure, and below one percent is none', () => {
    const exact = (after: number) => Array.from({ length: 20 }, (_, at) => Math.log(at < 12 ? 1000 : after));
    expect(changes(exact(1020))).toEqual([expect.objectContaining({ index: 12, chance: 0 })]);
    expect(changes(exact(1009))).toEqual([]);
  });

  it('is a matter of how many places were searched', () => {
    const values = noisy(30, (at) => (at < 24 ? 0 : 0.03));
    const alone = changesAt(searchSeries(values, 0, changeRule), 0.05, changeRule);
    const among = changesAt(searchSeries(values, 1e9, changeRule), 0.05, changeRule);
    expect(alone).toHaveLength(1);
    expect(among).toHaveLength(0);
  });

  it('of values that drag on is not taken for one', () => {
    const dragging = Array.from({ length: 80 }, (_, at) => 0.03 * Math.sin(at / 3) + 0.01 * Math.sin(at * 7));
    expect(changes(dragging)).toEqual([]);
  });

  it('are none of no values, or of one', () => {
    expect(changes([])).toEqual([]);
    expect(changes([1])).toEqual([]);
  });
});

describe('formulas', () => {
  it("Student's test is that of SciPy", () => {
    // scipy.stats.ttest_ind of both sides: t 8.821273125748093, p 0.0003109101214408897.
    const step = levelStep([1.02, 1.0, 0.98, 1.05, 0.8, 0.82, 0.85], 0, 4, 7);
    expect(step.df).toBe(5);
    expect(Math.abs(step.after - step.before) / step.error).toBeCloseTo(8.821273125748093, 9);
    expect(stepChance(step)).toBeCloseTo(0.0003109101214408897, 9);
    // Long tails: as if there were three values on each side for each of the shorter one.
    expect(stepChance({ ...step, df: 100 }, 1, 3)).toBeCloseTo(stepChance({ ...step, df: 9 }), 12);
  });

  it('dependence: (1 + ρ)/(1 − ρ) of an autoregression, 1 of values that take turns', () => {
    const rho = 0.5;
    let state = 1;
    let x = 0;
    const wandering = Array.from({ length: 20_000 }, () => {
      state = (state * 48271) % 2147483647;
      x = rho * x + (state / 2147483647 - 0.5);
      return x;
    });
    expect(serialInflation(wandering, [])).toBeCloseTo(3, 0);
    expect(serialInflation([1, -1, 1, -1, 1, -1, 1, -1], [])).toBe(1);
    expect(serialInflation([1, 1, 1, 1], [])).toBe(1);
  });

  it('place: one for a step far above the noise, several for one of its size', () => {
    const wide = { level: 0.95, inflation: 1 };
    expect(
      stepPlace(
        noisy(40, (at) => (at < 20 ? 0 : 1)),
        [0, 40],
        [3, 3],
        wide,
      ),
    ).toEqual({ index: 20, earliest: 20, latest: 20 });
    const small = stepPlace(
      noisy(40, (at) => (at < 20 ? 0 : 0.02)),
      [0, 40],
      [3, 3],
      wide,
    );
    expect((small?.latest ?? 0) - (small?.earliest ?? 0)).toBeGreaterThan(1);
    expect(small?.earliest).toBeLessThanOrEqual(20);
    expect(small?.latest).toBeGreaterThanOrEqual(20);
  });
});
