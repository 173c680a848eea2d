import type { CaseComparison, ComparisonReport, Verdict } from '../model/comparison.ts';
import { comparedCases, damagedCode, decidedNothing, undecidedCases } from '../model/decided.ts';
import { type ExitCode, exitCode } from './exitCode.ts';

/**
 * The exit code of a comparison. A run cut short, or one without any evidence, comes first, since its verdicts are not all there; then
 * results that differ, because a fast wrong answer is no improvement; then whatever else is to fail. A run that decided
 * nothing is no pass, strict or not.
 */
export function verdictExit(report: ComparisonReport, failOn: ReadonlySet<Verdict>, strict: boolean): ExitCode {
  if (report.status.kind === 'interrupted') return exitCode.interrupted;
  if (report.status.kind === 'incomplete') return exitCode.target;
  if (isEmpty(report)) return exitCode.target;
  const failing = (verdict: Verdict): boolean => failOn.has(verdict) && report.counts[verdict] > 0;
  if (failing('resultChanged')) return exitCode.resultsDiffer;
  const hard: readonly Verdict[] = ['regressed', 'failed', 'unconfirmed', 'removed', 'added', 'improved'];
  if (hard.some(failing)) return exitCode.regression;
  const undecided = undecidedCases(report) + untried(report);
  if (failing('inconclusive') || (strict && undecided > 0)) return exitCode.inconclusive;
  if (report.notices.some((one) => one.code === damagedCode)) return exitCode.inconclusive;
  if (decidedNothing(report)) return exitCode.inconclusive;
  if (comparedCases(report) === 0 && report.counts.added > 0 && untried(report) === report.counts.added)
    return exitCode.inconclusive;
  return exitCode.fine;
}

/** Not one execution left evidence: a gate must not call that "nothing wrong". */
function isEmpty({ cases }: ComparisonReport): boolean {
  const compared = cases.filter((one) => one.verdict !== 'added' && one.verdict !== 'removed');
  return compared.length > 0 && compared.every(isBlank);
}

function isBlank({ verdict, metrics, notices }: CaseComparison): boolean {
  if (notices.some((one) => one.code === 'cut-by-limit')) return false;
  return verdict === 'inconclusive' && metrics.every((one) => one.baseline === null && one.candidate === null);
}

/** Cases that only the candidate has and that a budget kept from being executed. */
function untried({ cases }: ComparisonReport): number {
  return cases.filter(({ verdict, evidence }) => verdict === 'added' && evidence.executions.candidate === 0).length;
}
