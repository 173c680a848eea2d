import type { Sample } from '../model/sample.ts';

/**
 * Decides which cases go on. Handed to the runner, which never judges. Every answer is a function of the
 * samples alone, so a resumed run goes on as if it had not stopped.
 */
export interface StopRule {
  /** Cases whose screening is not over. */
  screening(samples: readonly Sample[]): readonly string[];
  /** Suspects whose confirmation is not over, and how many rounds each fresh session of the next look has. */
  confirmation(samples: readonly Sample[]): { readonly open: readonly string[]; readonly roundsPerSession: number };
}

/** A fixed number of rounds in each of `sessions` sessions, for a run of one arm. */
export function fixedRounds(caseIds: readonly string[], rounds: number): StopRule {
  return {
    screening(samples) {
      const counts = new Map<string, number>();
      for (const one of samples) counts.set(one.caseId, (counts.get(one.caseId) ?? 0) + 1);
      return caseIds.filter((id) => (counts.get(id) ?? 0) < rounds);
    },
    confirmation: () => ({ open: [], roundsPerSession: 0 }),
  };
}
