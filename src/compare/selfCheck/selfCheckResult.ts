import type { ArmCase } from '../../model/arm.ts';
import type { CaseComparison, SelfCheck } from '../../model/comparison.ts';
import type { Notice } from '../../model/notice.ts';
import type { Run } from '../../model/run.ts';
import { type CaseContext, compareCase } from '../caseComparison.ts';
import { becauseText } from '../reasons/caseInWords.ts';
import { selfCheckNotice } from '../reasons/runNotices.ts';
import { withClock } from '../timing/runningTime.ts';
import { screen } from '../timing/screening.ts';
import { judgeTiming } from '../timing/timing.ts';
import { chosenSelfChecks, type SplitCases } from './selfCheckPool.ts';
import { tooFewForSelfCheck } from './selfCheckShare.ts';

export interface SelfCheckJudged {
  readonly selfCheck: SelfCheck | null;
  readonly notices: readonly Notice[];
}

/**
 * Judges the cases that ran as baseline against baseline by the rules of every other case, apart from them: they correct
 * for multiplicity among themselves, and borrow the spread of the user's cases without adding to it.
 */
export function judgeSelfChecks(run: Run, split: SplitCases, context: CaseContext): SelfCheckJudged {
  const { plan } = run;
  if (plan.selfCheck === undefined) return { selfCheck: null, notices: [] };
  if (plan.selfCheck.count === 0) return { selfCheck: { kind: 'off' }, notices: [] };
  const tooFew = tooFewForSelfCheck(split, plan);
  if (tooFew !== null) return { selfCheck: { kind: 'leftOut', ...tooFew }, notices: [] };
  const priors = split.selfChecks.size === 0 ? null : screen(split.cases, plan).priors;
  // Both arms of a self-check ran on one server, whatever differs between the servers of the run.
  const own = { ...context, workDecides: true, lessData: [], debtOf: () => undefined };
  const timings = judgeTiming(withClock(split.selfChecks, plan, split.cases), plan, false, priors);
  const baselines = new Map(run.cases.filter((one) => one.arm === 'baseline').map((one) => [one.caseId, one]));
  const judged = chosenSelfChecks(split.cases, plan).flatMap(({ caseId, of }) => {
    const samples = split.selfChecks.get(caseId);
    const sent = baselines.get(of);
    if (samples === undefined || sent === undefined) return [];
    const comparison = compareCase(bothArms(caseId, sent), samples, timings.get(caseId) ?? null, sameText, own);
    return [{ of, comparison }];
  });
  const count = (...verdicts: readonly CaseComparison['verdict'][]): number =>
    judged.filter(({ comparison }) => verdicts.includes(comparison.verdict)).length;
  const executions = [...split.selfChecks.values()].flatMap(({ samples }) => [
    ...samples.baseline,
    ...samples.candidate,
  ]);
  const selfCheck: SelfCheck = {
    kind: 'ran',
    flagged: count('regressed', 'improved'),
    unconfirmed: count('unconfirmed'),
    equivalent: count('equivalent'),
    executions: executions.length,
    cases: judged.map(({ of, comparison: { caseId, verdict, because } }) => ({
      ...{ caseId, of, verdict },
      reason: becauseText(because),
    })),
  };
  return { selfCheck, notices: selfCheckNotice(selfCheck.cases.length, selfCheck.flagged) };
}

/** The same text, sent twice to one server: its results are those of the case it checks. */
const sameText = { kind: 'same' } as const;

function bothArms(caseId: string, sent: ArmCase): Parameters<typeof compareCase>[0] {
  return { caseId, baseline: { ...sent, caseId }, candidate: { ...sent, caseId, arm: 'candidate' } };
}
