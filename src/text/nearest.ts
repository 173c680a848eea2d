const longestCompared = 64;

/**
 * The known word that a mistyped one probably means, or undefined when none is near: at most one
 * slip in words up to five letters, one more for every three letters beyond. A slip is a letter
 * added, dropped, changed, or two neighbours swapped (optimal string alignment distance).
 */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  let best: { readonly word: string; readonly slips: number } | undefined;
  for (const word of known) {
    const allowed = Math.max(1, Math.floor(Math.max(word.length, typed.length) / 3));
    if (Math.abs(word.length - typed.length) > allowed) continue;
    if (word.length > longestCompared || typed.length > longestCompared) continue;
    const slips = distance(typed, word);
    if (slips <= allowed && slips < (best?.slips ?? Number.POSITIVE_INFINITY)) best = { word, slips };
  }
  return best?.word;
}

/** "did you mean `weight`?" when a known word is near, else the list of all that are known. */
export function suggestion(typed: string, known: readonly string[]): string {
  const near = nearest(typed, known);
  return near === undefined ? `known here: ${known.join(', ') || 'nothing'}` : `did you mean \`${near}\`?`;
}

function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const cell = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= a.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= b.length; column++) {
      const changed = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min(cell(row - 1, column) + 1, cell(row, column - 1) + 1, cell(row - 1, column - 1) + changed);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, cell(row - 2, column - 2) + 1);
      }
      rows[row]?.push(least);
    }
  }
  return cell(a.length, b.length);
}
