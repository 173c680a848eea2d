import type { ArmName } from '../../model/arm.ts';
import type { Cell, RowDifference, RowPair, RowsOfArm } from '../../model/rowDifference.ts';
import { formatCount, fromTo, plural } from '../../text/quantity.ts';

type Compared = Extract<RowDifference, { kind: 'compared' }>;

/** One cell; what is no text of the result itself (NULL, nothing) is set apart from text that reads the same. */
export interface CellView {
  readonly text: string;
  readonly isText: boolean;
  readonly differs: boolean;
}

export interface RowView {
  readonly sign: '-' | '+';
  readonly arm: ArmName;
  readonly cells: readonly CellView[];
}

/** Rows under one head; of both arms where their columns are the same. */
export interface RowTable {
  readonly columns: readonly string[];
  readonly rows: readonly RowView[];
}

/** What every output shows of the rows in which results differ. Nothing in it is escaped yet. */
export interface RowDifferenceView {
  readonly sentences: readonly string[];
  readonly tables: readonly RowTable[];
}

const arms: readonly ArmName[] = ['baseline', 'candidate'];
const signs = { baseline: '-', candidate: '+' } as const;

export function rowDifferenceView(difference: RowDifference | null): RowDifferenceView | null {
  if (difference === null) return null;
  if (difference.kind === 'unavailable')
    return { sentences: [`The rows that differ are not known: ${difference.reason}`], tables: [] };
  return { sentences: sentencesOf(difference), tables: tablesOf(difference) };
}

/** One line: what differs, and the first row in which it does. Empty when there is nothing to say. */
export function rowDifferenceLine(difference: RowDifference | null): string {
  const view = rowDifferenceView(difference);
  if (view === null || difference === null) return '';
  const first = difference.kind === 'compared' ? firstPair(difference) : '';
  return ['Rows:', ...view.sentences, ...(first === '' ? [] : [`First: ${first}.`])].join(' ');
}

function sentencesOf(difference: Compared): readonly string[] {
  const { baseline, candidate, columnsThatDiffer, typesThatDiffer, display } = difference;
  const counts =
    baseline.total === candidate.total
      ? `Both results have ${plural(baseline.total, 'row')}.`
      : `Row counts differ: ${formatCount(baseline.total)} against ${formatCount(candidate.total)}.`;
  const types = typesThatDiffer.map((one) => `${one.column} ${one.baseline} against ${one.candidate}`);
  const isMasked = display === 'masked' && baseline.rows.length + candidate.rows.length > 0;
  return [
    counts,
    ...limitSentence(difference),
    onlySentence(difference),
    ...columnSetSentence(baseline, candidate),
    ...(columnsThatDiffer.length === 0 ? [] : [`Columns that differ: ${columnsThatDiffer.join(', ')}.`]),
    ...(types.length === 0 ? [] : [`Types differ: ${types.join('; ')}.`]),
    ...(isMasked ? ['Pseudonyms stand in the place of text; --show-rows values shows it.'] : []),
  ];
}

/** A result that is not ordered need not send the same rows first, so what seems to be missing can lie further on. */
function limitSentence({ baseline, candidate }: Compared): readonly string[] {
  if (baseline.cutBy === null && candidate.cutBy === null) return [];
  const parts = [
    ...(baseline.cutBy === null ? [] : [`${formatCount(baseline.read)} of the baseline`]),
    ...(candidate.cutBy === null ? [] : [`${formatCount(candidate.read)} of the candidate`]),
  ];
  return [
    `Only the first rows were read, ${parts.join(' and ')}; a row that seems to be missing in an arm can lie further on.`,
  ];
}

function onlySentence({ baseline, candidate, typesThatDiffer }: Compared): string {
  if (baseline.only + candidate.only > 0)
    return `Of those read, ${formatCount(baseline.only)} ${areOnly(baseline.only)} in the baseline, ${formatCount(candidate.only)} in the candidate.`;
  if (baseline.cutBy !== null || candidate.cutBy !== null)
    return `The first ${plural(Math.min(baseline.read, candidate.read), 'row')} are equal; the difference lies further on.`;
  return typesThatDiffer.length > 0 || !sameColumns(baseline, candidate)
    ? 'Their values are equal.'
    : 'Read once more, both have the same rows: their order differs, or what stands beside them, or the data changed meanwhile.';
}

function areOnly(count: number): string {
  return count === 1 ? 'is only' : 'are only';
}

function columnSetSentence(baseline: RowsOfArm, candidate: RowsOfArm): readonly string[] {
  if (sameColumns(baseline, candidate)) return [];
  return [`The columns are not the same: ${columnList(baseline)} against ${columnList(candidate)}.`];
}

function columnList({ columns, hiddenColumns }: RowsOfArm): string {
  return `${columns.join(', ')}${hiddenColumns === 0 ? '' : ` and ${hiddenColumns} more`}`;
}

function sameColumns(baseline: RowsOfArm, candidate: RowsOfArm): boolean {
  return (
    baseline.hiddenColumns === candidate.hiddenColumns &&
    baseline.columns.length === candidate.columns.length &&
    baseline.columns.every((name, index) => name === candidate.columns[index])
  );
}

function tablesOf(difference: Compared): readonly RowTable[] {
  const { baseline, candidate, pairs } = difference;
  const rows = pairs.flatMap((pair) => arms.flatMap((arm) => rowView(difference, pair, arm)));
  if (rows.length === 0) return [];
  if (sameColumns(baseline, candidate)) return [{ columns: headOf(baseline), rows }];
  return arms
    .map((arm) => ({ columns: headOf(difference[arm]), rows: rows.filter((one) => one.arm === arm) }))
    .filter((table) => table.rows.length > 0);
}

function headOf({ columns, hiddenColumns }: RowsOfArm): readonly string[] {
  return hiddenColumns === 0 ? columns : [...columns, `and ${hiddenColumns} more`];
}

function rowView(difference: Compared, pair: RowPair, arm: ArmName): readonly RowView[] {
  const place = pair[arm];
  const cells = place === null ? undefined : difference[arm].rows[place];
  if (cells === undefined) return [];
  const isAlone = pair.baseline === null || pair.candidate === null;
  const shown = cells.map((cell, index) => cellView(cell, isAlone || pair.differs.includes(index)));
  const more = difference[arm].hiddenColumns > 0 ? [{ text: '…', isText: false, differs: false }] : [];
  return [{ sign: signs[arm], arm, cells: [...shown, ...more] }];
}

function cellView(cell: Cell, differs: boolean): CellView {
  if (cell === null) return { text: 'NULL', isText: false, differs };
  return cell === '' ? { text: '(empty)', isText: false, differs } : { text: cell, isText: true, differs };
}

const mostNamedCells = 5;

/** `total 120 → 121 where day is 2026-01-01`, or the cells of a row that only one arm has. */
function firstPair({ baseline, candidate, pairs }: Compared): string {
  const [pair] = pairs;
  if (pair === undefined) return '';
  const before = pair.baseline === null ? undefined : baseline.rows[pair.baseline];
  const after = pair.candidate === null ? undefined : candidate.rows[pair.candidate];
  if (before === undefined || after === undefined) {
    const [name, arm, row] = before === undefined ? ['candidate', candidate, after] : ['baseline', baseline, before];
    const cells = (row ?? []).map((cell, index) => `${arm.columns[index]} ${cellText(cell)}`);
    return `only in the ${name}, ${cells.slice(0, mostNamedCells).join(', ')}`;
  }
  const moved = pair.differs.map(
    (at) => `${baseline.columns[at]} ${fromTo(cellText(before[at]), cellText(after[at]))}`,
  );
  const same = before.flatMap((cell, at) =>
    pair.differs.includes(at) ? [] : [`${baseline.columns[at]} is ${cellText(cell)}`],
  );
  if (moved.length === 0) return 'in columns that are not shown';
  const where = same.length === 0 ? '' : ` where ${same.slice(0, mostNamedCells).join(', ')}`;
  return `${moved.slice(0, mostNamedCells).join(', ')}${where}`;
}

function cellText(cell: Cell | undefined): string {
  return cellView(cell ?? null, false).text;
}
