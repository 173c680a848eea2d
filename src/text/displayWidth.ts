let segmenter: Intl.Segmenter | undefined;

/** Made when it is first used: it takes 10 ms, and most texts are plain. */
function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

function widthOf(grapheme: string): number {
  return wide.test(grapheme) ? 2 : 1;
}

/** Characters of our own texts, each a grapheme of one column. Looking for graphemes takes a hundred times longer. */
const plain = /^[ -~µ±–…→]*$/;

/** Columns a text takes in a terminal: East Asian wide characters and emoji take two. */
export function displayWidth(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemesOf(text)) width += widthOf(segment);
  return width;
}

/** No grapheme of an honest text is longer; a longer one (stacked accents, megabytes of SQL) is cut. */
const unitsPerColumn = 8;

/** A text that takes at most `width` columns; what was cut off shows as an ellipsis. */
export function cutTo(text: string, width: number): string {
  const start = text.slice(0, width * unitsPerColumn);
  if (start.length === text.length && displayWidth(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const { segment } of graphemesOf(start)) {
    used += widthOf(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** Pads a text to `width` columns, on the right or, for numbers, on the left. */
export function padTo(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const fill = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return side === 'right' ? text + fill : fill + text;
}

/** Breaks a text into lines of at most `width` columns at its spaces; a longer word is cut in pieces. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(' ')) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = '';
    }
    while (displayWidth(word) > width) {
      const piece = cutTo(word, width + 1).slice(0, -1);
      if (piece === '') break;
      lines.push(piece);
      word = word.slice(piece.length);
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Between the words of a figure that a line must not end in: `12.0 ms → 21.3 ms`. */
const glued = '\u00a0';

/** As `wrap`, and no figure is parted from its unit or from what it became. */
export function wrapFigures(text: string, width: number): readonly string[] {
  const kept = text
    .replaceAll(' → ', `${glued}→${glued}`)
    .replaceAll(/(?<=\d) (?=(?:µs|ms|s|B|KiB|MiB|GiB|TiB|M|G)\b)/g, glued);
  return wrap(kept, width).map((line) => line.replaceAll(glued, ' '));
}

const gap = '  ';
const shortName = 16;

/**
 * A table of text, numbers on the right. The first column takes what the others leave; where `width` is narrow the last ones
 * are left out.
 *
 * @param leastName columns that the first one has before others are left out; a longer name is cut
 */
export function tableLines(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
  leastName: number = shortName,
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
