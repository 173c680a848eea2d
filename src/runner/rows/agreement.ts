import { cellsOf, isOpenType, joined, numbersOf } from '../../clickhouse/answer/cells.ts';
import { rowApart } from '../../clickhouse/answer/partDigest.ts';
import type { ResultRows } from '../../clickhouse/resultRows.ts';
import type { PerArm } from '../../model/rowDifference.ts';

/** Floats that differ by less are the same: sums in another order do. */
const tolerance = 1e-11;

/** A row without its floats, and these. */
interface ApartRow {
  readonly rest: string;
  readonly floats: readonly number[];
}

/**
 * Whether two results hold the same rows, in any order, their floats to eleven digits. A checksum cuts the number line somewhere, so
 * that two floats of the same value can lie on either side; the rows themselves tell. False where that is not known: not all
 * was read, or a column holds values of any type.
 */
export function rowsAgree({ baseline, candidate }: PerArm<ResultRows>): boolean {
  if (baseline.cutBy !== null || candidate.cutBy !== null) return false;
  if (JSON.stringify(baseline.columns) !== JSON.stringify(candidate.columns)) return false;
  if (baseline.lines.length !== candidate.lines.length) return false;
  if (baseline.columns.some(({ type }) => isOpenType(type))) return false;
  const [left, right] = [sorted(baseline), sorted(candidate)];
  return left.every((row, at) => sameRow(row, right[at]));
}

function sorted({ lines, columns }: ResultRows): readonly ApartRow[] {
  const numbers = columns.map(({ type }) => numbersOf(type));
  const rows = lines.map((line): ApartRow => {
    const row = rowApart(cellsOf(line), numbers);
    return { rest: joined(row, () => 'f'), floats: row.floats };
  });
  return rows.sort(byRestAndFloats);
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
  return a === b || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}
