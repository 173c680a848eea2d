import type { CaseComparison, Verdict } from '../../model/comparison.ts';
import { absent } from '../../text/quantity.ts';
import type { MetricCells } from './caseRow.ts';
import { verdictWord } from './verdictWords.ts';

/** Undecided cases that a comment shows one by one; with more, nobody reads them. */
const mostUndecided = 8;

const ofOneArm: readonly Verdict[] = ['removed', 'added'];

/**
 * The cases of a comment that is read without unfolding: findings, then what one arm alone has, then some of those that were not
 * decided. `others` are the rest, but for those that are equivalent.
 */
export function openCases<T extends { readonly item: CaseComparison }>(
  all: readonly T[],
): { readonly open: readonly T[]; readonly others: readonly T[] } {
  const findings = all.filter(({ item }) => verdictWord(item.verdict).isFinding);
  const lone = ofOneArm.flatMap((verdict) => all.filter(({ item }) => item.verdict === verdict));
  const undecided = all.filter(({ item }) => item.verdict === 'inconclusive');
  return {
    open: [...findings, ...lone, ...undecided.slice(0, mostUndecided)],
    others: undecided.slice(mostUndecided),
  };
}

/** `2.10x (2.02–2.18)`, `3.08x (exact)`. */
export function ratioText({ ratio, interval }: Pick<MetricCells, 'ratio' | 'interval'>): string {
  return interval === absent ? ratio : `${ratio} (${interval})`;
}
