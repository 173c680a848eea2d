import type { RunPlan, SelfCheckPlan } from '../../model/run.ts';
import type { Stage } from '../../model/sample.ts';
import type { CaseSamples } from '../timing/pairing.ts';
import type { SplitCases } from './selfCheckPool.ts';

type Cases = ReadonlyMap<string, CaseSamples>;
type Sharing = Pick<RunPlan, 'selfCheck' | 'caseIds' | 'minPairs' | 'warmups' | 'screeningSessions'>;

/** What a self-check of few cases may still take, which keeps it from being felt. Counts are executions of both arms. */
export interface SelfCheckShare {
  /** Whether its cases may have another pair each. */
  allowsPair(cases: number): boolean;
  /** Whether they may have that many pairs each in fresh sessions, while `beside` of the user's cases have as many. */
  allowsSessions(cases: number, next: { readonly sessions: number; readonly pairs: number }, beside: number): boolean;
}

const unlimited: SelfCheckShare = { allowsPair: () => true, allowsSessions: () => true };

/** By what was executed so far, so that a resumed run comes to the same. */
export function selfCheckShare({ cases, selfChecks }: SplitCases, plan: Sharing): SelfCheckShare {
  const { selfCheck, warmups } = plan;
  if (selfCheck?.mostShare === undefined) return unlimited;
  const { mostShare } = selfCheck;
  const [own, self] = [executionsOf(cases, plan), executionsOf(selfChecks, plan)];
  return {
    allowsPair: (count) => {
      if (self === 0 && !isWorthStarting(own, selfCheck, plan)) return false;
      return self + pairCost(plan) * count <= allowance(own, mostShare);
    },
    allowsSessions: (count, { sessions, pairs }, beside) => {
      const each = 2 * (pairs + sessions * warmups);
      return self + each * count <= allowance(own + each * beside, mostShare);
    },
  };
}

/**
 * Why no self-check was begun: the executions that it takes at least, and those that it might have had in the first stage.
 * Null where it was begun, or could have been.
 */
export function tooFewForSelfCheck(
  { cases, selfChecks }: SplitCases,
  plan: Sharing,
): { readonly needed: number; readonly allowed: number; readonly mostShare: number } | null {
  const { selfCheck } = plan;
  if (selfCheck?.mostShare === undefined || executionsOf(selfChecks, plan) > 0) return null;
  const needed = firstLook(selfCheck, plan);
  const allowed = allowance(executionsOf(cases, plan, 'screening'), selfCheck.mostShare);
  return allowed < needed ? { needed, allowed, mostShare: selfCheck.mostShare } : null;
}

/** Fewer pairs than the first look has tell nothing. They fit, or will when every case has had as many. */
function isWorthStarting(own: number, selfCheck: SelfCheckPlan, plan: Sharing): boolean {
  // A first session begins without a self-check, and its warm-ups are not counted.
  const sure = Math.max(own, plan.caseIds.length * (2 + (plan.minPairs - 1) * pairCost(plan)));
  return firstLook(selfCheck, plan) <= allowance(sure, selfCheck.mostShare ?? 1);
}

function firstLook({ count }: SelfCheckPlan, plan: Sharing): number {
  return count * plan.minPairs * pairCost(plan);
}

/** Executions of a pair of the first stage, with the warm-ups of the session that it may have to itself. */
function pairCost({ screeningSessions, warmups }: Sharing): number {
  return screeningSessions > 1 ? 2 + 2 * warmups : 2;
}

/** Executions that are `mostShare` of themselves and these together. */
function allowance(own: number, mostShare: number): number {
  return Math.floor((own * mostShare) / (1 - mostShare) + 1e-9);
}

/** Measured executions, and the warm-ups of sessions after the first. */
function executionsOf(cases: Cases, { warmups }: Sharing, stage?: Stage): number {
  let executions = 0;
  for (const { samples } of cases.values()) {
    const all = [...samples.baseline, ...samples.candidate].filter((one) => stage === undefined || one.stage === stage);
    const sessions = new Set(all.map((one) => one.session));
    sessions.delete(0);
    executions += all.length + 2 * warmups * sessions.size;
  }
  return executions;
}
