import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import type { Estimate } from '../../model/metric.ts';
import { absent, plural } from '../../text/quantity.ts';

/** What a verdict on time rests on: pairs of arms measured together, or sessions of two saved runs. */
export function replicateWord({ method }: Pick<ComparisonReport, 'method'>): 'pairs' | 'sessions' {
  return method.saved === undefined ? 'pairs' : 'sessions';
}

/** For a column: `12` pairs, or `5+7` sessions of the two runs. */
export function replicateCell({ metrics, pairs }: CaseComparison): string {
  const result = metrics[0]?.result;
  if (result?.kind === 'estimate' && result.sessions !== undefined)
    return `${result.sessions.baseline}+${result.sessions.candidate}`;
  const count = result?.kind === 'estimate' ? result.pairs : pairs.length;
  return count === 0 ? absent : String(count);
}

/** `12 pairs`, or `5 and 7 sessions`. */
export function replicateText({ pairs, sessions }: Estimate): string {
  return sessions === undefined
    ? plural(pairs, 'pair')
    : `${sessions.baseline} and ${plural(sessions.candidate, 'session')}`;
}
