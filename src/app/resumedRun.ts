import type { ArmCase, RunArm } from '../model/arm.ts';
import type { Environment } from '../model/environment.ts';
import { UserError } from '../model/errors.ts';
import { startsTogether } from '../model/mode.ts';
import type { Run } from '../model/run.ts';
import type { EmbeddedSpec } from '../model/targetSpec.ts';
import { replicasOf } from '../model/topology.ts';
import type { RunStore } from '../store/runStore.ts';
import { checkDuet } from './duet.ts';
import { scriptsOf } from './oneDataset.ts';
import type { PlannedWork } from './runPlans.ts';
import type { ArmSpec } from './services.ts';

/**
 * Reads a run that is to be continued.
 * @throws UserError usage when it is complete, or was begun with other targets, replicas, cases or scripts
 */
export async function resumable(
  file: string,
  work: PlannedWork<RunArm>,
  store: RunStore,
): Promise<{ readonly file: string; readonly run: Run<RunArm> }> {
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
  checkSamePrices(run, work, file);
  if (startsTogether(run.plan.mode)) checkDuet(work.arms);
  const key = ({ arm, caseId, sql, params, settings, results, weight, tags, timeoutMs }: ArmCase<RunArm>): string =>
    JSON.stringify([arm, caseId, sql, params, settings, results, weight, Object.entries(tags).sort(), timeoutMs]);
  const now = new Set(work.cases.map(key));
  const changed = run.cases.find((one) => !now.has(key(one)));
  if (changed !== undefined || run.cases.length !== now.size)
    throw new UserError(
      'usage',
      `the workload is not the one this run began with${changed === undefined ? '' : `: ${changed.caseId} differs`}`,
      'Give the same workload, filters and settings as before, or start a new run.',
      file,
    );
  checkSameScripts(run, work.arms, file);
  return { file, run };
}

/** @throws UserError usage for a run that was joined from parts, and for a part that is not the one that was begun */
function checkSamePart({ shard, shards }: Run<RunArm>, { part }: PlannedWork<RunArm>, file: string): void {
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
 * What is paid is recorded where a run begins.
 * @throws UserError usage for another price, and for one where the run began without
 */
function checkSamePrices(run: Run<RunArm>, { arms, prices }: PlannedWork<RunArm>, file: string): void {
  const text = (price: unknown): string => JSON.stringify(price ?? null);
  const other = run.arms.find(({ arm, price }) => text(arms.find((one) => one.arm === arm)?.price) !== text(price));
  if (other === undefined && text(prices) === text(run.prices)) return;
  throw new UserError(
    'usage',
    other === undefined
      ? 'this run began with other prices of units'
      : `this run began with another price of the ${other.arm}'s target, or with none`,
    'Give the same prices as before, or start a new run.',
    file,
  );
}

/**
 * Other scripts make other tables, and no case tells of that: a sort key, for one. Files older than it do not record them.
 * @throws UserError usage
 */
function checkSameScripts({ scripts = [] }: Run<RunArm>, arms: readonly ArmSpec<RunArm>[], file: string): void {
  const now = new Map(scriptsOf(arms).map(({ arm, hash }) => [arm, hash] as const));
  const other = scripts.find(({ arm, hash }) => now.get(arm) !== hash);
  if (other === undefined) return;
  throw new UserError(
    'usage',
    `the scripts that make the tables of the ${other.arm} are not those this run began with`,
    'Give the workload the same setup as before, or start a new run.',
    file,
  );
}

/**
 * Which replica a session ran on follows from their number and order, so a resumed run needs the same ones.
 * @throws UserError usage
 */
function checkSameReplicas(run: Run<RunArm>, arms: readonly ArmSpec<RunArm>[], file: string): void {
  for (const { arm, environment } of run.arms) {
    const target = arms.find((one) => one.arm === arm)?.target;
    if (target?.kind === 'embedded') {
      checkSameServers(environment, target, file);
      continue;
    }
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

/** Addresses of our own servers are new at every start. What a name means may have been changed in a config. */
function checkSameServers(environment: Environment, target: EmbeddedSpec, file: string): void {
  const { serverHosts, replicas = [], limits = {}, engine } = environment;
  const before = [serverHosts, Math.max(1, replicas.length), limits.cores, limits.memoryBytes, engine];
  const now = [target.nodes, replicasOf(target), target.limits?.cores, target.limits?.memoryBytes, target.version];
  if (before.every((one, at) => one === now[at])) return;
  throw new UserError(
    'usage',
    `${target.name} has other servers, limits or another engine than when this run began`,
    'Name the target as it was, or start a new run.',
    file,
  );
}
