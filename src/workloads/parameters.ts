import { isTrivia, type Token } from './sqlLexer.ts';

/** One `{name:Type}` in a statement; the server fills it in. */
export interface Parameter {
  readonly name: string;
  /** As written, without surrounding space: `Array(Nullable(String))`. */
  readonly type: string;
  /** Offset of the `{` in the file. */
  readonly start: number;
}

/** Every parameter of a statement, in order; those inside strings and comments are not parameters. */
export function findParameters(text: string, tokens: readonly Token[]): readonly Parameter[] {
  const significant = tokens.filter((token) => !isTrivia(token));
  const textOf = (at: number): string => {
    const token = significant[at];
    return token ? text.slice(token.start, token.end) : '';
  };
  const found: Parameter[] = [];
  for (let at = 0; at + 4 < significant.length; at++) {
    const opens = textOf(at) === '{' && textOf(at + 2) === ':';
    if (!opens || significant[at + 1]?.kind !== 'word' || significant[at + 3]?.kind !== 'word') continue;
    let close = at + 4;
    while (close < significant.length && !['}', '{'].includes(textOf(close))) close++;
    if (textOf(close) !== '}') continue;
    const typeStart = significant[at + 3]?.start ?? 0;
    const type = text.slice(typeStart, significant[close - 1]?.end);
    found.push({ name: textOf(at + 1), type, start: significant[at]?.start ?? 0 });
    at = close;
  }
  return found;
}
