import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import { cutTo, displayWidth, padTo } from '../../text/displayWidth.ts';
import { fromTo } from '../../text/quantity.ts';
import { type CaseRow, caseRow, replicateWord } from '../words/caseRow.ts';
import { type Footnote, footnoteMarks } from '../words/footnotes.ts';
import type { Paint } from '../words/paint.ts';
import { verdictWords } from '../words/verdictWords.ts';
import { shortNames } from './shortNames.ts';

interface Column {
  readonly title: string;
  readonly side: 'left' | 'right';
  readonly text: (row: CaseRow) => string;
}

const fixedColumns: readonly Column[] = [
  {
    title: fromTo('baseline', 'candidate'),
    side: 'left',
    text: ({ baseline, candidate }) => fromTo(baseline, candidate),
  },
  { title: 'ratio', side: 'left', text: ({ ratio }) => ratio },
  { title: 'interval', side: 'left', text: ({ interval }) => interval },
];

/** What is seen in a finding stands in its paragraph. */
function rowOf(item: CaseComparison): CaseRow {
  const row = caseRow(item);
  return { ...row, observation: row.verdict.isFinding ? '' : row.observation };
}

function columnsOf(report: ComparisonReport): readonly Column[] {
  return [...fixedColumns, { title: replicateWord(report), side: 'left', text: ({ replicates }) => replicates }];
}

/** Between columns, and before what belongs to a title. */
export const gap = '  ';
/** Of the longest verdict with its mark. */
export const verdictWidth: number = Math.max(...verdictWords.map(({ word }) => word.length)) + 2;
/** `baseline → candidate` and the ratio. */
const valueColumns = 2;
const readableName = 20;
/** `shortNames` makes none that is shorter. */
const leastName = 8;
const readableObservation = 20;
function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
}

interface Layout {
  readonly columns: readonly (Column & { readonly width: number })[];
  readonly name: number;
  readonly observation: number;
}

/** Keeps names readable first: on a narrow terminal the last columns are left out. */
function layoutFor(
  all: readonly Column[],
  rows: readonly CaseRow[],
  marks: ReadonlyMap<string, string>,
  width: number,
): Layout {
  const sized = all.map((column) => ({ ...column, width: widest([column.title, ...rows.map(column.text)]) }));
  const longestName = Math.max(leastName, widest(rows.map((row) => row.caseId + (marks.get(row.caseId) ?? ''))));
  const roomBeside = (keep: number): number =>
    width - sized.slice(0, keep).reduce((sum, one) => sum + one.width + gap.length, verdictWidth + gap.length);
  // Whole names are worth the last columns, but not the values and their ratio.
  const whole = [...sized.keys()].map((left) => sized.length - left).find((keep) => roomBeside(keep) >= longestName);
  const first = whole === undefined ? sized.length : Math.max(whole, valueColumns);
  const wanted = Math.min(longestName, readableName);
  for (let keep = first; keep >= 0; keep -= 1) {
    const columns = sized.slice(0, keep);
    const room = roomBeside(keep);
    if (room < wanted && keep > 0) continue;
    const name = Math.max(leastName, Math.min(room, longestName));
    const left = room - name - gap.length;
    const observes = left >= readableObservation && rows.some((row) => row.observation !== '');
    return { columns, name, observation: observes ? left : 0 };
  }
  return { columns: [], name: wanted, observation: 0 };
}

/** One line a case; names are whole where the terminal has room for them without the last columns, and else keep to what tells them apart. */
export function caseTable(
  report: ComparisonReport,
  shown: readonly CaseComparison[],
  notes: readonly Footnote[],
  width: number,
  paint: Paint,
): readonly string[] {
  const rows = shown.map(rowOf);
  const marks = footnoteMarks(notes);
  const layout = layoutFor(columnsOf(report), rows, marks, width);
  const longestMark = widest([...marks.values()]);
  const short = shortNames(
    rows.map((row) => row.caseId),
    Math.max(leastName, layout.name - longestMark),
  );
  const nameCell = ({ caseId }: CaseRow): string => {
    const mark = marks.get(caseId) ?? '';
    const fits = displayWidth(caseId) + mark.length <= layout.name;
    return padTo((fits ? caseId : (short.get(caseId) ?? caseId)) + mark, layout.name);
  };
  const titles = layout.columns.map((column) => padTo(column.title, column.width, column.side));
  const tail = layout.observation > 0 ? ['observed'] : [];
  const header = [padTo('  verdict', verdictWidth), padTo('case', layout.name), ...titles, ...tail].join(gap);
  const lines = rows.map((row) => {
    const { mark, word, tone } = row.verdict;
    const verdict = paint(tone, padTo(`${mark} ${word}`, verdictWidth));
    const cells = layout.columns.map((column) => padTo(column.text(row), column.width, column.side));
    const observed = layout.observation > 0 ? [cutTo(row.observation, layout.observation)] : [];
    return [verdict, nameCell(row), ...cells, ...observed].join(gap).trimEnd();
  });
  return [paint('faint', header.trimEnd()), ...lines];
}
