import { significant } from './significant.ts';
import type { Token } from './sqlLexer.ts';
import { stringValue } from './stringValue.ts';

/** One `name = value` of a SETTINGS clause. */
export interface QuerySetting {
  readonly name: string;
  /** The value as plain text; undefined when it is not one number, word or string. */
  readonly value: string | undefined;
  /** Offset of the name in the text. */
  readonly start: number;
  /** True for the outermost query, false for a subquery. */
  readonly outermost: boolean;
}

const afterSettings = new Set(['SELECT', 'UNION', 'EXCEPT', 'INTERSECT', 'FORMAT', 'INTO', 'PARALLEL']);

/** The settings that a statement states itself, in order, those of its subqueries included. */
export function querySettings(text: string, tokens: readonly Token[]): readonly QuerySetting[] {
  const read = significant(text, tokens);
  const found: QuerySetting[] = [];
  let depth = 0;
  let listDepth = -1;
  for (const [at, token] of read.tokens.entries()) {
    const here = read.upperAt(at);
    if (here === '(') depth++;
    if (here === ')') depth--;
    const name = read.tokens[at + 1];
    const namesNext = name?.kind === 'word' && read.textAt(at + 2) === '=';
    if (depth < listDepth || (token.kind === 'word' && afterSettings.has(here))) listDepth = -1;
    if (token.kind === 'word' && here === 'SETTINGS' && namesNext) listDepth = depth;
    const starts = depth === listDepth && (here === 'SETTINGS' || here === ',');
    if (!starts || !namesNext) continue;
    const value = plainValue(read.textAt(at + 3), read.tokens[at + 3], read.textAt(at + 4));
    found.push({ name: read.textAt(at + 1), value, start: name.start, outermost: depth === 0 });
  }
  return found;
}

function plainValue(text: string, token: Token | undefined, next: string): string | undefined {
  if (token?.kind === 'string' || token?.kind === 'heredoc') return stringValue(text);
  if (token?.kind !== 'number' && token?.kind !== 'word') return undefined;
  return next === '' || next === ',' || next === ')' || /^[A-Za-z]/.test(next) ? text : undefined;
}
