import type { GateFinding } from '../model/gateJudgement.ts';
import { about } from './findingBase.ts';
import type { JudgedByGate } from './foundWorse.ts';
import type { Bound, CaseQuestions } from './questions.ts';

const found = { kind: 'missing', why: { kind: 'maybeRenamed' } } as const;

/**
 * What rules asked of a case that the candidate does not have. Renamed, it would be under no rule any more: beside new cases, each budget
 * and margin that fails is undecided. Not so a budget that every new case is under, since that holds whatever its name is.
 * @param added what is asked of each new case
 */
export function goneFindings(
  item: JudgedByGate,
  { metrics }: CaseQuestions,
  added: readonly CaseQuestions[],
): readonly GateFinding[] {
  if (added.length === 0) return [];
  const findings: GateFinding[] = [];
  for (const { of, budget, margin } of metrics.values()) {
    const base = { metric: of.name, found };
    if (budget?.level === 'error' && !added.every((one) => isAsked(one, budget)))
      findings.push({
        ...about(item, budget, 'undecided'),
        ...base,
        asks: 'budget',
        expected: { kind: 'atMost', value: budget.most, unit: of.unit },
      });
    // What is new has no baseline, so that no margin is asked of it.
    if (margin?.level === 'error')
      findings.push({
        ...about(item, margin, 'undecided'),
        ...base,
        asks: 'margin',
        expected: { kind: 'within', margin: margin.most },
      });
  }
  return findings;
}

/** Whether at least as much is asked of a new case. */
function isAsked({ metrics }: CaseQuestions, { of, most }: Bound): boolean {
  const own = metrics.get(of.name)?.budget;
  return own != null && own.level === 'error' && own.most <= most;
}
