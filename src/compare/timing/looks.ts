import type { RunPlan } from '../../model/run.ts';

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
