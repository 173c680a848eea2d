import type { ComparisonReport, Verdict } from './comparison.ts';

/** The order of every list, count and sentence: what a reader of a change asks first comes first, what needs no reading last. */
export const severity: readonly Verdict[] = [
  'regressed',
  'resultChanged',
  'failed',
  'improved',
  'unconfirmed',
  'inconclusive',
  'added',
  'removed',
  'equivalent',
];

/** The code of the notice on a run that was read from a damaged file: what is lost may speak against it. */
export const damagedCode = 'run-file-lost';

/** The code of the notice on a run whose candidate has less data: what is favourable may be owed to that. */
export const lessDataCode = 'less-data';

/** The code of the notice on a run of which cases are not judged by time, since a server had work left on their tables. */
export const debtCode = 'server-debt';

/** Whether a run holds something that no gate may pass, whatever each case says. */
export function isDoubtful({ notices }: Pick<ComparisonReport, 'notices'>): boolean {
  return notices.some(({ code }) => code === damagedCode || code === lessDataCode);
}

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

/**
 * Cases that may have been renamed: as many were removed as are new. What is renamed is compared with nothing, and takes its
 * slowness along.
 */
export function maybeRenamed({ counts }: Pick<ComparisonReport, 'counts'>): number {
  return Math.min(counts.added, counts.removed);
}
