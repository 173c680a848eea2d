import type { ArmCase } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import { startsTogether } from '../model/mode.ts';
import type { Run } from '../model/run.ts';
import type { RunStore } from '../store/runStore.ts';
import { checkDuet } from './duet.ts';
import type { PlannedWork } from './runPlans.ts';
import type { ArmSpec } from './services.ts';

/**
 * Reads a run that is to be continued.
 * @throws UserError usage when it is complete, or was begun with other targets, replicas or cases
 */
export async function resumable(
  file: string,
  work: PlannedWork,
  store: RunStore,
): Promise<{ readonly file: string; readonly run: Run }> {
  const { run } = await store.read(file);
  if (run.status.kind === 'complete')
    throw new UserError('usage', 'this run is complete', 'Start a new one, or show it with hogbench report.', file);
  checkSamePart(run, work, file);
  const other = run.arms.find(
    (arm) => !work.arms.some((one) => one.arm === arm.arm && one.target.name === arm.environment.target),
  );
  if (other !== undefined)
    throw new UserError(
      'usage',
      `the ${other.arm} of this run is measured on ${other.environment.target}`,
      'Name the same targets as before, or start a new run.',
      file,
    );
  checkSameReplicas(run, work.arms, file);
  if (startsTogether(run.plan.mode)) checkDuet(work.arms);
  const key = (one: ArmCase): string =>
    JSON.stringify([one.arm, one.caseId, one.sql, one.params, one.settings, one.results]);
  const now = new Set(work.cases.map(key));
  const changed = run.cases.find((one) => !now.has(key(one)));
  if (changed !== undefined || run.cases.length !== now.size)
    throw new UserError(
      'usage',
      `the workload is not the one this run began with${changed === undefined ? '' : `: ${changed.caseId} differs`}`,
      'Give the same workload, filters and settings as before, or start a new run.',
      file,
    );
  return { file, run };
}

/** @throws UserError usage for a run that was joined from parts, and for a part that is not the one that was begun */
function checkSamePart({ shard, shards }: Run, { part }: PlannedWork, file: string): void {
  if (shards !== undefined)
    throw new UserError(
      'usage',
      'this run was joined from parts',
      'Go on with the part that did not finish, and join them again.',
      file,
    );
  const [now, before] = [part?.shard, shard].map((one) =>
    one === undefined ? 'all of it' : `part ${one.index} of ${one.of}${one.run === undefined ? '' : ` of ${one.run}`}`,
  );
  if (now !== before)
    throw new UserError(
      'usage',
      `this run was begun as ${before}, and is to go on as ${now}`,
      'Give the same --shard and --shard-of as before, or start a new run.',
      file,
    );
}

/**
 * Which replica a session ran on follows from their number and order, so a resumed run needs the same ones.
 * @throws UserError usage
 */
function checkSameReplicas(run: Run, arms: readonly ArmSpec[], file: string): void {
  for (const { arm, environment } of run.arms) {
    const target = arms.find((one) => one.arm === arm)?.target;
    const now = target?.kind === 'remote' && target.replicas.length > 0 ? [target.url, ...target.replicas] : [];
    const before = (environment.replicas ?? []).map((one) => one.url);
    if (JSON.stringify(now) !== JSON.stringify(before))
      throw new UserError(
        'usage',
        `the replicas of ${environment.target} are not those this run began with: ${before.join(', ') || 'there were none'}`,
        'Name the same replicas in the same order, or start a new run.',
        file,
      );
  }
}
