import type { CaseComparison, ComparisonReport, Verdict } from '../../model/comparison.ts';
import type { GateDecision } from '../../model/gateJudgement.ts';
import { firedRules } from '../../model/gateOutcome.ts';
import { gateWords } from '../words/gateWords.ts';
import type { Checkout } from '../words/reportLink.ts';
import type { ChangedPlace } from './changedPlace.ts';
import { gatePlaces } from './gateFindings.ts';

/** How a case stands in JUnit. */
export type JunitState = 'failure' | 'skipped' | 'passed';

const failures: ReadonlySet<Verdict> = new Set(['regressed', 'resultChanged', 'failed']);
const skips: ReadonlySet<Verdict> = new Set(['inconclusive', 'unconfirmed', 'added', 'removed']);

/** The state of each case: by its verdict, and by what rules say of it. What a rule or an allowance lets pass is skipped, and never a pass. */
export function junitStates({ cases, gate }: ComparisonReport): (item: CaseComparison) => JunitState {
  const decisions = new Map(gate?.decisions.map((one) => [one.caseId, one.level]));
  const states = new Map(cases.map((item) => [item.caseId, stateOf(item.verdict, decisions.get(item.caseId))]));
  return ({ caseId, verdict }) => states.get(caseId) ?? stateOf(verdict, undefined);
}

function stateOf(verdict: Verdict, level: GateDecision['level'] | undefined): JunitState {
  if (level === 'error') return 'failure';
  if (failures.has(verdict)) return level === undefined || level === 'undecided' ? 'failure' : 'skipped';
  return skips.has(verdict) ? 'skipped' : 'passed';
}

/** A test case of the gate by itself, since its case may have passed otherwise. */
export interface GateTestcase {
  readonly name: string;
  readonly kind: 'failure' | 'error';
  readonly type: string;
  readonly message: string;
  readonly place: ChangedPlace | undefined;
}

/** Rules and allowances that fail beside the verdicts of cases, and questions that have no answer. */
export function gateTestcases(report: ComparisonReport, checkout: Checkout | undefined): readonly GateTestcase[] {
  const { gate } = report;
  if (gate === undefined) return [];
  const fired = firedRules(report).filter(({ source }) => source.kind !== 'failOn');
  const open = gate.findings.filter(({ outcome, level }) => outcome === 'undecided' && level === 'error');
  const placeOf = gatePlaces(report, checkout);
  return [...fired, ...open].map((finding) => {
    const { subject, what, expected, found, by, fix } = gateWords(finding);
    return {
      name: `${subject}: ${what}`,
      kind: finding.outcome === 'fired' ? 'failure' : 'error',
      place: placeOf(finding),
      type: finding.asks,
      message: [`expected ${expected}`, `found ${found}`, by, fix].filter((one) => one !== '').join('; '),
    };
  });
}
