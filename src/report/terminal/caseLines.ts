import { styleText } from 'node:util';
import type { ComparisonReport } from '../../model/comparison.ts';
import { cutTo, displayWidth, padTo } from '../../text/displayWidth.ts';
import { type CaseRow, caseRow, replicateWord } from '../words/caseRow.ts';
import { type Footnote, footnoteMarks } from '../words/footnotes.ts';
import { type Tone, verdictWords } from '../words/verdictWords.ts';
import { shortNames } from './shortNames.ts';

/** Colours repeat what words and marks say. */
export type Paint = (tone: Tone | 'strong' | 'faint', text: string) => string;

const styles = {
  bad: 'red',
  good: 'green',
  odd: 'magenta',
  unsure: 'yellow',
  calm: 'gray',
  strong: 'bold',
  faint: 'dim',
} as const;

export function painter(color: boolean): Paint {
  return (tone, text) => (color && text !== '' ? styleText(styles[tone], text, { validateStream: false }) : text);
}

interface Column {
  readonly title: string;
  readonly side: 'left' | 'right';
  readonly text: (row: CaseRow) => string;
}

const fixedColumns: readonly Column[] = [
  { title: 'baseline → candidate', side: 'left', text: ({ baseline, candidate }) => `${baseline} → ${candidate}` },
  { title: 'ratio', side: 'left', text: ({ ratio }) => ratio },
  { title: 'interval', side: 'left', text: ({ interval }) => interval },
];

function columnsOf(report: ComparisonReport): readonly Column[] {
  return [...fixedColumns, { title: replicateWord(report), side: 'left', text: ({ replicates }) => replicates }];
}

/** Between columns, and before what belongs to a title. */
export const gap = '  ';
/** Of the longest verdict with its mark. */
export const verdictWidth: number = Math.max(...verdictWords.map(({ word }) => word.length)) + 2;
const readableName = 20;
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
  const longestName = widest(['case', ...rows.map((row) => row.caseId + (marks.get(row.caseId) ?? ''))]);
  const wanted = Math.min(longestName, readableName);
  for (let keep = sized.length; keep >= 0; keep -= 1) {
    const columns = sized.slice(0, keep);
    const taken = columns.reduce((sum, column) => sum + column.width + gap.length, verdictWidth + gap.length);
    const room = width - taken;
    if (room < wanted && keep > 0) continue;
    const observation = room - wanted - gap.length;
    if (observation < readableObservation || rows.every((row) => row.observation === '')) {
      return { columns, name: Math.max(8, Math.min(room, longestName)), observation: 0 };
    }
    const name = Math.min(longestName, Math.max(wanted, room - gap.length - Math.floor(room / 2)));
    return { columns, name, observation: room - name - gap.length };
  }
  return { columns: [], name: wanted, observation: 0 };
}

/** One line a case; names keep to what tells them apart, and the last columns go where the terminal is narrow. */
export function caseTable(
  report: ComparisonReport,
  notes: readonly Footnote[],
  width: number,
  paint: Paint,
): readonly string[] {
  const rows = report.cases.map(caseRow);
  const marks = footnoteMarks(notes);
  const layout = layoutFor(columnsOf(report), rows, marks, width);
  const longestMark = widest([...marks.values()]);
  const short = shortNames(
    rows.map((row) => row.caseId),
    Math.max(8, layout.name - longestMark),
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
