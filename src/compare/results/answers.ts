import type { AnswerDigest, OrderDigest, PartDigest } from '../../model/answer.ts';
import type { AnswerPart } from '../../model/reason.ts';

/** Floats that differ by less are the same: sums in another order do. */
const floatTolerance = 1e-11;

/** The parts in which what a client receives of `b` is not what it receives of `a`; none when it is. */
export function differingParts(a: AnswerDigest, b: AnswerDigest): readonly AnswerPart[] {
  const parts: readonly (readonly [AnswerPart, boolean])[] = [
    ['names', sameColumns(a, b, 'name')],
    ['types', sameColumns(a, b, 'type')],
    ['rows', a.rows === b.rows || sameEdges(a.order, b.order) === 'ties'],
    ['cells', samePart(a.cells, b.cells)],
    ['order', sameOrder(a, b)],
    ['totals', samePart(a.totals, b.totals)],
    ['extremes', samePart(a.extremes, b.extremes)],
    ['edge', sameEdges(a.order, b.order) === 'same'],
  ];
  return parts.flatMap(([part, isSame]) => (isSame ? [] : [part]));
}

function sameColumns(a: AnswerDigest, b: AnswerDigest, what: 'name' | 'type'): boolean {
  return a.columns.length === b.columns.length && a.columns.every((one, at) => one[what] === b.columns[at]?.[what]);
}

/** To seven digits by the hashes, and to eleven by the sketch. */
function samePart(a: PartDigest | undefined, b: PartDigest | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return sameHashes(a.hashes, b.hashes) && sameSketch(a, b);
}

/** Of two numbers that differ in the last digits alone, one of the two cuts does not lie between them. */
function sameHashes(a: PartDigest['hashes'], b: PartDigest['hashes']): boolean {
  return a[0] === b[0] || a[1] === b[1];
}

/**
 * One float that differs by a factor of 1 + d moves a sketch by half of d or more. Independent differences of n floats add up to
 * their root: a sketch of n floats sees a single one that differs by 2e-11 times the root of n, which are eleven digits of
 * one float and nine of ten thousand.
 */
function sameSketch(a: PartDigest, b: PartDigest): boolean {
  if (a.floats !== b.floats) return false;
  if (a.sketch === undefined || b.sketch === undefined) return a.sketch === b.sketch;
  const difference = a.sketch[0] - b.sketch[0] + (a.sketch[1] - b.sketch[1]);
  return Math.abs(difference) <= floatTolerance * Math.sqrt(a.floats ?? 1);
}

/** Where the first one promises no order any will do; a single row is always in order. */
function sameOrder({ order: a, rows }: AnswerDigest, { order: b }: AnswerDigest): boolean {
  if (a === undefined) return true;
  if (b === undefined) return Number(rows) <= 1;
  return sameHashes(a.hashes, b.hashes);
}

/** `ties`: other rows, as many, that tie in the same keys. */
function sameEdges(a: OrderDigest | undefined, b: OrderDigest | undefined): 'same' | 'ties' | 'other' {
  const [left, right] = [a?.edge, b?.edge];
  if (left === undefined || right === undefined) return left === right ? 'same' : 'other';
  if (left.count === right.count && samePart(left.rows, right.rows)) return 'same';
  return left.keys === right.keys ? 'ties' : 'other';
}
