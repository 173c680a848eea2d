import type { Exchanged } from '../../model/planChange.ts';
import { unweighed, type WeighedDifference, without } from './planDifference.ts';

/** What differs in the columns that are read from disk. */
export function compareColumns(
  before: readonly string[] | null,
  after: readonly string[] | null,
  table: string,
): readonly WeighedDifference[] {
  const change = columnChange(before, after);
  return change === null ? [] : [unweighed({ kind: 'columns', table, ...change })];
}

/** What differs in the columns that rows are filtered by before the others are read. */
export function comparePrewhere(
  before: readonly string[] | null,
  after: readonly string[] | null,
  table: string,
): readonly WeighedDifference[] {
  if (before !== null && after === null) return [unweighed({ kind: 'prewhere', what: 'dropped', table })];
  const change = columnChange(before === null && after !== null ? [] : before, after);
  return change === null ? [] : [unweighed({ kind: 'prewhere', what: 'changed', table, ...change })];
}

function columnChange(before: readonly string[] | null, after: readonly string[] | null): Exchanged | null {
  if (before === null || after === null) return null;
  const [lost, gained] = [without(before, after), without(after, before)];
  return lost.length + gained.length === 0 ? null : { lost, gained };
}
