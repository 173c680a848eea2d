import type { CaseComparison, ComparisonReport, Verdict } from './comparison.ts';
import { comparedCases, damagedCode, decidedNothing, maybeRenamed, undecidedCases } from './decided.ts';
import type { GateOutcome } from './verdictKind.ts';

/** Which verdicts fail, and whether too little decided fails too. */
export interface GateRules {
  readonly failOn: ReadonlySet<Verdict>;
  /** A case that stays inconclusive or unconfirmed fails. */
  readonly strict: boolean;
  /** Of the cases of both arms, that have to be decided; absent: one is enough. A share. */
  readonly minDecided?: number | undefined;
}

export type { GateOutcome } from './verdictKind.ts';

/** What fails unless somebody says otherwise. */
export const usualFailures: ReadonlySet<Verdict> = new Set<Verdict>(['regressed', 'failed', 'resultChanged']);

/** By which a gate goes unless somebody says otherwise. */
export const usualRules: GateRules = { failOn: usualFailures, strict: false };

/**
 * The outcome of a comparison. A run cut short, or one without any evidence, comes first, since its verdicts are not all there; then
 * results that differ, because a fast wrong answer is no improvement; then whatever else is to fail. A run that decided
 * nothing is no pass, strict or not.
 */
export function gateOutcome(report: ComparisonReport, { failOn, strict, minDecided = 0 }: GateRules): GateOutcome {
  if (report.status.kind === 'interrupted') return 'interrupted';
  if (report.status.kind === 'incomplete') return 'invalid';
  if (isEmpty(report)) return 'invalid';
  const failing = (verdict: Verdict): boolean => failOn.has(verdict) && report.counts[verdict] > 0;
  if (failing('resultChanged')) return 'resultsDiffer';
  const hard: readonly Verdict[] = ['regressed', 'failed', 'unconfirmed', 'removed', 'added', 'improved'];
  if (hard.some(failing)) return 'regression';
  const undecided = undecidedCases(report) + untried(report) + maybeRenamed(report);
  if (failing('inconclusive') || (strict && undecided > 0)) return 'undecided';
  if (decidedShare(report) < minDecided) return 'undecided';
  if (report.notices.some((one) => one.code === damagedCode)) return 'undecided';
  if (decidedNothing(report)) return 'undecided';
  // A report without cases says nothing, unless both arms send the same.
  if (report.cases.length === 0) return report.identical === undefined ? 'undecided' : 'passed';
  // What is gone is compared with nothing; where nothing else is left, a candidate that lost all of its cases would pass.
  if (comparedCases(report) === 0 && (maybeRenamed(report) > 0 || lostAll(report))) return 'undecided';
  if (comparedCases(report) === 0 && report.counts.added > 0 && untried(report) === report.counts.added)
    return 'undecided';
  return 'passed';
}

/** Whether the baseline has cases and the candidate has none, not even ones that are the same. */
function lostAll({ counts, identical }: ComparisonReport): boolean {
  return counts.removed > 0 && counts.added === 0 && identical === undefined;
}

/**
 * Of the cases that there was something to decide of, the share that has an answer; 1 where there was none. What was not tried, or may have
 * been renamed, has none.
 */
export function decidedShare(report: ComparisonReport): number {
  const open = untried(report) + maybeRenamed(report);
  const all = comparedCases(report) + open;
  return all === 0 ? 1 : (all - open - undecidedCases(report)) / all;
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
