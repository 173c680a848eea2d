import type { ComparisonReport } from '../model/comparison.ts';
import { formatRatio, plural } from './format.ts';

/**
 * What undecided cases could have hidden: the slowdowns that would have been seen in them, from the most to the least
 * sensitive. Empty when no case is inconclusive.
 */
export function unseenText({ cases, method }: Pick<ComparisonReport, 'cases' | 'method'>): string {
  const undecided = cases.filter(({ verdict }) => verdict === 'inconclusive');
  if (undecided.length === 0 || method.countersOnly) return '';
  const visible = undecided.flatMap(({ evidence }) => evidence.smallestVisible ?? []).sort((a, b) => a - b);
  const [least, most] = [visible[0], visible.at(-1)];
  const count = plural(undecided.length, 'inconclusive case');
  if (least === undefined || most === undefined)
    return `${count}: too little was measured to say what would have been seen`;
  const [from, to] = [formatRatio(least), formatRatio(most)];
  const untold = undecided.length - visible.length;
  const rest = untold === 0 ? '' : `, of ${untold} it cannot be told`;
  const range =
    from === to
      ? `a slowdown of ${from} would have been seen`
      : `slowdowns of ${from} to ${to}, by case, would have been seen`;
  return `${count}: ${range}, smaller ones not${rest}`;
}
