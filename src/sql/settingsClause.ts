import { stringValue } from './literals.ts';
import { type Reading, readTokens } from './queryTokens.ts';

/** One `name = value` of a SETTINGS clause. */
export interface QuerySetting {
  readonly name: string;
  /** The value as plain text; undefined when it is not one number, word or string. */
  readonly value: string | undefined;
  /** Name and value as written. */
  readonly text: string;
  /** Offset of the name in the text. */
  readonly start: number;
}

/**
 * The settings that a statement states itself, in order, those of its subqueries included. SETTINGS among the arguments of a
 * table function are the function's, and none of these.
 */
export function querySettings(sql: string): readonly QuerySetting[] {
  const read = readTokens(sql);
  const found: QuerySetting[] = [];
  for (const at of read.tokens.keys()) {
    if (!read.isKeyword(at, 'SETTINGS') || isShown(read, at)) continue;
    let item = readItem(sql, read, at + 1);
    while (item !== undefined) {
      const { next, ...setting } = item;
      found.push(setting);
      item = read.textAt(next) === ',' ? readItem(sql, read, next + 1) : undefined;
    }
  }
  return found;
}

/** `SHOW SETTINGS LIKE 'x'`, `SHOW CREATE SETTINGS PROFILE x`. */
function isShown(read: Reading, at: number): boolean {
  return read.isWord(0, 'SHOW') && at <= 2 && read.isWord(at - 1, 'SHOW', 'CHANGED', 'CREATE');
}

type Item = QuerySetting & { readonly next: number };

function readItem(sql: string, read: Reading, at: number): Item | undefined {
  const first = read.tokens[at];
  if (first === undefined || read.nameAt(at) === '') return undefined;
  let equals = at + 1;
  while (read.textAt(equals) === '.' && read.nameAt(equals + 1) !== '') equals += 2;
  const name = namesBetween(read, at, equals);
  // A name alone switches a setting on.
  const next = read.textAt(equals) === '=' ? valueEnd(read, equals + 1) : equals;
  const text = sql.slice(first.start, read.tokens[next - 1]?.end ?? first.end);
  const value = next === equals ? '1' : next === equals + 2 ? plainValue(read, equals + 1) : undefined;
  return { name, value, text, start: first.start, next };
}

function namesBetween(read: Reading, from: number, to: number): string {
  let name = read.nameAt(from);
  for (let at = from + 2; at < to; at += 2) name += `.${read.nameAt(at)}`;
  return name;
}

/** A literal is a bracket, a call, or tokens with nothing between, such as `-1`, `.5` and `4e-8`. */
function valueEnd(read: Reading, from: number): number {
  let at = from;
  do {
    at = (read.closes.get(at) ?? at) + 1;
  } while (at < read.tokens.length && isSameValue(read, at, from));
  return at;
}

function isSameValue(read: Reading, at: number, from: number): boolean {
  const touches = read.tokens[at]?.start === read.tokens[at - 1]?.end;
  const isSigned = at === from + 1 && ['-', '+'].includes(read.textAt(from));
  return (touches || isSigned) && ![',', ')'].includes(read.textAt(at));
}

function plainValue(read: Reading, at: number): string | undefined {
  const kind = read.tokens[at]?.kind;
  if (kind === 'string' || kind === 'heredoc') return stringValue(read.textAt(at));
  return kind === 'number' || kind === 'word' ? read.textAt(at) : undefined;
}
