import { describe, expect, it } from 'vitest';
import { mulberry32, normal } from '../../../calibration/random.ts';
import { adjusted, benjaminiHochberg } from '../../../src/compare/statistics/falseDiscovery.ts';
import {
  hodgesLehmann,
  interval,
  isPAtMost,
  pAbove,
  trimmedLocation,
} from '../../../src/compare/statistics/location.ts';
import { fitPrior, moderate } from '../../../src/compare/statistics/moderation.ts';
import { confirmationLooks, screeningLooks } from '../../../src/compare/timing/looks.ts';
import { currentDesign } from '../../../src/model/design.ts';

const { estimate } = currentDesign;

const values = [0.03, 0.05, -0.01, 0.12, 0.04, 0.02, 0.9, 0.06, 0.01, 0.035];

describe('trimmed location', () => {
  it('agrees with SciPy on mean and winsorised standard error', () => {
    const location = trimmedLocation(values, estimate.trimmedShare)!;
    expect(location.theta).toBeCloseTo(0.03916666666666666, 12);
    expect(location.v).toBeCloseTo(8.741666666666666e-5, 12);
    expect(location.df).toBe(5);
  });

  it('is not moved by one wild value', () => {
    const wilder = values.map((one) => (one === 0.9 ? 50 : one));
    expect(trimmedLocation(wilder, estimate.trimmedShare)).toEqual(trimmedLocation(values, estimate.trimmedShare));
  });

  it('does not exist for a single value', () => {
    expect(trimmedLocation([0.1], estimate.trimmedShare)).toBeNull();
  });

  it('is certain when all values agree', () => {
    const location = trimmedLocation([0.1, 0.1, 0.1, 0.1, 0.1], estimate.trimmedShare)!;
    expect(pAbove(location, 0.05)).toBe(0);
    expect(pAbove(location, 0.2)).toBe(1);
    expect(interval(location, estimate.intervalTail).high).toBeCloseTo(0.1, 12);
  });

  it('is compared with a level as its probability is', () => {
    const random = mulberry32(3);
    const seen = { below: 0, above: 0 };
    for (let i = 0; i < 4000; i++) {
      const theta = 3 * normal(random);
      const location = { n: 20, theta, v: 10 ** (2 * normal(random)), df: 1 + Math.floor(20 * random()) };
      // The level is now and then the very probability.
      const level = i % 4 === 0 ? Math.min(0.999, Math.max(1e-9, pAbove(location, 0.1))) : 10 ** (-4 * random());
      const isAtMost = pAbove(location, 0.1) <= level;
      expect(isPAtMost(level, location, 0.1)).toBe(isAtMost);
      seen[isAtMost ? 'below' : 'above']++;
    }
    expect(Math.min(seen.below, seen.above)).toBeGreaterThan(500);
    for (const theta of [-1, 0, 1])
      expect(isPAtMost(0.001, { n: 5, theta, v: 0, df: 4 }, 0)).toBe(pAbove({ n: 5, theta, v: 0, df: 4 }, 0) <= 0.001);
  });

  it('has the Hodges–Lehmann estimate beside it', () => {
    expect(hodgesLehmann(values)).toBeCloseTo(0.04, 12);
    expect(hodgesLehmann([1])).toBe(1);
  });
});

describe('Benjamini–Hochberg', () => {
  const p = [0.03, 0.001, 0.5, 0.01, 0.04];

  it('rejects up to the last rank under its line', () => {
    expect(benjaminiHochberg(p, 0.05)).toEqual([true, true, false, true, true]);
    expect(benjaminiHochberg(p, 0.02)).toEqual([false, true, false, false, false]);
    expect(benjaminiHochberg([], 0.05)).toEqual([]);
  });

  it('adjusts as SciPy does', () => {
    const expected = [0.05, 0.005, 0.5, 0.025, 0.05];
    for (const [i, one] of adjusted(p).entries()) expect(one).toBeCloseTo(expected[i]!, 12);
  });
});

describe('looks', () => {
  it('follow the grid between the limits of the plan', () => {
    expect(screeningLooks({ design: currentDesign, minPairs: 5, maxPairs: 20 })).toEqual([5, 7, 10, 14, 20]);
    expect(screeningLooks({ design: currentDesign, minPairs: 3, maxPairs: 8 })).toEqual([3, 5, 7, 8]);
    expect(screeningLooks({ design: currentDesign, minPairs: 10, maxPairs: 30 })).toEqual([10, 14, 20, 28, 30]);
    expect(screeningLooks({ design: currentDesign, minPairs: 5, maxPairs: 5 })).toEqual([5]);
  });

  it('split the second stage evenly over fresh sessions and spend the whole error', () => {
    expect(confirmationLooks({ design: currentDesign, confirmationSessions: 4 }).map((one) => one.pairs)).toEqual([
      8, 16, 24,
    ]);
    expect(
      confirmationLooks({ design: currentDesign, confirmationSessions: 4 }).map((one) => one.roundsPerSession),
    ).toEqual([2, 2, 2]);
    expect(confirmationLooks({ design: currentDesign, confirmationSessions: 3 }).map((one) => one.pairs)).toEqual([
      9, 18, 27,
    ]);
    expect(confirmationLooks({ design: currentDesign, confirmationSessions: 0 })).toEqual([]);
    const spent = confirmationLooks({ design: currentDesign, confirmationSessions: 4 }).reduce(
      (sum, one) => sum + one.share,
      0,
    );
    expect(spent).toBeCloseTo(1, 12);
  });
});

describe('moderated variance', () => {
  const random = mulberry32(3);
  const draw = (deviation: number) =>
    trimmedLocation(
      Array.from({ length: 7 }, () => deviation * normal(random)),
      estimate.trimmedShare,
    )!;

  it('recovers the common spread of equally noisy cases', () => {
    const prior = fitPrior(
      Array.from({ length: 400 }, () => draw(0.04)),
      estimate,
    )!;
    expect(Math.sqrt(prior.variance)).toBeGreaterThan(0.036);
    expect(Math.sqrt(prior.variance)).toBeLessThan(0.046);
    expect(prior.df).toBeGreaterThan(10);
  });

  it('trusts the prior less when cases differ in noise', () => {
    const alike = fitPrior(
      Array.from({ length: 400 }, () => draw(0.04)),
      estimate,
    )!;
    const unlike = fitPrior(
      Array.from({ length: 400 }, () => draw(0.04 * Math.exp(normal(random)))),
      estimate,
    )!;
    expect(unlike.df).toBeLessThan(alike.df / 3);
  });

  it('is fitted to the same prior, to the last bit, in whatever order cases come', () => {
    const cases = Array.from({ length: 80 }, () => draw(0.04 * Math.exp(normal(random))));
    const prior = fitPrior(cases, estimate);
    expect(prior?.df).toBeLessThan(10);
    for (let turn = 1; turn < cases.length; turn += 3)
      expect(fitPrior([...cases.slice(turn), ...cases.slice(0, turn)], estimate)).toEqual(prior);
  });

  it('lies between the case and the prior, with the degrees of freedom of both', () => {
    const location = { n: 5, theta: 0, v: 0.0001, df: 2 };
    const seen = moderate(location, { df: 4, variance: 0.002 });
    expect(seen.v).toBeCloseTo((4 * 0.0004 + 2 * 0.0001) / 6, 15);
    expect(seen.df).toBe(6);
    expect(moderate(location, null)).toBe(location);
  });

  it('is not fitted to fewer than fifty cases', () => {
    expect(
      fitPrior(
        Array.from({ length: 49 }, () => draw(0.04)),
        estimate,
      ),
    ).toBeNull();
  });
});
