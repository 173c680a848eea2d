import type { ArmName } from '../model/arm.ts';
import type { RunPlan } from '../model/run.ts';
import { seededRandom, seedFrom, shuffled } from './random.ts';

/** One case of a round, with the order of its arms. */
export interface PlannedPair {
  readonly caseId: string;
  readonly arms: readonly ArmName[];
}

/**
 * One round: a pair of every open case, the cases shuffled. Inside a pair the order alternates AB, BA
 * with every pair the case has had (`pairsSoFar`), from a start drawn by the seed.
 */
export function orderRound(
  plan: RunPlan,
  session: number,
  round: number,
  openCases: readonly string[],
  pairsSoFar: (caseId: string) => number,
): readonly PlannedPair[] {
  const random = seededRandom(seedFrom(plan.seed, 'round', session, round));
  return shuffled(openCases, random).map((caseId) => {
    const start = seedFrom(plan.seed, 'first arm', caseId) >>> 31;
    const flip = (start + pairsSoFar(caseId)) % 2 === 1;
    return { caseId, arms: flip ? [...plan.arms].reverse() : plan.arms };
  });
}
