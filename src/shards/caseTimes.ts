import type { Run } from '../model/run.ts';
import type { Milliseconds } from '../model/units.ts';
import type { CaseTimes } from './partition.ts';

/**
 * What each case of a run took, all of its executions together and as the client saw them: a case that had to be confirmed
 * probably has to be again.
 */
export function caseTimes({ samples }: Pick<Run, 'samples'>): CaseTimes {
  const times = new Map<string, Milliseconds>();
  for (const { caseId, outcome } of samples)
    if (outcome.kind !== 'skipped') times.set(caseId, (times.get(caseId) ?? 0) + outcome.clientMs);
  return times;
}
