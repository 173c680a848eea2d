import { isTrivia, type Token } from './sqlLexer.ts';

/** A statement without whitespace and comments, read by position. What lies past either end is empty. */
export interface Significant {
  readonly tokens: readonly Token[];
  textAt(at: number): string;
  upperAt(at: number): string;
  /** What a word or a quoted name says, without its quotes; empty for anything else. */
  nameAt(at: number): string;
  /** True for the word itself, not for the same text in quotes. */
  isWord(at: number, ...upper: readonly string[]): boolean;
}

/** Wraps the tokens of a statement; offsets are those of `text`. */
export function significant(text: string, all: readonly Token[]): Significant {
  const tokens = all.filter((token) => !isTrivia(token));
  const textAt = (at: number): string => {
    const token = tokens[at];
    return token ? text.slice(token.start, token.end) : '';
  };
  const upperAt = (at: number): string => textAt(at).toUpperCase();
  return {
    tokens,
    textAt,
    upperAt,
    nameAt(at) {
      const kind = tokens[at]?.kind;
      if (kind === 'word') return textAt(at);
      return kind === 'quotedIdentifier' ? textAt(at).slice(1, -1) : '';
    },
    isWord: (at, ...upper) => tokens[at]?.kind === 'word' && upper.includes(upperAt(at)),
  };
}

/** The position of the closing parenthesis for that of each opening one; those never closed are absent. */
export function parentheses(read: Significant): ReadonlyMap<number, number> {
  return closingOf(read, '(', ')');
}

/** As `parentheses`, for parentheses, brackets and braces. */
export function brackets(read: Significant): ReadonlyMap<number, number> {
  return closingOf(read, '([{', ')]}');
}

function closingOf(read: Significant, opening: string, closing: string): ReadonlyMap<number, number> {
  const closes = new Map<number, number>();
  const open: number[] = [];
  for (const [at, token] of read.tokens.entries()) {
    if (token.kind !== 'symbol') continue;
    if (opening.includes(read.textAt(at))) open.push(at);
    const opened = closing.includes(read.textAt(at)) ? open.pop() : undefined;
    if (opened !== undefined) closes.set(opened, at);
  }
  return closes;
}
