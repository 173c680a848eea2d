import type { PerArm } from '../../model/arm.ts';
import type { Cell } from '../../model/rowDifference.ts';
import { comparedCells, type DifferentRow } from './differentRows.ts';

/** Rows of each arm that are shown. */
const mostShown = 3;
/** Rows of the candidate among which a counterpart is looked for. */
const mostLookedAt = 1000;

/** Rows to be shown side by side; null where an arm has no counterpart. */
export type PairedRows = PerArm<DifferentRow | null>;

interface Candidate {
  readonly row: DifferentRow;
  readonly cells: readonly Cell[];
}

/**
 * The first rows of each arm, up to three, beside those of the other arm that share most with them: a row whose count
 * changed still has its key.
 */
export function pairRows(only: PerArm<readonly DifferentRow[]>): readonly PairedRows[] {
  const left: Candidate[] = only.candidate.slice(0, mostLookedAt).map((row) => ({ row, cells: comparedCells(row) }));
  const single = only.baseline.length === 1 && only.candidate.length === 1;
  const pairs = only.baseline.slice(0, mostShown).map((row) => {
    const at = counterpart(comparedCells(row), left, single);
    return { baseline: row, candidate: at < 0 ? null : (left.splice(at, 1)[0]?.row ?? null) };
  });
  const paired = pairs.filter((one) => one.candidate !== null).length;
  const alone = left.slice(0, mostShown - paired).map(({ row }) => ({ baseline: null, candidate: row }));
  return [...pairs, ...alone];
}

/** The place of the row that shares most cells, of the first columns rather than of the last; -1 when none shares any. */
function counterpart(cells: readonly Cell[], others: readonly Candidate[], single: boolean): number {
  let [best, most] = [-1, 0];
  for (const [at, other] of others.entries()) {
    if (other.cells.length !== cells.length) continue;
    if (single) return at;
    const shared = cells.reduce((sum, cell, index) => sum + (cell === other.cells[index] ? 1 + 1 / (index + 2) : 0), 0);
    if (shared > most) [best, most] = [at, shared];
  }
  return best;
}

/** Places of the columns in which two rows differ; none for a row alone. */
export function differingColumns({ baseline, candidate }: PairedRows): readonly number[] {
  if (baseline === null || candidate === null) return [];
  const others = comparedCells(candidate);
  return comparedCells(baseline).flatMap((cell, index) => (cell === others[index] ? [] : [index]));
}
