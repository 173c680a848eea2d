import type { ComparisonReport, Verdict } from '../model/comparison.ts';
import { type ExitCode, exitCode } from './exitCode.ts';

/**
 * The exit code of a comparison. A run cut short comes first, since its verdicts are not all there; then
 * results that differ, because a fast wrong answer is no improvement; then whatever else is to fail.
 */
export function verdictExit(report: ComparisonReport, failOn: ReadonlySet<Verdict>, strict: boolean): ExitCode {
  if (report.status.kind === 'interrupted') return exitCode.interrupted;
  if (report.status.kind === 'incomplete') return exitCode.target;
  const failing = (verdict: Verdict): boolean => failOn.has(verdict) && report.counts[verdict] > 0;
  if (failing('resultChanged')) return exitCode.resultsDiffer;
  const hard: readonly Verdict[] = ['regressed', 'failed', 'unconfirmed', 'removed', 'added', 'improved'];
  if (hard.some(failing)) return exitCode.regression;
  if (failing('inconclusive') || (strict && report.counts.inconclusive > 0)) return exitCode.inconclusive;
  return exitCode.fine;
}
