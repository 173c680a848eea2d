import { judgesTime } from '../model/mode.ts';
import type { RunPlan } from '../model/run.ts';
import { countersRule } from './counters/countersOnly.ts';
import { type AdaptiveStopRule, adaptiveRule } from './timing/adaptiveRule.ts';

/** The rule for a plan: both stages of docs/statistics.md, or as many executions as exact counters need. */
export function createStopRule(plan: RunPlan): AdaptiveStopRule {
  return judgesTime(plan.mode) ? adaptiveRule(plan) : countersRule(plan);
}
