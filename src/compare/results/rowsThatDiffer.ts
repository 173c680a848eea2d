import type { AnswerColumn, ResultRows } from '../../model/answer.ts';
import type { ArmName, PerArm } from '../../model/arm.ts';
import type { Cell, ColumnTypes, RowDifference, RowPair, RowsOfArm } from '../../model/rowDifference.ts';
import { comparedCells, type DifferentRow, differentRows } from './differentRows.ts';
import { differingColumns, type PairedRows, pairRows } from './pairRows.ts';
import { rowsAgree } from './rowAgreement.ts';
import { cellText, cutCell, cutTogether, type Mask } from './shownCell.ts';

type Compared = Extract<RowDifference, { kind: 'compared' }>;

/** Beyond so many columns nobody reads a row. */
const mostColumns = 12;
/** The first columns tell a row from the others; they are shown even where they do not differ. */
const leadingColumns = 3;
/** Rows in which it is looked up which columns differ. */
const mostTallied = 10_000;

/**
 * Says in which rows two results differ.
 *
 * @param totals rows of the whole results, for the case that not all were read
 * @param mask puts other texts in the place of those in cells; null shows them as they are
 * @param promised the baseline's rows in groups of those that tie, where it orders them
 */
export function rowDifference(
  results: PerArm<ResultRows>,
  totals: PerArm<number>,
  mask: Mask | null,
  promised?: ResultRows,
): Compared {
  const only = differentRows(results);
  const pairs = pairRows(only);
  const { baseline, candidate } = results;
  const sameWidth = baseline.columns.length === candidate.columns.length;
  const differing = sameWidth ? columnsThatDiffer(only, pairs) : [];
  const places = {
    baseline: shownPlaces(baseline.columns, differing),
    candidate: shownPlaces(candidate.columns, differing),
  };
  const cells = pairs.map((pair) => pairCells(pair, results, places, mask));
  const ofArm = (arm: ArmName): RowsOfArm => ({
    total: results[arm].cutBy === null ? results[arm].lines.length : totals[arm],
    read: results[arm].lines.length,
    cutBy: results[arm].cutBy,
    only: only[arm].length,
    columns: places[arm].map((place) => nameOf(results[arm].columns, place)),
    hiddenColumns: results[arm].columns.length - places[arm].length,
    rows: cells.flatMap((one) => (one[arm] === null ? [] : [one[arm]])),
  });
  return {
    kind: 'compared',
    display: mask === null ? 'values' : 'masked',
    baseline: ofArm('baseline'),
    candidate: ofArm('candidate'),
    pairs: numbered(pairs, places.baseline),
    columnsThatDiffer: differing.map((place) => nameOf(baseline.columns, place)),
    typesThatDiffer: sameWidth ? typesThatDiffer(baseline.columns, candidate.columns) : [],
    ...agreement(results, promised),
  };
}

/** Whether the same rows are there, in an order that the baseline promises; or other rows that tie with those. */
function agreement(results: PerArm<ResultRows>, promised: ResultRows | undefined): Pick<Compared, 'agrees' | 'ties'> {
  if (!rowsAgree(results, promised)) return {};
  return rowsAgree(results, undefined) ? { agrees: true } : { ties: true };
}

/** Places of `rows`: pairs come in the order in which their rows were kept. */
function numbered(pairs: readonly PairedRows[], places: readonly number[]): readonly RowPair[] {
  const taken = { baseline: 0, candidate: 0 };
  return pairs.map((pair) => ({
    baseline: pair.baseline === null ? null : taken.baseline++,
    candidate: pair.candidate === null ? null : taken.candidate++,
    differs: differingColumns(pair).flatMap((column) => (places.includes(column) ? [places.indexOf(column)] : [])),
  }));
}

/**
 * A column differs when the rows that differ hold other values in it, in whatever order; so a row that lost its
 * counterpart counts too. Where the arms have unlike numbers of such rows, only rows side by side can tell.
 */
function columnsThatDiffer(only: PerArm<readonly DifferentRow[]>, pairs: readonly PairedRows[]): readonly number[] {
  const { baseline, candidate } = only;
  if (baseline.length !== candidate.length || baseline.length > mostTallied)
    return [...new Set(pairs.flatMap(differingColumns))].sort((a, b) => a - b);
  const before = baseline.map(comparedCells);
  const after = candidate.map(comparedCells);
  return (before[0] ?? []).flatMap((_, place) => (sameValues(before, after, place) ? [] : [place]));
}

function sameValues(before: readonly (readonly Cell[])[], after: readonly (readonly Cell[])[], place: number): boolean {
  const counts = new Map<Cell | undefined, number>();
  for (const row of before) counts.set(row[place], (counts.get(row[place]) ?? 0) + 1);
  for (const row of after) counts.set(row[place], (counts.get(row[place]) ?? 0) - 1);
  return [...counts.values()].every((count) => count === 0);
}

/** All columns, or of many the first ones, those that differ, and then others in their order. */
function shownPlaces(columns: readonly AnswerColumn[], differing: readonly number[]): readonly number[] {
  const all = columns.map((_, place) => place);
  const wanted = new Set([...all.slice(0, leadingColumns), ...differing, ...all]);
  return [...wanted].slice(0, mostColumns).sort((a, b) => a - b);
}

function pairCells(
  pair: PairedRows,
  results: PerArm<ResultRows>,
  places: PerArm<readonly number[]>,
  mask: Mask | null,
): PerArm<readonly Cell[] | null> {
  const texts = (arm: ArmName): readonly Cell[] | null => {
    const row = pair[arm];
    if (row === null) return null;
    const values = JSON.parse(row.line) as readonly unknown[];
    return places[arm].map((place) => cellText(values[place], results[arm].columns[place]?.type ?? '', mask));
  };
  const [baseline, candidate] = [texts('baseline'), texts('candidate')];
  if (baseline === null || candidate === null)
    return {
      baseline: baseline?.map((cell) => cutCell(cell)) ?? null,
      candidate: candidate?.map((cell) => cutCell(cell)) ?? null,
    };
  const together = baseline.map((cell, index) => cutTogether(cell, candidate[index] ?? null));
  return { baseline: together.map(([cell]) => cell), candidate: together.map(([, cell]) => cell) };
}

function typesThatDiffer(
  baseline: readonly AnswerColumn[],
  candidate: readonly AnswerColumn[],
): readonly ColumnTypes[] {
  return baseline
    .flatMap(({ type }, place) => {
      const other = candidate[place]?.type ?? '';
      if (type === other) return [];
      return [{ column: nameOf(baseline, place), baseline: cutName(type), candidate: cutName(other) }];
    })
    .slice(0, mostColumns);
}

function nameOf(columns: readonly AnswerColumn[], place: number): string {
  return cutName(columns[place]?.name ?? '');
}

function cutName(text: string): string {
  return cutCell(text) ?? '';
}
