import type { ComparisonReport } from '../../model/comparison.ts';
import { formatRatio, plural } from '../../text/quantity.ts';

/**
 * What undecided cases could have hidden: the slowdown that would have been seen in the quietest, and the one in at least
 * half of them. Empty when no case is inconclusive.
 */
export function unseenText({ cases, method }: Pick<ComparisonReport, 'cases' | 'method'>): string {
  const undecided = cases.filter(({ verdict }) => verdict === 'inconclusive');
  if (undecided.length === 0 || method.countersOnly) return '';
  const visible = undecided.flatMap(({ evidence }) => evidence.smallestVisible ?? []).sort((a, b) => a - b);
  const [least, middle] = [visible[0], visible[Math.floor(visible.length / 2)]];
  const count = plural(undecided.length, 'inconclusive case');
  if (least === undefined || middle === undefined)
    return `${count}: too little was measured to say what would have been seen`;
  const [quietest, half] = [formatRatio(least), formatRatio(middle)];
  const untold = undecided.length - visible.length;
  const rest = untold === 0 ? '' : `, of ${untold} it cannot be told`;
  const spread = quietest === half ? '' : ` in the quietest, one of ${half} in half of them`;
  return `${count}: a slowdown of ${quietest} would have been seen${spread}; smaller ones not${rest}`;
}
