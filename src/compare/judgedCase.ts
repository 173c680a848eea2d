import type { CaseComparison, Verdict } from '../model/comparison.ts';
import type { Ended, VerdictEvidence } from '../model/evidence.ts';
import type { FirstFinding } from '../model/firstFinding.ts';
import type { PlanFound } from '../model/planChange.ts';
import type { PlanComparison } from '../model/planComparison.ts';
import type { PlanFinding, Reason } from '../model/reason.ts';
import type { JudgedMetric } from './counters/metricJudgement.ts';
import type { CaseRemarks } from './reasons/caseNotices.ts';

/** What was decided of a case. */
export interface Decision {
  readonly verdict: Verdict;
  readonly because: readonly Reason[];
  /** The metric the verdict rests on. */
  readonly restsOn: string;
}

export type JudgedEvidence = Omit<VerdictEvidence, 'stoppedBy'> & { readonly ended: Ended };

export interface JudgedPlan extends Omit<PlanComparison, 'differences' | 'sentence'> {
  readonly differences: readonly PlanFound[];
  readonly finding: PlanFinding;
}

/** A case as it was decided, before anything is put into words. */
export interface JudgedCase
  extends Omit<CaseComparison, 'reason' | 'ended' | 'observations' | 'evidence' | 'plan' | 'metrics' | 'notices'> {
  readonly evidence: JudgedEvidence;
  readonly plan: JudgedPlan | null;
  readonly metrics: readonly JudgedMetric[];
  /** A finding that is told at once, and that the verdict is not; absent where there was none. */
  readonly notBorneOut?: FirstFinding | null;
  /** What its notices are made of. */
  readonly remarks: CaseRemarks;
}
