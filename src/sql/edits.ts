import type { Span } from './queryTokens.ts';

/** A stretch of a text and what is to stand there. */
export interface Edit extends Span {
  readonly text: string;
}

/** The text with stretches replaced that do not overlap; of two at one place the first comes first. */
export function edited(sql: string, edits: readonly Edit[]): string {
  let text = '';
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    text += sql.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + sql.slice(at);
}
