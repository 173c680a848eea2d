import type { GateEvidence, GateFinding, GateFindingOutcome } from '../model/gateJudgement.ts';
import type { JudgedByGate } from './foundWorse.ts';
import type { Loudness } from './questions.ts';

/** What every finding about a case has: who asks, how loud it is, and what a reader looks up. */
export function about(
  item: JudgedByGate,
  { level, source }: Loudness,
  outcome: GateFindingOutcome,
): Pick<GateFinding, 'source' | 'level' | 'outcome' | 'caseId' | 'name' | 'evidence'> {
  return { source, level, outcome, caseId: item.caseId, name: item.name, evidence: evidenceOf(item, outcome) };
}

/** What passed is counted, and a reader does not look it up. */
function evidenceOf({ reason, evidence, candidate }: JudgedByGate, outcome: GateFindingOutcome): GateEvidence {
  const place = candidate?.place;
  return {
    reason: outcome === 'passed' ? '' : reason,
    executions: evidence.executions,
    ...(place === undefined ? {} : { place }),
    queryIds: outcome === 'passed' ? [] : (candidate?.queryIds ?? []),
  };
}
