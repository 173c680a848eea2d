import { expect, it } from 'vitest';
import { heavyTailed, mulberry32, normal } from '../../calibration/random.ts';
import { judgeSuite, type SuiteCase } from '../../src/compare/suite/workloadCost.ts';
import { pairSamples } from '../../src/compare/timing/pairing.ts';
import { currentDesign } from '../../src/model/design.ts';
import type { Sample } from '../../src/model/sample.ts';
import { aSample, facts } from '../unit/compare/builders.ts';

interface World {
  readonly cases: number;
  readonly rounds: number;
  /** Standard deviation of what all cases of a round have in common. */
  readonly common: number;
}

interface Drawn {
  readonly cases: readonly SuiteCase[];
  readonly samples: readonly Sample[];
  /** True logarithms of the geometric mean and of the ratio of weighted totals. */
  readonly truth: { readonly mean: number; readonly total: number };
}

/** Costs and weights spread over two decades, a fifth of the cases 20% slower; t₄ noise, and 3% of executions up to 2.7x. */
function draw({ cases: count, rounds, common }: World, seed: number): Drawn {
  const random = mulberry32(seed);
  const together = Array.from({ length: rounds }, () => common * normal(random));
  const samples: Sample[] = [];
  const cases: SuiteCase[] = [];
  const truth = { mean: 0, baseline: 0, candidate: 0 };
  for (let i = 0; i < count; i++) {
    const caseId = `case${i}`;
    const level = Math.log(20_000) + normal(random);
    const weight = Math.exp(normal(random));
    const sigma = 0.03 * Math.exp(0.5 * normal(random));
    const shift = i % 5 === 0 ? Math.log(1.2) : 0;
    cases.push({ caseId, verdict: 'equivalent', tags: {}, weight, results: 'same' });
    truth.mean += shift / count;
    truth.baseline += weight * Math.exp(level);
    truth.candidate += weight * Math.exp(level + shift);
    for (const [round, shared] of together.entries())
      for (const arm of ['baseline', 'candidate'] as const) {
        const spike = random() < 0.03 ? random() : 0;
        const own = sigma * heavyTailed(random) + spike + (arm === 'candidate' ? shift + shared : 0);
        const evidence = facts({ durationUs: Math.exp(level + own) });
        samples.push(aSample({ seq: samples.length, caseId, arm, round, evidence }));
      }
  }
  return { cases, samples, truth: { mean: truth.mean, total: Math.log(truth.candidate / truth.baseline) } };
}

/** Shares of worlds whose interval covers the truth. */
function coverage(world: World, worlds: number): { readonly mean: number; readonly total: number } {
  const covered = { mean: 0, total: 0 };
  for (let seed = 1; seed <= worlds; seed++) {
    const { cases, samples, truth } = draw(world, seed);
    const { whole } = judgeSuite(cases, pairSamples(samples), { minPairs: world.rounds, design: currentDesign }, []);
    const holds = (ratio: typeof whole.geometricMean | undefined, value: number): number =>
      Number(Math.log(ratio!.interval!.low) <= value && value <= Math.log(ratio!.interval!.high));
    covered.mean += holds(whole.geometricMean, truth.mean) / worlds;
    covered.total += holds(whole.costs[0], truth.total) / worlds;
  }
  return covered;
}

const worlds = Number(process.env.HOGBENCH_WORLDS ?? 300);

// Binomial(300, 0.88) is below 0.83 or above 0.93 with a probability of 1% each.
it.each([
  { cases: 36, rounds: 5, common: 0 },
  { cases: 36, rounds: 5, common: 0.01 },
  { cases: 8, rounds: 5, common: 0.01 },
  { cases: 36, rounds: 10, common: 0.01 },
  { cases: 1, rounds: 5, common: 0 },
])('an interval of nominal 90% covers nearly that: %o', (world) => {
  const { mean, total } = coverage(world, worlds);
  if (worlds > 300) console.log(JSON.stringify(world), mean, total);
  for (const share of [mean, total]) {
    expect(share).toBeGreaterThanOrEqual(0.83);
    expect(share).toBeLessThanOrEqual(0.96);
  }
});
