import { resolve } from 'node:path';
import { UserError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import type { Milliseconds } from '../model/units.ts';
import type { CaseTimes } from '../shards/partition.ts';
import { readRun } from '../store/readRun.ts';
import type { World } from './world.ts';

/**
 * What cases took in an earlier run, whichever of its parts it holds.
 * @throws UserError usage for a file that is no run, and for one whose costs another machine may read otherwise
 */
export async function readCosts(file: string, world: World): Promise<CaseTimes> {
  const { run } = await readRun(resolve(world.cwd, file));
  if (run.lost !== undefined)
    throw new UserError('usage', run.lost, 'Name a file that is whole, or leave --costs out.', file);
  const times = caseTimes(run);
  if (times.size === 0)
    throw new UserError('usage', 'nothing was executed in this run', 'Name another, or leave --costs out.', file);
  return times;
}

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
