import type { RunPlan } from '../../model/run.ts';
import type { Milliseconds } from '../../model/units.ts';
import { median } from '../statistics/averages.ts';
import type { CaseSamples } from './pairing.ts';

/** A pair count at which a decision may be taken; `share` of the false discovery rate may be spent there. */
export interface ConfirmationLook {
  /** Pairs in all, over every fresh session so far. */
  readonly pairs: number;
  /** Rounds that each fresh session of this look has. */
  readonly roundsPerSession: number;
  readonly share: number;
}

/** Numbers of tried pairs at which screening looks: the looks of the design, and further ones, between the plan's limits. */
export function screeningLooks(plan: Pick<RunPlan, 'minPairs' | 'maxPairs' | 'design'>): readonly number[] {
  const { looks, growth } = plan.design.screening;
  const grid = [...looks];
  for (let last = looks.at(-1) ?? plan.maxPairs; last < plan.maxPairs; grid.push(last)) last = Math.ceil(last * growth);
  const inside = grid.filter((n) => n > plan.minPairs && n < plan.maxPairs);
  return [...new Set([Math.min(plan.minPairs, plan.maxPairs), ...inside, plan.maxPairs])];
}

/** Pairs beyond which no further ones are tried, however quick they are: their looks would tell no more. */
const mostPairs = 500;

/**
 * Numbers of pairs at which the first stage looks at one case: those of the plan, and beyond them as many as take `plan.caseMs`, as the pairs
 * before its first look take.
 */
export function caseLooks({ screening }: Pick<CaseSamples, 'screening'>, plan: RunPlan): readonly number[] {
  const { caseMs, minPairs } = plan;
  const pairs = screening.slice(0, minPairs).flatMap(({ pair }) => pair ?? []);
  if (caseMs === undefined || pairs.length === 0) return screeningLooks(plan);
  const pairUs = median(pairs.map(({ baseline, candidate }) => baseline.durationUs + candidate.durationUs));
  return screeningLooks({ ...plan, maxPairs: pairsFor(pairUs / 1000, plan) });
}

/** Pairs after which the first stage gives a case up whose pairs take so long. */
export function pairsFor(pairMs: Milliseconds, { caseMs = 0, maxPairs }: Pick<RunPlan, 'caseMs' | 'maxPairs'>): number {
  return Math.max(maxPairs, Math.min(mostPairs, Math.floor(caseMs / Math.max(0.001, pairMs))));
}

/**
 * Looks of the second stage, each step of the design split evenly over as many fresh sessions as the plan names (rounded
 * up, so of steps of 8 three sessions look at 9, 18 and 27).
 */
export function confirmationLooks(plan: Pick<RunPlan, 'confirmationSessions' | 'design'>): readonly ConfirmationLook[] {
  const sessions = plan.confirmationSessions;
  if (sessions < 1) return [];
  let pairs = 0;
  return plan.design.confirmation.map(({ pairs: more, share }) => {
    const roundsPerSession = Math.ceil(more / sessions);
    pairs += roundsPerSession * sessions;
    return { pairs, roundsPerSession, share };
  });
}
