import type { CaseSamples } from '../timing/pairing.ts';
import { type FirstLook, meansWithout, type ReadHalf, type RoundValues, roundValues, tame } from './roundValues.ts';

/**
 * What one execution of each case costs in each arm. A case has rounds + 1 columns: from all rounds, then with each
 * round left out in turn. All are NaN for a case that has fewer than two pairs.
 */
export interface CaseCosts {
  readonly rounds: number;
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
}

/**
 * Typical times: the baseline's geometric mean over the rounds, and that times the geometric mean of the paired ratios.
 * Disturbances are drawn in first, for one hiccup of a heavy case would outweigh a hundred light ones.
 */
export function typicalCosts(cases: readonly CaseSamples[], plan: FirstLook, read: ReadHalf): CaseCosts {
  const values = roundValues(cases, plan, read);
  const { rounds } = values;
  const levels = values.baseline.map(Math.log);
  const ratios = values.candidate.map((one, at) => Math.log(one / (values.baseline[at] ?? Number.NaN)));
  tame(levels, rounds, plan.design.suite);
  tame(ratios, rounds, plan.design.suite);
  const level = meansWithout(levels, rounds);
  const ratio = meansWithout(ratios, rounds);
  return { rounds, baseline: level.map(Math.exp), candidate: level.map((one, at) => Math.exp(one + (ratio[at] ?? 0))) };
}

/** Arithmetic means, for counters: they may be 0, and what they count is what was done. */
export function meanCosts(cases: readonly CaseSamples[], plan: FirstLook, read: ReadHalf): CaseCosts {
  const values: RoundValues = roundValues(cases, plan, read);
  const { rounds } = values;
  return {
    rounds,
    baseline: meansWithout(values.baseline, rounds),
    candidate: meansWithout(values.candidate, rounds),
  };
}

/** Whether a case has this cost in both arms. */
export function isKnown(costs: CaseCosts, index: number): boolean {
  return costs.rounds > 0 && !Number.isNaN(costs.baseline[index * (costs.rounds + 1)] ?? Number.NaN);
}
