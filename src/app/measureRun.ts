import { countersRule } from '../compare/counters/countersOnly.ts';
import { judgesTime } from '../model/mode.ts';
import { listed, type OptionInEffect, type Run, type RunPlan } from '../model/run.ts';
import { fixedRounds, type StopRule } from '../runner/decisions.ts';
import { armCases } from './armCases.ts';
import { type Measured, measureArms } from './measureArms.ts';
import { recordNothing } from './nothingToCompare.ts';
import { commonOptions, partOf } from './partOfRun.ts';
import { checkSourcesAllowed, checkWritesAllowed } from './permissions.ts';
import { type MeasuringOptions, oneArmPlan, type PlannedWork } from './runPlans.ts';
import type { ArmSpec, MeasuringPorts } from './services.ts';

export interface RunRequest {
  readonly arm: ArmSpec;
  /** Fresh sessions; a later comparison judges time by five or more. */
  readonly sessions: number;
  /** Executions of a case in a session. */
  readonly rounds: number;
  /** What is not as usual, and who set it. */
  readonly options?: readonly OptionInEffect[];
}

/**
 * Says what would be measured, before anything is opened.
 * @throws UserError usage for a workload that may not be measured there
 */
export function planRun(request: RunRequest, how: MeasuringOptions): PlannedWork {
  const arms = [request.arm];
  const cases = armCases(arms, how.filter);
  const plan = oneArmPlan(cases, request, commonOptions(cases, how));
  checkWritesAllowed(arms, cases);
  checkSourcesAllowed(arms, how.allowedSources);
  return partOf({ arms, cases, plan, ...listed(request.options ?? []) }, how);
}

/** Measures one arm into a run file. */
export async function run(work: PlannedWork, how: MeasuringOptions, ports: MeasuringPorts): Promise<Measured> {
  const { plan } = work;
  const { fewestSessions } = plan.design.saved;
  if (judgesTime(plan.mode) && plan.screeningSessions < fewestSessions)
    ports.listener.note(
      `with fewer than ${fewestSessions} sessions, a later comparison judges counters and results, not time`,
    );
  if (work.cases.length === 0 && work.part !== undefined) return recordNothing(work, how, ports);
  const explain = ({ plan: { caseIds } }: Run) => caseIds.map((caseId) => ({ caseId, profiled: false }));
  return measureArms({ ...work, rule: ruleOf, explain }, how, ports);
}

function ruleOf(plan: RunPlan): StopRule {
  return judgesTime(plan.mode) ? fixedRounds(plan.caseIds, plan.maxPairs) : countersRule(plan);
}
