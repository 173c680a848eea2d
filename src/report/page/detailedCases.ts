import type { CaseComparison } from '../../model/comparison.ts';
import { verdictWord } from '../words/verdictWords.ts';

/** Nobody reads more, and with charts and SQL of each case a page of thousands is too large to open. */
const mostDetailed = 500;

/**
 * The cases that a page shows in full: findings first, then those whose SQL differs, then the others.
 *
 * @param cases the most severe first
 */
export function detailedCases(cases: readonly CaseComparison[]): ReadonlySet<CaseComparison> {
  if (cases.length <= mostDetailed) return new Set(cases);
  const findings = cases.filter(({ verdict }) => verdictWord(verdict).isFinding);
  const changed = cases.filter(({ baseline, candidate }) => baseline?.sql !== candidate?.sql);
  return new Set([...new Set([...findings, ...changed, ...cases])].slice(0, mostDetailed));
}
