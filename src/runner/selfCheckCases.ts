import type { RunArm } from '../model/arm.ts';
import { seededRandom, seedFrom, shuffled } from '../model/random.ts';
import type { RunPlan, SelfCheckPlan } from '../model/run.ts';

/** Of the cases: enough to notice a broken setup over many runs, and too few to be felt. */
const share = 0.05;

/** So few cases that one more is felt: the check may take `mostShare` of the executions, or is left out. */
const fewCases = 10;
const mostShare = 0.1;

/** How many times as many are drawn as are kept, so that a long query need not be run twice as often. */
const choice = 3;

/** A name holds no space and parameters end with a bracket, so no case of a workload has such an id. */
const suffix = ' (self-check)';

/** Draws the cases that are also run as baseline against baseline: 5% of them, at least one, which few cases may not have the executions for. */
export function drawSelfChecks(caseIds: readonly string[], seed: number): SelfCheckPlan {
  const count = Math.min(caseIds.length, Math.max(1, Math.round(caseIds.length * share)));
  const drawn = shuffled(caseIds, seededRandom(seedFrom(seed, 'self-check'))).slice(0, count * choice);
  const pool = drawn.map((of) => ({ caseId: `${of}${suffix}`, of }));
  return { count, pool, ...(caseIds.length > fewCases ? {} : { mostShare }) };
}

/** What an execution sends, and where: both arms of a self-check are the baseline of another case. */
export type SourceOf = (caseId: string, arm: RunArm) => { readonly caseId: string; readonly arm: RunArm };

/** Ids of the cases that are run as baseline against baseline. */
export function selfChecksOf({ selfCheck }: Pick<RunPlan<RunArm>, 'selfCheck'>): ReadonlySet<string> {
  return new Set((selfCheck?.pool ?? []).map(({ caseId }) => caseId));
}

export function sourceOf({ selfCheck }: Pick<RunPlan<RunArm>, 'selfCheck'>): SourceOf {
  const origins = new Map((selfCheck?.pool ?? []).map((one) => [one.caseId, one.of]));
  return (caseId, arm) => {
    const of = origins.get(caseId);
    return of === undefined ? { caseId, arm } : { caseId: of, arm: 'baseline' };
  };
}
