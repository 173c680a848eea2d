import { armsStopRule } from '../compare/arms/armsStopRule.ts';
import type { ArmDescription, RunArm } from '../model/arm.ts';
import { judgesTime } from '../model/mode.ts';
import type { UnitPrices } from '../model/price.ts';
import { asTwoArms, listed, type OptionInEffect, type Run, type RunPlan } from '../model/run.ts';
import { checkOneCurrency } from '../money/readPrice.ts';
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
  /** What executions and data cost; absent: nobody said. */
  readonly prices?: UnitPrices | undefined;
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
  const { prices, options = [] } = request;
  checkOneCurrency(arms, prices);
  return partOf({ arms, cases, plan, ...listed(options), ...(prices === undefined ? {} : { prices }) }, how);
}

/** Measures one arm into a run file. */
export async function run(work: PlannedWork, how: MeasuringOptions, ports: MeasuringPorts): Promise<Measured> {
  const { plan } = work;
  const { fewestSessions } = plan.design.saved;
  if (judgesTime(plan.mode) && plan.screeningSessions < fewestSessions)
    ports.listener.note(
      `with fewer than ${fewestSessions} sessions, a later comparison judges counters and results, not time`,
    );
  if (work.cases.length === 0 && work.part !== undefined) {
    const { run: nothing, ...where } = await recordNothing(work, how, ports);
    return { ...where, run: asTwoArms(nothing) };
  }
  const explain = ({ plan: { caseIds } }: Run<RunArm>) => caseIds.map((caseId) => ({ caseId, profiled: false }));
  const { run: measured, ...where } = await measureArms({ ...work, rule: ruleOf, explain }, how, ports);
  return { ...where, run: asTwoArms(measured) };
}

function ruleOf(plan: RunPlan<RunArm>, arms: readonly ArmDescription<RunArm>[]): StopRule {
  return judgesTime(plan.mode) ? fixedRounds(plan.caseIds, plan.maxPairs) : armsStopRule(plan, arms);
}
