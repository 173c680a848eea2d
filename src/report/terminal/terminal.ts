import { styleText } from 'node:util';
import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import { cutTo, displayWidth, padTo, wrap } from '../../text/displayWidth.ts';
import { plural } from '../../text/quantity.ts';
import { mapStrings, terminalText } from '../../text/safeText.ts';
import { type CaseRow, caseRow } from '../words/caseRow.ts';
import { closingSentence } from '../words/closing.ts';
import { evidenceLine } from '../words/evidenceText.ts';
import { foldedNames, foldFailures, unnamed } from '../words/foldedFailures.ts';
import { type Footnote, footnoteMarks, footnotes } from '../words/footnotes.ts';
import { headline } from '../words/headline.ts';
import { isFromElsewhere, optionsText } from '../words/optionsText.ts';
import { furtherDifferences } from '../words/planWords.ts';
import { replicateWord } from '../words/replicates.ts';
import { rowDifferenceLine } from '../words/rowDifferenceText.ts';
import { selfCheckText } from '../words/selfCheckText.ts';
import { unseenText } from '../words/unseenText.ts';
import { type Tone, verdictWord, verdictWords } from '../words/verdictWords.ts';
import { shortNames } from './shortNames.ts';
import { groupTables, totalLines } from './terminalTotals.ts';

export interface TerminalOptions {
  readonly color: boolean;
  /** Columns of the terminal; less than 60 is taken as 60. */
  readonly width: number;
}

type Paint = (tone: Tone | 'strong' | 'faint', text: string) => string;

const styles = {
  bad: 'red',
  good: 'green',
  odd: 'magenta',
  unsure: 'yellow',
  calm: 'gray',
  strong: 'bold',
  faint: 'dim',
} as const;

function painter(color: boolean): Paint {
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

const gap = '  ';
const verdictWidth = Math.max(...verdictWords.map(({ word }) => word.length)) + 2;
const readableName = 20;
const readableObservation = 20;
/** The strongest come first; the HTML report has them all. */
const mostObservations = 5;
/** A server message can quote a whole query; a terminal gets its beginning. */
const longestParagraph = 8;

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

function tableLines(
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

function findingLines(item: CaseComparison, width: number, paint: Paint): readonly string[] {
  const { mark, word, tone } = verdictWord(item.verdict);
  const place = item.candidate?.place ?? item.baseline?.place;
  const more = item.observations.length - mostObservations;
  const body = [
    item.reason,
    evidenceLine(item.evidence),
    ...item.observations.slice(0, mostObservations).map((text) => `- ${text}`),
    ...(more > 0 ? [`- and ${more} more in the HTML report`] : []),
    ...furtherDifferences(item.plan).map((text) => `- ${text}`),
    ...[rowDifferenceLine(item.rowDifference)].filter((text) => text !== ''),
    ...(place === undefined ? [] : [`at ${place}`]),
  ];
  const title = wrap(`${item.caseId}`, width - verdictWidth - gap.length);
  return [
    `${paint(tone, `${mark} ${word}`)}${gap}${paint('strong', title.join(`\n${gap}`))}`,
    ...body.flatMap((text) =>
      wrap(cutTo(text, width * longestParagraph), width - gap.length).map((line) => gap + line),
    ),
  ];
}

/** Cases that failed for one reason, told once. */
function failureLines(group: readonly CaseComparison[], width: number, paint: Paint): readonly string[] {
  const { mark, word, tone } = verdictWord('failed');
  const names = foldedNames(group).map(({ name, at }) => cutTo(`- ${name} at ${at}`, width * longestParagraph));
  const body = [group[0]?.reason ?? '', ...names, unnamed(group)].filter((text) => text !== '');
  return [
    `${paint(tone, `${mark} ${word}`)}${gap}${paint('strong', plural(group.length, 'case'))}`,
    ...body.flatMap((text) => wrap(text, width - gap.length).map((line) => gap + line)),
  ];
}

function footnoteLines(notes: readonly Footnote[], width: number): readonly string[] {
  return notes.flatMap(({ number, notice }) => {
    const label = `*${number} `;
    const lines = wrap(`${notice.level}: ${notice.text}`, width - label.length);
    return lines.map((line, index) => (index === 0 ? label : ' '.repeat(label.length)) + line);
  });
}

function summaryLines(report: ComparisonReport, paint: Paint): readonly string[] {
  const counted = verdictWords
    .filter(({ verdict }) => report.counts[verdict] > 0)
    .map(({ verdict, word, mark, tone }) => paint(tone, `${mark} ${report.counts[verdict]} ${word}`));
  const duet = report.method.duet ? ['both halves of a pair at once'] : [];
  const seed = report.method.saved === undefined ? [`seed ${report.method.seed}`] : [];
  const counts = [...counted, plural(report.executions, 'execution'), ...duet, ...seed].join(', ');
  const options = isFromElsewhere(report) ? optionsText(report) : '';
  return [counts, unseenText(report), selfCheckText(report), options].filter((line) => line !== '');
}

function armLines(report: ComparisonReport, width: number): readonly string[] {
  return report.arms.map(({ arm, workload, environment }) => {
    const server = `ClickHouse ${environment.serverVersion} on ${environment.serverHost}`;
    return cutTo(`${padTo(arm, 9)}${gap}${workload} at ${environment.target}, ${server}`, width);
  });
}

/**
 * The report for a terminal: the verdict in a sentence, one line a case, a paragraph a finding,
 * footnotes, counts. Every verdict is a word and a mark; colour only repeats it.
 */
export function renderTerminal(report: ComparisonReport, options: TerminalOptions): string {
  const safe = mapStrings(report, terminalText);
  const width = Math.max(60, options.width);
  const paint = painter(options.color);
  const notes = footnotes(safe);
  const { margin } = safe.method;
  const findings = safe.cases.filter((item) => verdictWord(item.verdict).isFinding);
  const sections: readonly (readonly string[])[] = [
    wrap(headline(safe), width).map((line) => paint('strong', line)),
    armLines(safe, width),
    safe.cases.length === 0 ? [] : tableLines(safe, notes, width, paint),
    ...foldFailures(findings).map((group) => {
      const [item, ...others] = group;
      return item === undefined || others.length > 0
        ? failureLines(group, width, paint)
        : findingLines(item, width, paint);
    }),
    footnoteLines(notes, width),
    safe.suite === null ? [] : totalLines(safe.suite, margin, width),
    ...(safe.suite === null ? [] : groupTables(safe.suite, margin, width, (text) => paint('faint', text))),
    summaryLines(safe, paint),
    wrap(closingSentence(safe), width).map((line) => paint('strong', line)),
  ];
  const blocks = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${blocks.join('\n\n')}\n`;
}
