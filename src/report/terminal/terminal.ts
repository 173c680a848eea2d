import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import { cutTo, padTo, wrap } from '../../text/displayWidth.ts';
import { formatCount, plural } from '../../text/quantity.ts';
import { mapStrings, terminalText } from '../../text/safeText.ts';
import { closingSentence } from '../words/closing.ts';
import { evidenceLine } from '../words/evidenceText.ts';
import { foldedNames, foldFailures, unnamed } from '../words/foldedFailures.ts';
import { type Footnote, footnotes } from '../words/footnotes.ts';
import { headline } from '../words/headline.ts';
import { togetherText } from '../words/modeWords.ts';
import { furtherDifferences } from '../words/planWords.ts';
import { rowDifferenceLine } from '../words/rowDifferenceText.ts';
import { verdictWord, verdictWords } from '../words/verdictWords.ts';
import { isFromElsewhere, optionsText, selfCheckText, unseenText } from '../words/wholeRunText.ts';
import { caseTable, gap, type Paint, painter, verdictWidth } from './caseLines.ts';
import { groupTables, totalLines } from './terminalTotals.ts';

export interface TerminalOptions {
  readonly color: boolean;
  /** Columns of the terminal; less than 60 is taken as 60. */
  readonly width: number;
}

/** The strongest come first; the HTML report has them all. */
const mostObservations = 5;
/** A server message can quote a whole query; a terminal gets its beginning. */
const longestParagraph = 8;

function findingLines(item: CaseComparison, width: number, paint: Paint): readonly string[] {
  const { mark, word, tone } = verdictWord(item.verdict);
  const place = item.candidate?.place ?? item.baseline?.place;
  const more = item.observations.length - mostObservations;
  const body = [
    item.reason,
    evidenceLine(item.evidence),
    ...item.observations.slice(0, mostObservations).map((text) => `- ${text}`),
    ...(more > 0 ? [`- and ${formatCount(more)} more in the HTML report`] : []),
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
    .map(({ verdict, word, mark, tone }) => paint(tone, `${mark} ${formatCount(report.counts[verdict])} ${word}`));
  const seed = report.method.saved === undefined ? [`seed ${report.method.seed}`] : [];
  const counts = [...counted, plural(report.executions, 'execution'), ...togetherText(report.method), ...seed].join(
    ', ',
  );
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
    safe.cases.length === 0 ? [] : caseTable(safe, notes, width, paint),
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
