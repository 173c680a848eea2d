import { parentheses, type Significant, significant } from '../sql/significant.ts';
import type { Token } from '../sql/sqlLexer.ts';

/** A place where a statement reads the clock. */
export interface ClockCall {
  /** As written: `NOW`. */
  readonly name: string;
  readonly kind: ClockKind;
  /** The call up to its arguments, `now(`; the whole of a call without parentheses. Offsets of the text. */
  readonly head: Span;
  /** Its closing parenthesis; absent without parentheses. */
  readonly close?: Span;
  readonly hasArguments: boolean;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export type ClockKind =
  | 'seconds'
  | 'fraction'
  | 'today'
  | 'yesterday'
  | 'utc'
  | 'time'
  | 'blockSeconds'
  | 'blockFraction';

/** ClickHouse's clock functions that it takes in any case, by their lower-case name. */
const anyCase: Readonly<Record<string, ClockKind>> = {
  now: 'seconds',
  current_timestamp: 'seconds',
  localtimestamp: 'seconds',
  now64: 'fraction',
  today: 'today',
  curdate: 'today',
  current_date: 'today',
  utctimestamp: 'utc',
  utc_timestamp: 'utc',
  localtime: 'time',
  initial_query_start_time: 'seconds',
};
const exactCase: Readonly<Record<string, ClockKind>> = {
  yesterday: 'yesterday',
  nowInBlock: 'blockSeconds',
  nowInBlock64: 'blockFraction',
  initialQueryStartTime: 'seconds',
};
/** What SQL calls without parentheses. */
const bare = new Set(['current_timestamp', 'localtimestamp', 'current_date', 'localtime']);
const takesArguments = new Set<ClockKind>(['seconds', 'fraction', 'blockSeconds', 'blockFraction']);
/** Words after which an expression begins. A name behind any other word is an alias, or the name of a table. */
const beforeExpressions = new Set(
  (
    'SELECT DISTINCT ALL WHERE PREWHERE HAVING QUALIFY AND OR NOT XOR IN LIKE ILIKE BETWEEN BY ON WHEN THEN ELSE CASE ' +
    'INTERVAL LIMIT OFFSET WITH'
  ).split(' '),
);

/**
 * The clock functions a statement calls, in order. A call is a name and its parentheses, or one of SQL's bare words
 * (`CURRENT_TIMESTAMP`) where the statement gives nothing of its own that name. Columns (`now`, `t.now`), aliases,
 * lambda parameters and names of common table expressions are not calls.
 */
export function findClockCalls(text: string, tokens: readonly Token[]): readonly ClockCall[] {
  const read = significant(text, tokens);
  const closes = parentheses(read);
  const own = ownNames(read, closes);
  const calls: ClockCall[] = [];
  for (const [at, token] of read.tokens.entries()) {
    const name = read.nameAt(at);
    const kind = clockKind(name);
    if (kind === undefined || read.textAt(at - 1) === '.' || read.isWord(at - 1, 'AS')) continue;
    if (read.textAt(at + 1) === '(') {
      const call = parenthesized(read, at, closes.get(at + 1));
      if (call) calls.push({ name, kind, ...call });
    } else if (token.kind === 'word' && bare.has(name.toLowerCase()) && !own.has(name.toLowerCase())) {
      calls.push({ name, kind, head: token, hasArguments: false });
    }
  }
  return calls;
}

function parenthesized(
  read: Significant,
  at: number,
  close: number | undefined,
): Pick<ClockCall, 'head' | 'close' | 'hasArguments'> | undefined {
  const [first, open, last] = [read.tokens[at], read.tokens[at + 1], read.tokens[close ?? -1]];
  if (close === undefined || !first || !open || !last) return undefined;
  const hasArguments = close > at + 2;
  // `WITH now (a) AS (SELECT …)` names a table and its columns.
  if (read.isWord(close + 1, 'AS') && read.textAt(close + 2) === '(') return undefined;
  if (hasArguments && !takesArguments.has(clockKind(read.nameAt(at)) ?? 'today')) return undefined;
  return { head: { start: first.start, end: open.end }, close: last, hasArguments };
}

/** Names, in lower case, that a statement gives itself: aliases, lambda parameters, tables. */
function ownNames(read: Significant, closes: ReadonlyMap<number, number>): ReadonlySet<string> {
  const own = new Set<string>();
  const isArrow = (at: number): boolean => read.textAt(at) === '-' && read.textAt(at + 1) === '>';
  for (const at of read.tokens.keys()) {
    const given = read.isWord(at - 1, 'AS') || isArrow(at + 1) || read.textAt(at + 1) === '.' || follows(read, at);
    if (given && read.nameAt(at) !== '') own.add(read.nameAt(at).toLowerCase());
    const close = read.textAt(at) === '(' ? closes.get(at) : undefined;
    if (close === undefined || !isArrow(close + 1)) continue;
    for (let inside = at + 1; inside < close && read.textAt(inside) !== '('; inside++)
      own.add(read.nameAt(inside).toLowerCase());
  }
  return own;
}

/** True for a name right behind a value or another name, which makes it an alias. */
function follows(read: Significant, at: number): boolean {
  const before = read.tokens[at - 1];
  if (before?.kind === 'word') return !beforeExpressions.has(read.upperAt(at - 1));
  if (before?.kind === 'symbol') return [')', ']', '}'].includes(read.textAt(at - 1));
  return before !== undefined;
}

function clockKind(name: string): ClockKind | undefined {
  if (Object.hasOwn(exactCase, name)) return exactCase[name];
  const lower = name.toLowerCase();
  return Object.hasOwn(anyCase, lower) ? anyCase[lower] : undefined;
}
