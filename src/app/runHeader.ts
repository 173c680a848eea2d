import type { ArmCase, ArmDescription, RunArm } from '../model/arm.ts';
import { startsTogether } from '../model/mode.ts';
import type { RunPlan } from '../model/run.ts';
import type { SampleRequest } from '../runner/executor.ts';
import type { RunHeader } from '../schema/run/record.ts';
import { nameArm, withStatedWeights } from './armCases.ts';
import { checkDuetServers } from './duet.ts';
import { scriptsOf } from './oneDataset.ts';
import type { PlannedWork } from './runPlans.ts';
import { withoutSecrets } from './runRecorder.ts';
import type { ArmSpec, Bench } from './services.ts';
import type { World } from './world.ts';

/** What a run file begins with: what is measured, by which plan, and where. */
export async function describeRun(
  id: string,
  work: PlannedWork<RunArm>,
  bench: Bench,
  world: World,
): Promise<RunHeader> {
  const arms = await describeArms(work.arms, work, bench, world);
  if (startsTogether(work.plan.mode)) checkDuetServers(arms);
  return {
    id,
    startedAt: world.now(),
    plan: work.plan,
    arms,
    cases: work.prices === undefined ? work.cases : withStatedWeights(work.cases, work.arms),
    ...(work.identical === undefined ? {} : { identical: work.identical }),
    ...(work.options === undefined ? {} : { options: work.options }),
    ...(work.prices === undefined ? {} : { prices: work.prices }),
    ...(work.part === undefined ? {} : { shard: work.part.shard }),
    scripts: scriptsOf(work.arms),
  };
}

/** These arms as their servers describe themselves now, with the tables that the cases read. */
export async function describeArms(
  specs: readonly ArmSpec<RunArm>[],
  work: PlannedWork<RunArm>,
  bench: Bench,
  world: World,
): Promise<readonly ArmDescription<RunArm>[]> {
  const arms: ArmDescription<RunArm>[] = [];
  for (const spec of specs) {
    const target = bench.targets[spec.arm];
    if (target === undefined) continue;
    // Of all parts: that their data agree is known of every table then.
    const statements = (work.part?.whole ?? work.cases)
      .filter((one) => one.arm === spec.arm)
      .map((one) => describeRequest(one, work.plan));
    arms.push({
      ...nameArm(spec, work.arms, world.cwd),
      environment: withoutSecrets(await target.describe(statements), world.secrets),
      ...(spec.price === undefined ? {} : { price: spec.price }),
    });
  }
  return arms;
}

/** What is sent for a case, but for what is an execution's own. */
export function describeRequest(one: ArmCase<RunArm>, plan: RunPlan<RunArm>): SampleRequest {
  const { arm, sql, params, settings, writes } = one;
  return {
    ...(writes === undefined ? {} : { writes: { ...writes, database: '', key: '', keepMs: 0 } }),
    queryId: '',
    arm,
    sql,
    params,
    settings,
    logComment: '',
    timeoutMs: plan.timeoutMs,
  };
}
