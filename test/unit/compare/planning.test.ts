import { describe, expect, it } from 'vitest';
import { heavyTailed, mulberry32 } from '../../../calibration/random.ts';
import { chanceEquivalent, pairsToSettle } from '../../../src/compare/forecast/chances.ts';
import { measuredNoise } from '../../../src/compare/forecast/noise.ts';
import { type Forecast, forecast } from '../../../src/compare/forecast/planning.ts';
import { pairSamples } from '../../../src/compare/timing/pairing.ts';
import { judgeTiming } from '../../../src/compare/timing/timing.ts';
import type { RunPlan } from '../../../src/model/run.ts';
import type { Sample } from '../../../src/model/sample.ts';
import { aPlan, aSample, facts } from './builders.ts';
import { simulate, type World } from './simulatedRun.ts';

const shares = { screening: 0.7, digests: 0.3 };
const none = (): number => 0;

function planned(run: { readonly plan: RunPlan; readonly samples: readonly Sample[] }, plan = run.plan): Forecast {
  return forecast(plan, measuredNoise(run), shares, 2);
}

function predict(world: Omit<World, 'shift'>): Forecast {
  return planned(simulate({ ...world, noiseSeed: world.seed + 1000, shift: none }));
}

/** Share of the first tenth of the cases that is found, when each is slower by what was predicted for it. */
function foundShare(worlds: readonly Omit<World, 'shift'>[]): number {
  let found = 0;
  let tried = 0;
  for (const world of worlds) {
    const { cases } = predict(world);
    const slower = world.cases / 10;
    const shift = (i: number): number => (i < slower ? Math.log(cases[i]?.smallestVisible ?? 1) : 0);
    const { plan, samples } = simulate({ ...world, noiseSeed: world.seed + 2000, shift });
    const timings = judgeTiming(pairSamples(samples), plan);
    for (let i = 0; i < slower; i++) found += timings.get(`case${i}`)?.time.kind === 'regressed' ? 1 : 0;
    tried += slower;
  }
  return found / tried;
}

const seeds = (first: number, count: number): readonly number[] => Array.from({ length: count }, (_, i) => first + i);

describe('predicted from the noise of an earlier run, and simulated with other noise', () => {
  it.each([
    [0.03, {}],
    [0.06, {}],
    [0.12, { maxPairs: 30 }],
  ])('the smallest visible change at %d is found with a chance of 80%, give or take 15 points', (noise, plan) => {
    const share = foundShare(seeds(600, 5).map((seed) => ({ seed, cases: 100, noise, plan })));
    expect(share).toBeGreaterThanOrEqual(0.65);
    expect(share).toBeLessThanOrEqual(0.95);
  });

  it.each([
    [0.01, {}],
    [0.03, {}],
    [0.06, { maxPairs: 40 }],
  ])('the pairs of a run at noise %d are within 15%, the cases proved equivalent within 15 points', (noise, plan) => {
    let [expected, spent, settled, proved] = [0, 0, 0, 0];
    for (const seed of seeds(700, 4)) {
      const world = { seed, cases: 100, noise, plan };
      const { pairs, cases } = predict(world);
      const run = simulate({ ...world, noiseSeed: seed + 2000, shift: none });
      const timings = judgeTiming(pairSamples(run.samples), run.plan);
      expected += pairs;
      spent += run.samples.length / 2;
      settled += cases.reduce((sum, one) => sum + one.settled, 0);
      proved += [...timings.values()].filter((one) => one.time.kind === 'equivalent').length;
    }
    expect(Math.abs(expected / spent - 1)).toBeLessThan(0.15);
    expect(Math.abs(settled - proved) / 400).toBeLessThan(0.15);
  });

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
    expect(chanceEquivalent({ variance: 0.01, borrowedDf: 0 }, 40, 0.05)).toBeGreaterThan(
      chanceEquivalent({ variance: 0.01, borrowedDf: 0 }, 20, 0.05),
    );
  });

  it('names how many pairs settle a case, and that they do', () => {
    const spread = { variance: 0.04, borrowedDf: 0 };
    const needed = pairsToSettle(spread, run.plan) ?? 0;
    expect(chanceEquivalent(spread, needed, run.plan.margin)).toBeGreaterThanOrEqual(0.8);
    expect(chanceEquivalent(spread, needed - 10, run.plan.margin)).toBeLessThan(0.8);
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
    expect(planned(run, { ...run.plan, duet: true }).ms).toBeLessThan(whole.ms);
  });

  it('takes a case that nobody measured for the median one, and says so', () => {
    const more = planned(run, { ...run.plan, caseIds: [...run.plan.caseIds, 'new'] });
    expect(more.cases.at(-1)).toMatchObject({ caseId: 'new', known: false });
    expect(more.cases[0]?.known).toBe(true);
    expect(more.cases.at(-1)?.noise).toBeGreaterThan(0);
  });
});
