import type { RunPlan } from '../../model/run.ts';

/** A pair count at which a decision may be taken; `share` of the false discovery rate may be spent there. */
export interface ConfirmationLook {
  /** Pairs in all, over every fresh session so far. */
  readonly pairs: number;
  /** Rounds that each fresh session of this look has. */
  readonly roundsPerSession: number;
  readonly share: number;
}

const screeningGrid = [5, 7, 10, 14, 20];
const growthBeyondGrid = 1.4;

/** Numbers of tried pairs at which screening looks: the grid 5, 7, 10, 14, 20, … between the plan's limits. */
export function screeningLooks(plan: Pick<RunPlan, 'minPairs' | 'maxPairs'>): readonly number[] {
  const grid = [...screeningGrid];
  for (let last = 20; last < plan.maxPairs; grid.push(last)) last = Math.ceil(last * growthBeyondGrid);
  const inside = grid.filter((n) => n > plan.minPairs && n < plan.maxPairs);
  return [...new Set([Math.min(plan.minPairs, plan.maxPairs), ...inside, plan.maxPairs])];
}

/** Pairs that each look adds, and the shares of the false discovery rate; the first is spent most sparingly. */
const confirmationSteps = [
  { more: 8, share: 0.1 },
  { more: 8, share: 0.3 },
  { more: 8, share: 0.6 },
];

/**
 * Looks of the second stage: 8, 16 and 24 pairs, each step split evenly over as many fresh sessions as the plan names
 * (rounded up, so three sessions look at 9, 18 and 27).
 */
export function confirmationLooks(plan: Pick<RunPlan, 'confirmationSessions'>): readonly ConfirmationLook[] {
  const sessions = plan.confirmationSessions;
  if (sessions < 1) return [];
  let pairs = 0;
  return confirmationSteps.map(({ more, share }) => {
    const roundsPerSession = Math.ceil(more / sessions);
    pairs += roundsPerSession * sessions;
    return { pairs, roundsPerSession, share };
  });
}
