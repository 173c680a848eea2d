import { cutTo, displayWidth, padTo } from './displayWidth.ts';

const gap = '  ';
const leastName = 16;

/**
 * A table of text, numbers on the right. The first column takes what the others leave; where `width` is narrow the last ones
 * are left out.
 */
export function tableLines(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  const widths = titles.map((title, at) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[at] ?? ''))),
  );
  const longestName = widths[0] ?? 0;
  let kept = widths.length;
  const taken = (): number => widths.slice(1, kept).reduce((sum, one) => sum + one + gap.length, 0);
  while (kept > 3 && width - taken() < Math.min(longestName, leastName)) kept -= 1;
  const name = Math.min(longestName, Math.max(leastName, width - taken()));
  const line = (cells: readonly string[]): string =>
    cells
      .slice(0, kept)
      .map((cell, at) => (at === 0 ? padTo(cutTo(cell, name), name) : padTo(cell, widths[at] ?? 0, 'left')))
      .join(gap)
      .trimEnd();
  return [line(titles), ...rows.map(line)];
}
