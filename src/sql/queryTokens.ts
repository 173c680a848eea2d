import { operandsDue } from './operands.ts';
import { brackets, type Significant, significant } from './significant.ts';
import { tokenize } from './sqlLexer.ts';

/** A stretch of a statement, `[start, end)` in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The tokens of a query, `[from, to)`. */
export interface Body {
  readonly from: number;
  readonly to: number;
}

/** The tokens of a statement that count, and which of its words are keywords. */
export interface Reading extends Significant {
  /** The place of the closing bracket for that of each opening one, of all three kinds. */
  readonly closes: ReadonlyMap<number, number>;
  /** True for one of these words as a keyword; false where a name is due. */
  isKeyword(at: number, ...upper: readonly string[]): boolean;
}

export function readTokens(sql: string): Reading {
  const read = significant(sql, tokenize(sql));
  const due = operandsDue(read);
  return {
    ...read,
    closes: brackets(read),
    isKeyword: (at, ...upper) => due[at] === false && read.isWord(at, ...upper),
  };
}

/** Places of a body at which a test holds, outside all brackets of it. */
export function topLevel(read: Reading, body: Body, test: (at: number) => boolean): readonly number[] {
  const found: number[] = [];
  for (let at = body.from; at < body.to; at++) {
    const close = read.closes.get(at);
    if (close !== undefined) at = close;
    else if (test(at)) found.push(at);
  }
  return found;
}

/** From the start of one token to the end of the one before `to`. */
export function span(read: Significant, from: number, to: number): Span {
  const start = read.tokens[from]?.start ?? 0;
  return { start, end: read.tokens[to - 1]?.end ?? start };
}

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
