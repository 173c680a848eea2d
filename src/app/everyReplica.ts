import type { RunArm } from '../model/arm.ts';
import { judgesTime } from '../model/mode.ts';
import type { RunPlan } from '../model/run.ts';
import type { TargetSpec } from '../model/targetSpec.ts';
import { replicasOf } from '../model/topology.ts';
import { longerInPairs } from './runPlans.ts';

/**
 * The same plan with so many sessions in its first stage that every case has run on each replica of every arm before it can be closed, about
 * equally often. A target is no better than the worst of its servers. As with fresh processes, how long a quick case may go on is counted in
 * pairs: each session begins with executions that are not measured.
 */
export function onEveryReplica<Arm extends RunArm>(plan: RunPlan<Arm>, targets: readonly TargetSpec[]): RunPlan<Arm> {
  const most = Math.max(
    1,
    ...targets.map((one) => (one.kind === 'remote' ? one.replicas.length + 1 : replicasOf(one))),
  );
  if (most < 2 || !judgesTime(plan.mode)) return plan;
  const { caseMs, ...rest } = plan;
  const minPairs = Math.max(plan.minPairs, most);
  const maxPairs = Math.max(minPairs, caseMs === undefined ? plan.maxPairs : plan.maxPairs * longerInPairs);
  // What begins a session with every pair goes on so.
  const perSession = plan.screeningSessions > 1 ? 1 : Math.floor(minPairs / most);
  return { ...rest, minPairs, maxPairs, screeningSessions: Math.ceil(maxPairs / perSession) };
}
