import { type Token, tokenize } from '../../sql/sqlLexer.ts';

/** Operators of several characters: a space inside makes two of them. */
const operators = new Set(['::', '->', '<=', '>=', '!=', '<>', '==', '||', '<=>', '@@']);
/** `1e` before the sign of its exponent, `1e-` before its digits: the lexer cuts numbers there. */
const openExponent = /^\d[\w.]*[eE][+-]?$/;
const exponentPart = /^(?:[+-]|\d+)$/;

/** Whether two stretches that touch would say something else with a space between them. */
function areOne(before: string, after: string): boolean {
  if (operators.has(before + after)) return true;
  if (before.endsWith('.') || after === '.') return true;
  if (openExponent.test(before)) return exponentPart.test(after);
  return /\w$/.test(before) && /^['"`]/.test(after);
}

/** A comment may be indented anew, so its spaces do not count. */
function textOf({ kind, start, end }: Token, sql: string): string {
  const text = sql.slice(start, end);
  return kind === 'lineComment' || kind === 'blockComment' ? text.replace(/\s+/g, ' ').trim() : text;
}

/** The parts of an SQL text that carry meaning, in order: what is left when the layout is taken away. */
function lexemes(sql: string): readonly string[] {
  const found: string[] = [];
  let end = -1;
  for (const token of tokenize(sql)) {
    if (token.kind === 'whitespace') continue;
    const text = textOf(token, sql);
    const last = found.at(-1);
    if (last !== undefined && token.start === end && areOne(last, text)) found[found.length - 1] = last + text;
    else found.push(text);
    end = token.end;
  }
  return found;
}

/** Whether two SQL texts differ in nothing but spaces and line breaks between their parts. */
export function differInLayoutOnly(one: string, other: string): boolean {
  const [left, right] = [lexemes(one), lexemes(other)];
  return left.length === right.length && left.every((text, index) => text === right[index]);
}
