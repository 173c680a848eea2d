import { describe, expect, it } from 'vitest';
import { trigammaInverse } from '../../../src/compare/statistics/moderation.ts';
import { digamma, trigamma } from '../../../src/compare/statistics/specialFunctions.ts';
import { studentQuantile, studentTail } from '../../../src/compare/statistics/studentT.ts';

/** Percentage points from SciPy 1.17 (`scipy.stats.t.ppf`), checked against the usual printed tables. */
const quantiles: readonly (readonly [df: number, level: number, t: number])[] = [
  [1, 0.95, 6.313751514675037],
  [1, 0.999, 318.30883898555015],
  [2, 0.95, 2.9199855803537242],
  [2, 0.99, 6.9645567342832715],
  [3, 0.8, 0.9784723123633042],
  [3, 0.99999, 47.92772837600671],
  [3.5, 0.975, 2.9400886379827282],
  [5, 0.975, 2.5705818356363146],
  [7.25, 0.99, 2.969370287922376],
  [7.25, 0.99999, 9.753243927714433],
  [11, 0.999, 4.024701037630738],
  [30, 0.95, 1.697260886593957],
  [120.5, 0.99999, 4.440804193662674],
];

/** ψ and ψ′ from SciPy 1.17 (`digamma`, `polygamma(1, x)`); ψ(1) is minus Euler's constant, ψ′(1) is π²/6. */
const polygammas: readonly (readonly [x: number, psi: number, psi1: number])[] = [
  [0.1, -10.423754940411076, 101.43329915079275],
  [0.5, -1.9635100260214235, 4.93480220054468],
  [1, -0.5772156649015329, 1.6449340668482266],
  [1.5, 0.03648997397857652, 0.9348022005446793],
  [3.7, 1.1671535393615113, 0.31003785767003833],
  [10, 2.251752589066721, 0.10516633568168576],
  [50, 3.9019896734278925, 0.020201333226697128],
];

describe("Student's t", () => {
  it.each(quantiles)('with %d degrees of freedom has its %d quantile at %d', (df, level, t) => {
    expect(studentTail(t, df)).toBeCloseTo(1 - level, 11);
    expect(studentQuantile(1 - level, df) / t).toBeCloseTo(1, 9);
  });

  it('is the Cauchy distribution with one degree of freedom', () => {
    for (const t of [-3, -0.2, 0, 0.7, 40]) expect(studentTail(t, 1)).toBeCloseTo(0.5 - Math.atan(t) / Math.PI, 12);
  });

  it('has the closed form of two degrees of freedom', () => {
    for (const t of [-5, 0.3, 2, 12]) expect(studentTail(t, 2)).toBeCloseTo((1 - t / Math.sqrt(2 + t * t)) / 2, 12);
  });

  it('is certain at infinity', () => {
    expect(studentTail(Number.POSITIVE_INFINITY, 3)).toBe(0);
    expect(studentTail(Number.NEGATIVE_INFINITY, 3)).toBe(1);
  });
});

describe('digamma and trigamma', () => {
  it.each(polygammas)('at %d', (x, psi, psi1) => {
    expect(digamma(x)).toBeCloseTo(psi, 10);
    expect(trigamma(x) / psi1).toBeCloseTo(1, 10);
    expect(trigammaInverse(psi1) / x).toBeCloseTo(1, 9);
  });
});
