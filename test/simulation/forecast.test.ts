import { describe, expect, it } from 'vitest';
import { measuredNoise } from '../../src/compare/forecast/noise.ts';
import { type Forecast, forecast } from '../../src/compare/forecast/planning.ts';
import { pairSamples } from '../../src/compare/timing/pairing.ts';
import { judgeTiming } from '../../src/compare/timing/timing.ts';
import { simulate, type World } from '../unit/compare/simulatedRun.ts';

const none = (): number => 0;

function predict(world: Omit<World, 'shift'>): Forecast {
  const run = simulate({ ...world, noiseSeed: world.seed + 1000, shift: none });
  return forecast(run.plan, measuredNoise(run), { screening: 0.7, leastScreening: 0.4, digests: 0.3 }, 2);
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
});
