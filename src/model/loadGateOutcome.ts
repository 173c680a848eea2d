import type { LoadReport } from './loadReport.ts';
import type { GateOutcome } from './verdictKind.ts';

/** As much of a load as its outcome is made of. */
export type LoadOutcomeOf = Pick<LoadReport, 'verdict' | 'status' | 'gate'>;

/**
 * What a load comes to for whoever goes by it. What is not whole or not valid comes first, since neither promises nor rules have an answer
 * then. Rules add to promises: both have to hold.
 * @param isGate somebody asked for a judgement, so that a load of which nothing is promised and no rule held is no pass
 */
export function loadGateOutcome({ verdict, status, gate }: LoadOutcomeOf, isGate: boolean): GateOutcome {
  if (status.kind === 'interrupted') return 'interrupted';
  const { kind } = verdict;
  if (kind === 'incomplete' || kind === 'invalid') return 'invalid';
  if (kind === 'missed' || gate?.outcome === 'failed') return 'regression';
  if (kind === 'undecided' || gate?.outcome === 'undecided') return 'undecided';
  return kind === 'told' && isGate && gate?.outcome !== 'passed' ? 'undecided' : 'passed';
}
