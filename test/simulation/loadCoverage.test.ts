import { expect, it } from 'vitest';
import { scoreBacklog, scoreCoverage } from '../../calibration/loadCoverage.ts';
import { loadWorlds } from '../../calibration/loadWorlds.ts';

it.each(['queue at 80%', 'wandering, 50 a second, memory of 0.5 s'])(
  'a promise on the edge is seldom called kept, and its interval holds the truth: %s',
  (start) => {
    const world = loadWorlds.find(({ name }) => name.startsWith(start));
    if (world === undefined) throw new Error(`no world ${start}`);
    const score = scoreCoverage(world, 30, 80, 3000);
    // 95% hold it; fewer than 71 of 80 would in one of a hundred.
    expect(score.covered).toBeGreaterThanOrEqual(71);
    expect(score.percentileCovered).toBeGreaterThanOrEqual(71);
    // 2.5% are kept wrongly; more than 6 of 80 would be in one of a hundred.
    expect(score.kept).toBeLessThanOrEqual(6);
  },
);

it('a queue at 90% load is not called growing, one at 105% not steady, and evenly loaded ones are known in 15 s', () => {
  const many = { servers: 4, rate: 40, arrivals: 'poisson' } as const;
  expect(scoreBacklog({ ...many, load: 0.9 }, 15, 100).growing).toBeLessThanOrEqual(1);
  expect(scoreBacklog({ ...many, load: 1.05 }, 15, 100).steady).toBeLessThanOrEqual(12);
  const even = { ...many, arrivals: 'constant' } as const;
  expect(scoreBacklog({ ...even, load: 1.05 }, 15, 1).growing).toBe(1);
  expect(scoreBacklog({ ...even, load: 0.95 }, 15, 1).steady).toBe(1);
});
