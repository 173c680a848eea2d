import type { CaseComparison, Verdict } from '../model/comparison.ts';
import type { VerdictEvidence } from '../model/evidence.ts';
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

/** What ended the measuring of a case. */
export type Ended =
  | { readonly kind: 'cut' | 'unmeasured' | 'savedSessions' | 'nothingToCompare' | 'tried' | 'unconfirmable' }
  | { readonly kind: 'countersRead'; readonly executions: number }
  | { readonly kind: 'equivalent' | 'limit' | 'hopeless' | 'noEvidence'; readonly pairs: number }
  | {
      readonly kind: 'confirmed' | 'futile' | 'confirmationLimit' | 'confirmationHopeless';
      readonly pairs: number;
      readonly sessions: number;
    }
  | { readonly kind: 'interrupted' | 'over' | 'budget' }
  | { readonly kind: 'incomplete'; readonly reason: string };

export type JudgedEvidence = Omit<VerdictEvidence, 'stoppedBy'> & { readonly ended: Ended };

export interface JudgedPlan extends Omit<PlanComparison, 'differences' | 'sentence'> {
  readonly differences: readonly PlanFound[];
  readonly finding: PlanFinding;
}

/** A case as it was decided, before anything is put into words. */
export interface JudgedCase
  extends Omit<CaseComparison, 'reason' | 'observations' | 'evidence' | 'plan' | 'metrics' | 'notices'> {
  readonly evidence: JudgedEvidence;
  readonly plan: JudgedPlan | null;
  readonly metrics: readonly JudgedMetric[];
  /** What its notices are made of. */
  readonly remarks: CaseRemarks;
}
