import { significant } from './significant.ts';
import type { Token } from './sqlLexer.ts';

/** One `{name:Type}` in a statement; the server fills it in. */
export interface Parameter {
  readonly name: string;
  /** As written, without surrounding space: `Array(Nullable(String))`. */
  readonly type: string;
  /** Offset of the `{` in the file. */
  readonly start: number;
  /** Offset behind the `}`. */
  readonly end: number;
}

/** Every parameter of a statement, in order; those inside strings and comments are not parameters. */
export function findParameters(text: string, tokens: readonly Token[]): readonly Parameter[] {
  const { tokens: words, textAt } = significant(text, tokens);
  const found: Parameter[] = [];
  for (let at = 0; at + 4 < words.length; at++) {
    const opens = textAt(at) === '{' && textAt(at + 2) === ':';
    if (!opens || words[at + 1]?.kind !== 'word' || words[at + 3]?.kind !== 'word') continue;
    let close = at + 4;
    while (close < words.length && !['}', '{'].includes(textAt(close))) close++;
    if (textAt(close) !== '}') continue;
    const typeStart = words[at + 3]?.start ?? 0;
    const type = text.slice(typeStart, words[close - 1]?.end);
    found.push({ name: textAt(at + 1), type, start: words[at]?.start ?? 0, end: words[close]?.end ?? 0 });
    at = close;
  }
  return found;
}
