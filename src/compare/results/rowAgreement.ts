import type { ResultRows } from '../../model/answer.ts';
import type { PerArm } from '../../model/arm.ts';
import { cellsOf, isOpenType, joined, numbersOf, rowApart } from '../../sql/values/cells.ts';

/** Floats that differ by less are the same: sums in another order do. */
const tolerance = 1e-11;

/** A row without its floats, and these. */
interface ApartRow {
  readonly rest: string;
  readonly floats: readonly number[];
}

/**
 * Whether the candidate's answer is one that the baseline could have given: its rows, floats to eleven digits, those that tie in any
 * order, and of those that tie where a LIMIT cuts any. A checksum cuts the number line somewhere, and tells groups of one order
 * from those of another; the rows themselves decide. False where that is not known: not all was read, or a column holds
 * values of any type.
 *
 * @param promised the baseline's rows in groups of those that tie; undefined where it orders none, or its keys are not known
 */
export function rowsAgree({ baseline, candidate }: PerArm<ResultRows>, promised: ResultRows | undefined): boolean {
  if (![baseline, candidate, promised].every((one) => one === undefined || one.cutBy === null)) return false;
  if (JSON.stringify(baseline.columns) !== JSON.stringify(candidate.columns)) return false;
  if (baseline.lines.length !== candidate.lines.length) return false;
  if (baseline.columns.some(({ type }) => isOpenType(type))) return false;
  const rows = apartRows(candidate);
  let from = 0;
  for (const group of groupsOf(promised ?? baseline)) {
    const own = rows.slice(from, from + group.length);
    if (!hasAll(group, own)) return false;
    from += own.length;
  }
  return from === rows.length;
}

/** Rows without groups are one group: they may come in any order. */
function groupsOf(result: ResultRows): readonly (readonly ApartRow[])[] {
  const groups: ApartRow[][] = [];
  for (const [at, row] of apartRows(result).entries()) {
    const number = result.groups?.[at] ?? 0;
    groups[number] ??= [];
    groups[number]?.push(row);
  }
  return groups;
}

/** Whether a group has all of these rows, each as often. */
function hasAll(group: readonly ApartRow[], rows: readonly ApartRow[]): boolean {
  const left = group.toSorted(byRestAndFloats);
  let at = 0;
  for (const row of rows.toSorted(byRestAndFloats)) {
    while (at < left.length && !sameRow(row, left[at])) at += 1;
    if (at === left.length) return false;
    at += 1;
  }
  return true;
}

function apartRows({ lines, columns }: ResultRows): readonly ApartRow[] {
  const numbers = columns.map(({ type }) => numbersOf(type));
  return lines.map((line): ApartRow => {
    const row = rowApart(cellsOf(line), numbers, Number.POSITIVE_INFINITY);
    return { rest: joined(row, () => 'f'), floats: row.floats };
  });
}

function byRestAndFloats(a: ApartRow, b: ApartRow): number {
  if (a.rest !== b.rest) return a.rest < b.rest ? -1 : 1;
  const at = a.floats.findIndex((value, index) => !areSame(value, b.floats[index]));
  return at < 0 ? 0 : (a.floats[at] ?? 0) - (b.floats[at] ?? 0);
}

function sameRow(a: ApartRow, b: ApartRow | undefined): boolean {
  return a.rest === b?.rest && a.floats.every((value, at) => areSame(value, b.floats[at]));
}

function areSame(a: number, b = Number.NaN): boolean {
  if (a === b || (Number.isSafeInteger(a) && Number.isSafeInteger(b))) return a === b;
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}
