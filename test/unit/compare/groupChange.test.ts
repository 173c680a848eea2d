import { describe, expect, it } from 'vitest';
import { type GroupSample, groupChange, nothingRan } from '../../../src/compare/traffic/groupChange.ts';

/** Numbers of a known generator (mulberry32), so that a test that passes once passes always. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function sample(parts: readonly (readonly number[])[]): GroupSample {
  const all = parts.flat();
  const sum = (some: readonly number[]): number => some.reduce((total, one) => total + one, 0);
  return { executions: all.length, metric: sum(all), squares: sum(all.map((one) => one ** 2)), parts: parts.map(sum) };
}

/** So many executions of cost 1 in each part. */
const even = (parts: number, each: number): GroupSample =>
  sample(Array.from({ length: parts }, () => Array.from({ length: each }, () => 1)));
const days = { before: 7, after: 1 };

describe('a change by its formula', () => {
  it('where one side has none: the share of days to the power of the parts it ran in', () => {
    // (1/8)^n < 0.02 / groups
    const ranIn = (parts: number, groups: number) => groupChange('k', nothingRan, even(parts, 3), days, groups);
    expect(ranIn(2, 1)).toMatchObject({ kind: 'new', isSure: true, ratio: null });
    expect(ranIn(1, 1)).toMatchObject({ kind: 'new', isSure: false });
    expect(ranIn(5, 1000)).toMatchObject({ isSure: false });
    expect(ranIn(6, 1000)).toMatchObject({ isSure: true });
    // (7/8)^n < 0.02 from 30 parts on
    expect(groupChange('k', even(29, 3), nothingRan, days, 1)).toMatchObject({ kind: 'gone', isSure: false });
    expect(groupChange('k', even(30, 3), nothingRan, days, 1)).toMatchObject({ kind: 'gone', isSure: true });
  });

  it('one burst of a thousand is one occasion', () => {
    expect(groupChange('k', nothingRan, even(1, 1000), { before: 1, after: 1 }, 10).isSure).toBe(false);
  });

  it('the interval of a ratio of two Poisson sums of equal parts', () => {
    // Parts alike: the variance of each logarithm is 1/n, and both have 2/3 of 23 degrees of freedom.
    const change = groupChange('k', even(24, 10), even(24, 20), { before: 1, after: 1 }, 1);
    const half = Math.log(change.ratio?.high ?? 0) - Math.log(2);
    const variance = 1 / 240 + 1 / 480;
    // t quantiles at 1%, by tables: 2.473 at 27 degrees of freedom, 2.467 at 28; Welch's here are 27.6
    expect(half / Math.sqrt(variance)).toBeCloseTo(2.47, 2);
    expect(change).toMatchObject({ kind: 'grown', isSure: true, perDay: 240 });
    expect(change.ratio?.estimate).toBe(2);
  });

  it('a share that one dear execution makes up tells nothing', () => {
    const dear = { ...even(24, 10), metric: 480, squares: 240 + 240 ** 2 };
    expect(groupChange('k', even(24, 10), dear, { before: 1, after: 1 }, 1).kind).toBe('unclear');
  });

  it('what ran with nothing to count is no change', () => {
    const free = { executions: 50, metric: 0, squares: 0, parts: Array.from({ length: 24 }, () => 0) };
    expect(groupChange('k', free, free, days, 1)).toMatchObject({ kind: 'unclear', isSure: false, perDay: 0 });
    expect(groupChange('k', free, even(24, 3), days, 1)).toMatchObject({ kind: 'grown', isSure: true });
  });
});

it('of 100 comparisons of 20 unchanged groups no more than five name one, with bursts, heavy tails and nights', () => {
  const next = random(7);
  const group = (parts: number): GroupSample =>
    sample(
      Array.from({ length: parts }, (_, part) => {
        const light = 1 + 0.6 * Math.sin((2 * Math.PI * part) / 24);
        const bursts = Math.floor(next() * 3 * light + next());
        return Array.from({ length: bursts }, () => Math.ceil(next() * 6)).flatMap((size) =>
          Array.from({ length: size }, () => Math.exp(2 * (next() + next() + next() - 1.5))),
        );
      }),
    );
  const named = Array.from({ length: 100 }, () =>
    Array.from({ length: 20 }, () => groupChange('k', group(168), group(24), days, 20)).some((one) => one.isSure),
  ).filter(Boolean).length;
  expect(named).toBeLessThanOrEqual(5);
});
