import type { ComparisonReport } from '../model/comparison.ts';
import type { GateDecision, GateFinding, GateJudgement } from '../model/gateJudgement.ts';
import { type GateRules, gateOutcome } from '../model/gateOutcome.ts';
import type { GatePolicy } from '../model/gateRules.ts';
import { standing, unneeded } from './allowances.ts';
import { caseFindings } from './caseFindings.ts';
import { asReviewed, isMeant } from './matching.ts';
import { questionsOf } from './questions.ts';

/**
 * What a gate with rules and allowances makes of a comparison. Rules refine which findings fail; what makes a run no evidence at all (cut
 * short, damaged, nothing decided) none of them changes. A pure function of its arguments.
 * @param flags verdicts that fail where no rule speaks of them, and the rest of what flags say
 */
export function judgeGate(report: ComparisonReport, policy: GatePolicy, flags: GateRules): GateJudgement {
  const { method } = report;
  const { allowances, ended } = standing(policy.allowances, policy);
  const added = report.cases
    .filter(({ verdict }) => verdict === 'added')
    .map((one) => questionsOf(one, policy.rules, flags.failOn));
  const asked = { policy, failOn: flags.failOn, method, allowances, added };
  const findings: GateFinding[] = [...ended];
  const decisions: GateDecision[] = [];
  for (const item of report.cases) {
    const judged = caseFindings(item, asked);
    findings.push(...judged.findings);
    if (judged.decision !== null) decisions.push(judged.decision);
  }
  findings.push(
    ...unneeded(allowances, report.cases, findings, { isPartial: isPartial(report), margin: method.margin }),
  );
  const sorted = findings.map((one, at) => ({ one, at })).sort((a, b) => rank(a.one) - rank(b.one) || a.at - b.at);
  const judged = { findings: sorted.map(({ one }) => one), decisions };
  return {
    preset: policy.preset,
    ...(policy.config === undefined ? {} : { config: policy.config }),
    ...(policy.allowancesFile === undefined ? {} : { allowances: policy.allowancesFile }),
    ...unaskedOf(report, policy),
    ...retaggedOf(report, policy),
    outcome: gateOutcome({ ...report, gate: judged }, flags),
    ...judged,
  };
}

function unaskedOf({ identical = 0 }: ComparisonReport, { rules }: GatePolicy): Pick<GateJudgement, 'unasked'> {
  return identical > 0 && rules.some(({ ask }) => ask.kind === 'budget') ? { unasked: identical } : {};
}

function retaggedOf({ cases }: ComparisonReport, { rules }: GatePolicy): Pick<GateJudgement, 'retagged'> {
  const retagged = cases.filter(
    (one) =>
      one.baselineTags !== undefined &&
      rules.some(({ match }) => isMeant(one, match) !== isMeant(asReviewed(one), match)),
  );
  return retagged.length === 0 ? {} : { retagged: retagged.map(({ caseId }) => caseId) };
}

/** Whether cases exist that the report does not have: left out as the same, or by a filter; or the run broke off. */
export function isPartial({ identical, options = [], status, unopened }: ComparisonReport): boolean {
  return (
    identical !== undefined ||
    unopened !== undefined ||
    status.kind !== 'complete' ||
    options.some(({ name }) => name === 'filter' || name === 'changed-only')
  );
}

const outcomes: readonly GateFinding['outcome'][] = ['fired', 'undecided', 'allowed', 'off', 'passed'];

/** Errors that fired, what is undecided, warnings, then what is told of. */
function rank({ outcome, level }: GateFinding): number {
  if (outcome === 'fired') return level === 'error' ? 0 : 2;
  if (outcome === 'undecided') return level === 'error' ? 1 : 3;
  return 2 + outcomes.indexOf(outcome);
}
