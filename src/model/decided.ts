import type { ComparisonReport } from './comparison.ts';

/** The code of the notice on a run that was read from a damaged file: what is lost may speak against it. */
export const damagedCode = 'run-file-lost';

/** Cases that both arms have. */
export function comparedCases({ counts }: Pick<ComparisonReport, 'counts'>): number {
  const { added, removed, ...compared } = counts;
  return Object.values(compared).reduce((sum, one) => sum + one, 0);
}

/** Cases of both arms that ended without an answer. */
export function undecidedCases({ counts }: Pick<ComparisonReport, 'counts'>): number {
  return counts.inconclusive + counts.unconfirmed;
}

/** A run that compared something and has an answer to nothing: no gate may take it for "nothing wrong". */
export function decidedNothing(report: Pick<ComparisonReport, 'counts'>): boolean {
  const compared = comparedCases(report);
  return compared > 0 && undecidedCases(report) === compared;
}
