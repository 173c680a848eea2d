import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import { judgesTime, reportedMode } from '../../model/mode.ts';

/** A case whose plans are worth reading; `profiled`: so is the time of its processors. */
export interface ExplainedCase {
  readonly caseId: string;
  readonly profiled: boolean;
}

/** Cases that are not plainly equivalent, most severe first. */
export function casesToExplain({ cases, method }: ComparisonReport): readonly ExplainedCase[] {
  return cases
    .filter(isWorthReading)
    .map(({ caseId, verdict }) => ({ caseId, profiled: judgesTime(reportedMode(method)) && isAboutCost(verdict) }));
}

/** An undecided case in which nothing else moved has noise to tell of, and no plan explains noise. */
function isWorthReading({ verdict, observed, baseline, candidate }: CaseComparison): boolean {
  if (baseline === null || candidate === null) return false;
  if (verdict === 'inconclusive') return observed.length > 0;
  return isAboutCost(verdict) || verdict === 'resultChanged' || verdict === 'failed';
}

function isAboutCost(verdict: CaseComparison['verdict']): boolean {
  return verdict === 'regressed' || verdict === 'improved' || verdict === 'unconfirmed';
}
