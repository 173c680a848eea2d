import type { Place, Problem } from '../model/errors.ts';

/** A file's text, and where each of its characters stands. */
export interface SourceText {
  /** As it is shown to the user. */
  readonly file: string;
  readonly text: string;
  /** Line and column, from 1, of an offset in UTF-16 units; an offset past the end is the end. */
  placeAt(offset: number): Place;
}

/** Wraps a text so that places in it are found in logarithmic time. */
export function sourceText(file: string, text: string): SourceText {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return {
    file,
    text,
    placeAt(offset) {
      const inside = Math.max(0, Math.min(offset, text.length));
      const line = lineOf(lineStarts, inside);
      return { file, line: line + 1, column: inside - (lineStarts[line] ?? 0) + 1 };
    },
  };
}

function lineOf(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Decodes a file's bytes, without a byte order mark. Bytes that are not UTF-8 are a problem, placed
 * at the first one: replacing them would silently change a query.
 */
export function decodeSource(file: string, bytes: Uint8Array): { source: SourceText; problems: readonly Problem[] } {
  try {
    return { source: sourceText(file, new TextDecoder('utf-8', { fatal: true }).decode(bytes)), problems: [] };
  } catch {
    const source = sourceText(file, new TextDecoder('utf-8').decode(bytes));
    const place = source.placeAt(Math.max(0, source.text.indexOf('\uFFFD')));
    return {
      source,
      problems: [{ rule: 'unreadable', place, what: 'the file is not valid UTF-8', fix: 'save it as UTF-8' }],
    };
  }
}
