import type { ArmDescription } from '../model/arm.ts';
import { judgesTime } from '../model/mode.ts';
import type { RunPlan } from '../model/run.ts';
import { countersRule } from './counters/countersOnly.ts';
import { countersSettle } from './environment/environments.ts';
import { type AdaptiveStopRule, adaptiveRule } from './timing/adaptiveRule.ts';

/** The rule for a plan and its arms: both stages of docs/statistics.md, or as many executions as exact counters need. */
export function createStopRule(plan: RunPlan, arms: readonly ArmDescription[] = []): AdaptiveStopRule {
  return judgesTime(plan.mode) ? adaptiveRule(plan, countersSettle(arms)) : countersRule(plan);
}
