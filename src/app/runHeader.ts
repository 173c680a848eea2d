import type { ArmCase, ArmDescription } from '../model/arm.ts';
import { startsTogether } from '../model/mode.ts';
import type { RunPlan } from '../model/run.ts';
import type { SampleRequest } from '../runner/executor.ts';
import type { RunHeader } from '../schema/run/record.ts';
import { nameArm } from './armCases.ts';
import { checkDuetServers } from './duet.ts';
import type { PlannedWork } from './runPlans.ts';
import { withoutSecrets } from './runRecorder.ts';
import type { Bench } from './services.ts';
import type { World } from './world.ts';

/** What a run file begins with: what is measured, by which plan, and where. */
export async function describeRun(id: string, work: PlannedWork, bench: Bench, world: World): Promise<RunHeader> {
  const arms: ArmDescription[] = [];
  for (const spec of work.arms) {
    const target = bench.targets[spec.arm];
    if (target === undefined) continue;
    // Of all parts: that their data agree is known of every table then.
    const statements = (work.part?.whole ?? work.cases)
      .filter((one) => one.arm === spec.arm)
      .map((one) => describeRequest(one, work.plan));
    arms.push({
      ...nameArm(spec, work.arms, world.cwd),
      environment: withoutSecrets(await target.describe(statements), world.secrets),
    });
  }
  if (startsTogether(work.plan.mode)) checkDuetServers(arms);
  return {
    id,
    startedAt: world.now(),
    plan: work.plan,
    arms,
    cases: work.cases,
    ...(work.identical === undefined ? {} : { identical: work.identical }),
    ...(work.options === undefined ? {} : { options: work.options }),
    ...(work.part === undefined ? {} : { shard: work.part.shard }),
  };
}

/** What is sent for a case, but for what is an execution's own. */
export function describeRequest(one: ArmCase, plan: RunPlan): SampleRequest {
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
