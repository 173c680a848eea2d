import { describe, expect, it } from 'vitest';
import { heavyTailed, mulberry32 } from '../../../calibration/random.ts';
import { chanceEquivalent, pairsToSettle } from '../../../src/compare/forecast/chances.ts';
import { measuredNoise } from '../../../src/compare/forecast/noise.ts';
import { type Forecast, forecast } from '../../../src/compare/forecast/planning.ts';
import type { RunPlan } from '../../../src/model/run.ts';
import type { Sample } from '../../../src/model/sample.ts';
import { aPlan, aSample, facts } from './builders.ts';
import { simulate } from './simulatedRun.ts';

const shares = { screening: 0.7, leastScreening: 0.4, digests: 0.3 };
const none = (): number => 0;

function planned(run: { readonly plan: RunPlan; readonly samples: readonly Sample[] }, plan = run.plan): Forecast {
  return forecast(plan, measuredNoise(run), shares, 2);
}

const seeds = (first: number, count: number): readonly number[] => Array.from({ length: count }, (_, i) => first + i);

it('a run of one arm tells the same noise as one of two', () => {
  const random = mulberry32(5);
  const samples = seeds(0, 200).map((seq) =>
    aSample({
      seq,
      round: seq,
      evidence: facts({ durationUs: Math.round(20_000 * Math.exp(0.05 * heavyTailed(random))) }),
    }),
  );
  const alone = measuredNoise({ plan: aPlan({ arms: ['baseline'] }), samples });
  const halves = samples.map(
    (one, i) => ({ ...one, round: i >> 1, arm: i % 2 === 0 ? 'baseline' : 'candidate' }) as const,
  );
  const paired = measuredNoise({ plan: aPlan(), samples: halves });
  const ratio = (alone.cases.get('a')?.variance ?? 0) / (paired.cases.get('a')?.variance ?? 1);
  expect(ratio).toBeGreaterThan(0.6);
  expect(ratio).toBeLessThan(1.6);
});

describe('a forecast', () => {
  const run = simulate({ seed: 3, noiseSeed: 4, cases: 20, noise: 0.03, shift: none });
  const whole = planned(run);

  it('grows with the noise and falls with the pairs', () => {
    const noisy = planned(simulate({ seed: 3, noiseSeed: 4, cases: 20, noise: 0.2, shift: none }));
    expect(noisy.pairs).toBeGreaterThan(whole.pairs);
    const visible = (one: Forecast): number =>
      one.cases.reduce((sum, { smallestVisible }) => sum + (smallestVisible ?? 0), 0);
    expect(visible(noisy)).toBeGreaterThan(visible(whole));
    expect(chanceEquivalent({ variance: 0.01, borrowedDf: 0 }, 40, aPlan())).toBeGreaterThan(
      chanceEquivalent({ variance: 0.01, borrowedDf: 0 }, 20, aPlan()),
    );
  });

  it('names how many pairs settle a case, and that they do', () => {
    const spread = { variance: 0.04, borrowedDf: 0 };
    const needed = pairsToSettle(spread, run.plan) ?? 0;
    expect(chanceEquivalent(spread, needed, run.plan)).toBeGreaterThanOrEqual(0.8);
    expect(chanceEquivalent(spread, needed - 10, run.plan)).toBeLessThan(0.8);
    expect(pairsToSettle({ variance: 100, borrowedDf: 0 }, run.plan)).toBeNull();
  });

  it('keeps to a budget, and says when it does not reach the first look', () => {
    const half = planned(run, { ...run.plan, budgetMs: whole.ms * 0.9 });
    expect(half.ms).toBeLessThanOrEqual(whole.ms * 0.9);
    expect(half.reachedPairs).toBeLessThan(20);
    const tiny = planned(run, { ...run.plan, budgetMs: 100 });
    expect(tiny.reachedPairs).toBeLessThan(5);
    expect(tiny.firstLookMs).toBeGreaterThan(100);
    expect(tiny.cases.every((one) => one.smallestVisible === null && one.settled === 0)).toBe(true);
    expect(planned(run, { ...run.plan, budgetMs: tiny.firstLookMs * 1.01 }).reachedPairs).toBeGreaterThanOrEqual(5);
  });

  it('takes less time in duet mode, where a pair takes as long as its slower half', () => {
    expect(planned(run, { ...run.plan, mode: { kind: 'duet' } }).ms).toBeLessThan(whole.ms);
  });

  it('takes a case that nobody measured for the median one, and says so', () => {
    const more = planned(run, { ...run.plan, caseIds: [...run.plan.caseIds, 'new'] });
    expect(more.cases.at(-1)).toMatchObject({ caseId: 'new', known: false });
    expect(more.cases[0]?.known).toBe(true);
    expect(more.cases.at(-1)?.noise).toBeGreaterThan(0);
  });
});
