import type { Milliseconds } from '../model/units.ts';
import type { NextLook } from './decisions.ts';

/** What a fresh session and its rounds took so far, as the runner saw it. */
export interface SessionCosts {
  /** New connections, and new processes where the servers are ours. */
  readonly startMs: Milliseconds;
  /** Of a round, what its executions do not take: reading the log. */
  readonly betweenRoundsMs: Milliseconds;
  /** One execution of each of its arms, of each suspect. */
  readonly suspectsMs: readonly Milliseconds[];
}

/** How long it takes to test all that is suspected now, to the last look: an estimate from what sessions took so far. */
export function confirmingMs(
  { looksLeft, roundsPerSession }: Pick<NextLook, 'looksLeft' | 'roundsPerSession'>,
  plan: { readonly confirmationSessions: number; readonly warmups: number; readonly concurrency: number },
  { startMs, betweenRoundsMs, suspectsMs }: SessionCosts,
): Milliseconds {
  const onceMs = suspectsMs.reduce((sum, ms) => sum + ms, 0) / plan.concurrency;
  const sessionMs = startMs + (plan.warmups + roundsPerSession) * onceMs + roundsPerSession * betweenRoundsMs;
  return suspectsMs.length === 0 ? 0 : looksLeft * plan.confirmationSessions * sessionMs;
}
