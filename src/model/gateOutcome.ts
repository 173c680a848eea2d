import type { CaseComparison, ComparisonReport, Verdict } from './comparison.ts';
import { comparedCases, isDoubtful, maybeRenamed } from './decided.ts';
import type { GateJudgement } from './gateJudgement.ts';
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

/** As much of a report as its outcome is made of. */
export type OutcomeOf = Omit<ComparisonReport, 'gate'> & {
  readonly gate?: Pick<GateJudgement, 'findings' | 'decisions'>;
};

/**
 * The outcome of a comparison. A run cut short, or one without any evidence, comes first, since its verdicts are not all there; then
 * results that differ, because a fast wrong answer is no improvement; then whatever else is to fail. A run that decided
 * nothing is no pass, strict or not. Where rules were asked, they refine which findings fail, and add their own.
 */
export function gateOutcome(report: OutcomeOf, rules: GateRules): GateOutcome {
  const { strict, minDecided = 0 } = rules;
  if (report.status.kind === 'interrupted') return 'interrupted';
  if (report.status.kind === 'incomplete') return 'invalid';
  if (isEmpty(report)) return 'invalid';
  const failing = failingVerdicts(report, rules);
  if (failing.has('resultChanged')) return 'resultsDiffer';
  const hard: readonly Verdict[] = ['regressed', 'failed', 'unconfirmed', 'removed', 'added', 'improved'];
  if (hard.some((verdict) => failing.has(verdict)) || firedRules(report).length > 0) return 'regression';
  const undecided = openCases(report, rules) + untried(report) + maybeRenamed(report);
  if (failing.has('inconclusive') || (strict && undecided > 0)) return 'undecided';
  if (unanswered(report)) return 'undecided';
  if (decidedShare(report) < minDecided) return 'undecided';
  if (isDoubtful(report)) return 'undecided';
  if (comparedCases(report) > 0 && openCases(report) === comparedCases(report)) return 'undecided';
  // A report without cases says nothing, unless both arms send the same.
  if (report.cases.length === 0) return report.identical === undefined ? 'undecided' : 'passed';
  // What is gone is compared with nothing; where nothing else is left, a candidate that lost all of its cases would pass.
  if (comparedCases(report) === 0 && (maybeRenamed(report) > 0 || lostAll(report))) return 'undecided';
  if (comparedCases(report) === 0 && report.counts.added > 0 && untried(report) === report.counts.added)
    return 'undecided';
  return 'passed';
}

/** The verdicts of cases that fail: by `failOn`, and by rules where those say otherwise. */
export function failingVerdicts(report: OutcomeOf, { failOn }: Pick<GateRules, 'failOn'>): ReadonlySet<Verdict> {
  const { counts, gate, cases } = report;
  if (gate === undefined || gate.decisions.length === 0)
    return new Set([...failOn].filter((verdict) => counts[verdict] > 0));
  const levels = new Map(gate.decisions.map(({ caseId, level }) => [caseId, level]));
  const fails = cases.filter(({ caseId, verdict }) => {
    const level = levels.get(caseId);
    return level === undefined ? failOn.has(verdict) : level === 'error';
  });
  return new Set(fails.map(({ verdict }) => verdict));
}

/** Rules and allowances that fail beside the verdicts of cases. */
export function firedRules({ gate }: Pick<OutcomeOf, 'gate'>): GateJudgement['findings'] {
  if (gate === undefined) return [];
  return gate.findings.filter(
    ({ outcome, level, asks }) => outcome === 'fired' && level === 'error' && asks !== 'verdict',
  );
}

/**
 * Whether a question that has to be answered is not: a budget of which the value is not known, a case under a rule that may have been renamed, an allowance of which nobody can tell whether
 * it has ended, and a case found regressed of which a rule's own margin says neither yes nor no.
 */
function unanswered({ gate }: OutcomeOf): boolean {
  if (gate === undefined) return false;
  return (
    gate.findings.some(
      ({ outcome, level, asks, found }) =>
        outcome === 'undecided' &&
        level === 'error' &&
        (asks === 'budget' || asks === 'allowance' || (found.kind === 'missing' && found.why.kind === 'maybeRenamed')),
    ) || gate.decisions.some(({ level }) => level === 'undecided')
  );
}

/**
 * Cases of both arms that have no answer: undecided ones, those that a rule asks more of than was shown, and those whose finding a rule
 * lets pass while the rest of them is undecided.
 * @param excused leaves out verdicts that a rule says do not fail
 */
export function openCases(report: OutcomeOf, excused?: Pick<GateRules, 'failOn'>): number {
  const { counts, gate, cases } = report;
  if (gate === undefined) return counts.inconclusive + counts.unconfirmed;
  const decisions = new Map(gate.decisions.map((one) => [one.caseId, one]));
  const asked = new Set(
    gate.findings.flatMap(({ outcome, level, asks, caseId }) =>
      outcome === 'undecided' && level === 'error' && (asks === 'margin' || asks === 'change') ? (caseId ?? []) : [],
    ),
  );
  return cases.filter(({ caseId, verdict }) => {
    if (verdict === 'added' || verdict === 'removed') return false;
    const decision = decisions.get(caseId);
    const isUndecided = verdict === 'inconclusive' || verdict === 'unconfirmed';
    if (isUndecided && excused !== undefined && (decision?.level === 'off' || decision?.level === 'warn'))
      return asked.has(caseId);
    return isUndecided || asked.has(caseId) || (decision?.isOpen === true && decision.level !== 'error');
  }).length;
}

/** Whether the baseline has cases and the candidate has none, not even ones that are the same. */
function lostAll({ counts, identical }: OutcomeOf): boolean {
  return counts.removed > 0 && counts.added === 0 && identical === undefined;
}

/**
 * Of the cases that there was something to decide of, the share that has an answer; 1 where there was none. What was not tried, or may have
 * been renamed, has none.
 */
export function decidedShare(report: OutcomeOf): number {
  const open = untried(report) + maybeRenamed(report);
  const all = comparedCases(report) + open;
  return all === 0 ? 1 : (all - open - openCases(report)) / all;
}

/** Not one execution left evidence: a gate must not call that "nothing wrong". */
function isEmpty({ cases }: OutcomeOf): boolean {
  const compared = cases.filter((one) => one.verdict !== 'added' && one.verdict !== 'removed');
  return compared.length > 0 && compared.every(isBlank);
}

function isBlank({ verdict, metrics, notices }: CaseComparison): boolean {
  if (notices.some((one) => one.code === 'cut-by-limit')) return false;
  return verdict === 'inconclusive' && metrics.every((one) => one.baseline === null && one.candidate === null);
}

/** Cases that only the candidate has and that a budget kept from being executed. */
function untried({ cases }: OutcomeOf): number {
  return cases.filter(({ verdict, evidence }) => verdict === 'added' && evidence.executions.candidate === 0).length;
}
