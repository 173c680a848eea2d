import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import { wrap } from '../../text/displayWidth.ts';
import { formatCount, formatShare } from '../../text/quantity.ts';
import { verdictWord } from '../words/verdictWords.ts';

const mostLines = 2;

/** Cases that are the same, in a line or two: `~ 33 equivalent within 10%: actors_drilldown ×2, paths, and 30 more`. */
export function equivalentLines({ cases, method }: ComparisonReport, width: number): readonly string[] {
  const same = cases.filter(({ verdict }) => verdict === 'equivalent');
  if (same.length === 0) return [];
  const { mark, word } = verdictWord('equivalent');
  const what = method.countersOnly ? `${word} in work` : word;
  const head = `${mark} ${formatCount(same.length)} ${what} within ${formatShare(method.margin)}: `;
  const inner = width - indent.length;
  const lines = namesThatFit(same, (names) => wrap(head + names, inner).length <= mostLines);
  return wrap(head + lines, inner).map((line, at) => (at === 0 ? line : indent + line));
}

/** `actors_drilldown ×2, paths, and 30 more`: as many names as fit. */
function namesThatFit(same: readonly CaseComparison[], fits: (names: string) => boolean): string {
  const counts = new Map<string, number>();
  for (const { name } of same) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].map(([name, count]) => ({ text: count === 1 ? name : `${name} ×${count}`, count }));
  const text = (shown: number): string => {
    const more = names.slice(shown).reduce((sum, { count }) => sum + count, 0);
    const rest = more === 0 ? [] : [shown === 0 ? '--verbose names them' : `and ${formatCount(more)} more`];
    return [...names.slice(0, shown).map((one) => one.text), ...rest].join(', ');
  };
  let shown = Math.min(names.length, mostNames);
  while (shown > 0 && !fits(text(shown))) shown -= 1;
  return text(shown);
}

/** More never fit on two lines. */
const mostNames = 40;
const indent = '  ';
