import { type Body, type Reading, type Span, span, topLevel } from './queryTokens.ts';

/** What a statement promises of the order of its rows. */
export type OrderOfRows =
  | { readonly kind: 'any' }
  | {
      readonly kind: 'ordered';
      /** The expressions by which rows are ordered; `all` stands for every column of the result. */
      readonly keys: readonly OrderKey[] | 'all';
      /** Where further expressions could stand in the SELECT list; undefined where they would change what is selected. */
      readonly listEnd: number | undefined;
      /** Where `WITH TIES` could stand; undefined without a LIMIT, and where it stands. */
      readonly tiesAt: number | undefined;
      /** True when rows behind the last are left out, of those that tie with it any. */
      readonly cutsEnd: boolean;
      /** True when rows before the first are left out. */
      readonly skips: boolean;
    };

export interface OrderKey extends Span {
  /** As written, with single blanks between its tokens. */
  readonly text: string;
  /** A whole number that stands for a column, from 1. */
  readonly position: number | undefined;
  /** `WITH FILL` makes rows up, with values in the columns of the result alone. */
  readonly fills: boolean;
}

const listEnds = [
  'FROM',
  'WHERE',
  'PREWHERE',
  'GROUP',
  'HAVING',
  'WINDOW',
  'QUALIFY',
  'ORDER',
  'LIMIT',
  'OFFSET',
  'FETCH',
  'INTO',
];
const orderEnds = ['LIMIT', 'OFFSET', 'FETCH', 'INTERPOLATE', 'INTO'];
const modifiers = ['ASC', 'DESC', 'ASCENDING', 'DESCENDING', 'NULLS', 'COLLATE', 'WITH'];

/** The order of a query's rows; `body` is one SELECT without parentheses around it, FORMAT and SETTINGS. */
export function orderOfRows(read: Reading, body: Body): OrderOfRows {
  const order = topLevel(read, body, (at) => read.isWord(at, 'ORDER') && read.isWord(at + 1, 'BY')).at(-1);
  const select = topLevel(read, body, (at) => read.isWord(at, 'SELECT'))[0];
  const selects = read.isWord(body.from, 'SELECT', 'WITH', 'FROM');
  if (order === undefined || select === undefined || !selects) return { kind: 'any' };
  const first = order + 2;
  const end = topLevel(read, { from: first, to: body.to }, (at) => read.isKeyword(at, ...orderEnds))[0] ?? body.to;
  const keys = elements(read, { from: first, to: end }).map((one) => orderKey(read, one));
  const [only] = keys;
  const isDistinct = read.isWord(select + 1, 'DISTINCT', 'TOP');
  const limits = plainLimits(read, { from: select, to: body.to });
  const ties = topLevel(read, { from: end, to: body.to }, (at) => read.isWord(at, 'TIES')).length > 0;
  const skips =
    topLevel(read, { from: end, to: body.to }, (at) => read.isKeyword(at, 'OFFSET')).length > 0 ||
    limits.some((at) => hasComma(read, at, body.to));
  return {
    kind: 'ordered',
    keys: keys.length === 1 && only?.text.toUpperCase() === 'ALL' ? 'all' : keys,
    listEnd: isDistinct ? undefined : endOfList(read, { from: select + 1, to: body.to }),
    tiesAt: !ties && limits.length === 1 ? span(read, limits[0] ?? 0, body.to).end : undefined,
    cutsEnd:
      !ties && (limits.length > 0 || read.isWord(select + 1, 'TOP') || isFetch(read, { from: end, to: body.to })),
    skips,
  };
}

function isFetch(read: Reading, body: Body): boolean {
  return topLevel(read, body, (at) => read.isKeyword(at, 'FETCH')).length > 0;
}

/** LIMIT clauses that keep a number of rows, and not so many of each value: those say BY. */
function plainLimits(read: Reading, body: Body): readonly number[] {
  const all = topLevel(read, body, (at) => read.isKeyword(at, 'LIMIT'));
  const isBy = (at: number, index: number): boolean =>
    topLevel(read, { from: at, to: all[index + 1] ?? body.to }, (one) => read.isWord(one, 'BY')).length > 0;
  return all.filter((at, index) => !isBy(at, index));
}

function hasComma(read: Reading, limit: number, to: number): boolean {
  return topLevel(read, { from: limit, to }, (at) => read.textAt(at) === ',' || read.isKeyword(at, 'BY')).some(
    (at, index) => index === 0 && read.textAt(at) === ',',
  );
}

/** Behind the last expression of the list; a comma may follow that. */
function endOfList(read: Reading, body: Body): number | undefined {
  const next = topLevel(read, body, (at) => read.isKeyword(at, ...listEnds) || read.isWord(at, 'FROM'))[0] ?? body.to;
  const last = read.textAt(next - 1) === ',' ? next - 1 : next;
  return last > body.from ? span(read, body.from, last).end : undefined;
}

function elements(read: Reading, body: Body): readonly Body[] {
  const commas = topLevel(read, body, (at) => read.textAt(at) === ',');
  const starts = [body.from, ...commas.map((at) => at + 1)];
  return starts.map((from, index) => ({ from, to: commas[index] ?? body.to }));
}

function orderKey(read: Reading, body: Body): OrderKey {
  const [end = body.to] = topLevel(read, body, (at) => at > body.from && read.isKeyword(at, ...modifiers));
  const texts = Array.from({ length: Math.max(0, end - body.from) }, (_, index) => read.textAt(body.from + index));
  const text = texts.join(' ');
  return {
    ...span(read, body.from, end),
    text,
    position: /^\d{1,6}$/.test(text) ? Number(text) : undefined,
    fills: topLevel(read, body, (at) => read.isWord(at, 'FILL')).length > 0,
  };
}
