/** Successive items that are drawn as one mark, and the place of their middle in the whole. */
export interface Bin<T> {
  readonly middle: number;
  readonly items: readonly T[];
}

/** Marks that a drawing of a case takes before they touch each other. */
export const mostMarks = 40;

/** Each item alone while there are at most `most`, else equal stretches of them. */
export function binned<T>(items: readonly T[], most: number = mostMarks): readonly Bin<T>[] {
  const size = Math.max(1, Math.ceil(items.length / most));
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => {
    const own = items.slice(index * size, (index + 1) * size);
    return { middle: index * size + (own.length - 1) / 2, items: own };
  });
}

/** ` A mark stands for 20 pairs in a row: their median, and a line for their range.`, or nothing. */
export function binText(bins: readonly Bin<unknown>[]): string {
  const size = bins[0]?.items.length ?? 1;
  return size === 1 ? '' : ` A mark stands for ${size} pairs in a row: their median, and a line for their range.`;
}
