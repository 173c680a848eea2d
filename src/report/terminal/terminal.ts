import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import { cutTo, padTo, wrap, wrapFigures } from '../../text/displayWidth.ts';
import { formatCount, plural } from '../../text/quantity.ts';
import { mapStrings, terminalText } from '../../text/safeText.ts';
import { armName, armNames, namedArms, sharedWorkload } from '../words/armNames.ts';
import { closingSentence } from '../words/closing.ts';
import { type Footnote, footnotes } from '../words/footnotes.ts';
import { headline } from '../words/headline.ts';
import { togetherText } from '../words/modeWords.ts';
import { noiseText } from '../words/noiseText.ts';
import { type Paint, painter } from '../words/paint.ts';
import { serverText } from '../words/serverPlace.ts';
import { helpText, undecidedText } from '../words/undecidedText.ts';
import { identicalText } from '../words/verdictLine.ts';
import { verdictWord } from '../words/verdictWords.ts';
import { isFromElsewhere, optionsText, selfCheckText, unseenText } from '../words/wholeRunText.ts';
import { caseTable, gap } from './caseLines.ts';
import { equivalentLines } from './equivalentLines.ts';
import { type Extent, findingParagraphs } from './findingLines.ts';
import { gateSections } from './gateLines.ts';
import { moneyBlocks } from './moneyLines.ts';
import { oneCaseSections } from './oneCase.ts';
import { percentileLines } from './percentileLines.ts';
import { schemaLines } from './schemaLines.ts';
import { groupTables, totalLines } from './terminalTotals.ts';
import { versionLines } from './versionLines.ts';

export interface TerminalOptions {
  readonly color: boolean;
  /** Columns of the terminal; less than 60 is taken as 60. */
  readonly width: number;
  /** All that is known, instead of what has to be read. */
  readonly verbose?: boolean | undefined;
}

/** Rows of the table, which has no case that is equivalent. */
const mostRows = 20;
const mostAlike = 3;
/** Undecided cases that are named for each reason. */
const mostUndecided = 3;

function caseLines(
  report: ComparisonReport,
  notes: readonly Footnote[],
  { width, verbose }: Extent,
  paint: Paint,
): readonly string[] {
  const rows = verbose ? report.cases : report.cases.filter(({ verdict }) => verdict !== 'equivalent');
  const shown = verbose ? rows : rows.slice(0, mostRows);
  const more = rows.length - shown.length;
  return [
    ...(shown.length === 0 ? [] : caseTable(report, shown, notes, width, paint)),
    ...(more === 0 ? [] : [paint('faint', `and ${formatCount(more)} more in the HTML report, or with --verbose`)]),
    ...(verbose ? [] : equivalentLines(report, width)),
  ];
}

/** Of many remarks of one kind the first few: a damaged file has one for each of its lines. */
function shownNotes(notes: readonly Footnote[], verbose: boolean): readonly Footnote[] {
  if (verbose) return notes;
  const seen = new Map<string, number>();
  return notes.filter(({ notice: { code } }) => {
    const count = (seen.get(code) ?? 0) + 1;
    seen.set(code, count);
    return count <= mostAlike;
  });
}

function footnoteLines(notes: readonly Footnote[], more: number, width: number): readonly string[] {
  const lines = notes.flatMap(({ number, notice }) => {
    const label = `*${number} `;
    const text = wrap(`${notice.level}: ${notice.text}`, width - label.length);
    return text.map((line, index) => (index === 0 ? label : ' '.repeat(label.length)) + line);
  });
  return more === 0 ? lines : [...lines, `and ${plural(more, 'more remark')} in the HTML report`];
}

/** Why cases are undecided, what would help, and what they could have hidden. */
function undecidedLines(report: ComparisonReport, width: number): readonly string[] {
  const why = undecidedText(report, mostUndecided);
  const help = helpText(report);
  if (why === '') return [];
  if (report.cases.length === 1) return wrap(`What would help: ${help}.`, width);
  const unseen = unseenText(report);
  const texts = [`Undecided: ${why}.`, `What would help: ${help}.`, unseen === '' ? '' : `${unseen}.`];
  return texts.filter((text) => text !== '').flatMap((text) => wrap(text, width));
}

/** How much was executed, and what is not as usual. */
function runLines(report: ComparisonReport, width: number): readonly string[] {
  const seed = report.method.saved === undefined ? [`seed ${report.method.seed}`] : [];
  const counts = [plural(report.executions, 'execution'), ...togetherText(report.method), ...seed].join(', ');
  const options = isFromElsewhere(report) ? optionsText(report) : '';
  const noise = noiseText(report.method);
  const told = noise === '' ? '' : `noise of a pair: ${noise}`;
  return [counts, identicalText(report), told, selfCheckText(report), options]
    .filter((line) => line !== '')
    .flatMap((line) => wrap(line, width));
}

/** `main@1a2b3c4 → feature@4d5e6f1 of queries at embedded, ClickHouse 26.7 on host`; a line an arm where servers differ. */
function armLines(report: ComparisonReport, width: number): readonly string[] {
  const { arms } = report;
  if (arms.length === 0) return wrap(armNames(namedArms(report)), width);
  const places = arms.map(({ environment }) => `at ${environment.target}, ${serverText(environment)}`);
  const shared = sharedWorkload(arms);
  const of = shared === '' ? '' : ` of ${shared}`;
  if (new Set(places).size === 1) return wrap(`${armNames(arms)}${of} ${places[0] ?? ''}`, width);
  return arms.map((one, at) => cutTo(`${padTo(one.arm, 9)}${gap}${armName(one)}${of} ${places[at] ?? ''}`, width));
}

function totalSections(
  report: ComparisonReport,
  { width, verbose }: Extent,
  paint: Paint,
): readonly (readonly string[])[] {
  const { suite, method } = report;
  if (!verbose || suite === null) return [];
  return [totalLines(report, width), ...groupTables(suite, method.margin, width, (text) => paint('faint', text))];
}

function notFindings({ cases }: ComparisonReport): readonly CaseComparison[] {
  return cases.filter((item) => !verdictWord(item.verdict).isFinding);
}

/**
 * The report for a terminal: the verdict in a sentence, what has to be read, then what it costs. Every verdict is a word and a
 * mark; colour only repeats it.
 */
export function renderTerminal(report: ComparisonReport, options: TerminalOptions): string {
  const safe = mapStrings(report, terminalText);
  const extent: Extent = { width: Math.max(60, options.width), verbose: options.verbose === true };
  const { width } = extent;
  const paint = painter(options.color);
  const all = footnotes(safe);
  const notes = shownNotes(all, extent.verbose);
  const [only, ...others] = safe.cases;
  const findings = safe.cases.filter((item) => verdictWord(item.verdict).isFinding);
  const isOne = only !== undefined && others.length === 0 && only.baseline !== null && only.candidate !== null;
  const sections: readonly (readonly string[])[] = [
    wrapFigures(headline(safe), width).map((line) => paint('strong', line)),
    armLines(safe, width),
    ...(isOne
      ? oneCaseSections(only, safe, extent)
      : [caseLines(safe, notes, extent, paint), ...findingParagraphs(findings, extent, paint)]),
    extent.verbose && !isOne ? percentileLines(notFindings(safe), width, paint) : [],
    ...gateSections(safe, extent, paint),
    schemaLines(safe, extent, paint),
    versionLines(safe, extent, paint),
    footnoteLines(notes, all.length - notes.length, width),
    undecidedLines(safe, width),
    ...totalSections(safe, extent, paint),
    isOne ? [] : wrapFigures(closingSentence(safe), width).filter((line) => line !== ''),
    ...moneyBlocks(safe, extent, paint),
    runLines(safe, width),
  ];
  const blocks = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${blocks.join('\n\n')}\n`;
}
