import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import { plural } from '../../text/quantity.ts';
import { armNames, namedArms } from '../words/armNames.ts';
import { closingSentence } from '../words/closing.ts';
import { foldFailures } from '../words/foldedFailures.ts';
import { openCases } from '../words/openCases.ts';
import { reportLink, type Telling } from '../words/reportLink.ts';
import { createSqlLayout } from '../words/sqlLayout.ts';
import { helpText, undecidedText } from '../words/undecidedText.ts';
import { identicalText, verdictLine } from '../words/verdictLine.ts';
import { verdictWord } from '../words/verdictWords.ts';
import { unseenText } from '../words/wholeRunText.ts';
import { aboutLines, noticeLines } from './markdownAbout.ts';
import { type FindingParts, findingBrief, findingFull } from './markdownFinding.ts';
import { fitting, fittingFull, folded, shortCode, shortText, sizeOf } from './markdownFit.ts';
import { gateBlock } from './markdownGate.ts';
import { moneyBlock, moneyLines } from './markdownMoney.ts';
import { schemaBlock } from './markdownSchema.ts';
import { stateBlock } from './markdownState.ts';
import { caseLine, findingTable, tableHead } from './markdownTable.ts';
import { groupHead, groupRows, totalParagraphs } from './markdownTotals.ts';
import { versionBlock } from './markdownVersions.ts';

/** GitHub refuses a comment above 65,536 characters; the rest is room for what a caller adds. */
const longestComment = 64_000;
/** Share of the room that findings may take, so that the table of other cases keeps some; half of it outside of folds. */
const shareOfDetails = 0.6;
const shareOfGroups = 0.15;
/** What stands outside of folds is short, unless names and texts are made to be long. */
const roomForTop = 20_000;
const roomForFacts = 12_000;
const roomForNotices = 6000;
const roomForGate = 12_000;
const roomForVersions = 8000;
const roomForState = 6000;
const roomForSchema = 8000;
/** Findings told outside of folds. */
const openFindings = 5;
/** Characters of SQL that are laid out; each takes some microseconds. */
const laidOut = 200_000;

/**
 * The report as GitHub-flavoured Markdown for a pull request: the verdict, a table of what changed or was not decided, what
 * the author changed in each finding, and the rest folded away. Never longer than a comment may be; what was left out is counted.
 */
export function renderMarkdown(report: ComparisonReport, telling: Telling = {}): string {
  const findings = report.cases.filter(isFinding);
  const inTable = openCases(report.cases.map((item) => ({ item }))).open.map(({ item }) => item);
  const others = report.cases.filter((item) => !inTable.includes(item));
  const top = fitting(topLines(report, telling), asItIs, roomForTop).join('\n');
  const closing = fitting(closingLines(report), asItIs, roomForTop).join('\n');
  const about = aboutBlock(report);
  const gate = gateBlock(report, roomForGate);
  const versions = versionBlock(report, roomForVersions);
  const state = stateBlock(report, roomForState);
  const schema = schemaBlock(report, roomForSchema);
  const fixed = [top, gate, closing, about, versions, state, schema].reduce((sum, one) => sum + sizeOf(one), 0);
  const room = longestComment - fixed;
  const table = findingTable(tableHead, inTable, room / 2);
  const left = room - sizeOf(table);
  const details = detailBlocks(findings, left * shareOfDetails);
  const costs = costBlock(report, left * shareOfGroups);
  const money = moneyBlock(report, left * shareOfGroups);
  const rest = folded(
    {
      summary: restSummary(others, inTable.length > 0),
      head: tableHead,
      items: others,
      render: caseLine,
      noun: 'case',
    },
    left - sizeOf(costs) - sizeOf(money) - details.reduce((sum, one) => sum + sizeOf(one) + 1, 0),
  );
  return [top, table, gate, closing, ...details, rest, costs, money, schema, versions, state, about]
    .filter((block) => block !== '')
    .join('\n');
}

function isFinding({ verdict }: CaseComparison): boolean {
  return verdictWord(verdict).isFinding;
}

function asItIs(line: string): string {
  return line;
}

/** The verdict, and of what. */
function topLines(report: ComparisonReport, telling: Telling): readonly string[] {
  const arms = armNames(namedArms(report));
  const facts = ['hogbench', arms === '' ? '' : shortCode(arms), identicalText(report), reportLink(telling)];
  const { status } = report;
  return [
    `### ${verdictLine(report, telling.rules)}`,
    '',
    facts.filter((one) => one !== '').join(' · '),
    '',
    ...(status.kind === 'incomplete' ? [`The run is incomplete: ${shortText(status.reason, 600)}`, ''] : []),
  ];
}

/** What it costs in a sentence; of what was not decided, why, what could not be seen, and what would help. */
function closingLines(report: ComparisonReport): readonly string[] {
  const unseen = unseenText(report);
  const closing = closingSentence(report);
  const why = undecidedText(report);
  const help = helpText(report);
  return [
    ...(closing === '' ? [] : [`**${shortText(closing, 600)}**`, '']),
    ...(why === ''
      ? []
      : [`Undecided: ${shortText(why)}.${help === '' ? '' : ` What would help: ${shortText(help, 600)}.`}`, '']),
    ...(unseen === '' ? [] : [`${unseen}.`, '']),
    ...moneyLines(report),
  ];
}

/** The first findings as they are, the others in one fold. */
function detailBlocks(findings: readonly CaseComparison[], room: number): readonly string[] {
  const groups = foldFailures(findings);
  const layOut = createSqlLayout(laidOut);
  const full = (group: FindingParts): string => findingFull(group, layOut);
  const first = groups.slice(0, openFindings);
  const open = fittingFull(first, findingBrief, full, groups.length > first.length ? room / 2 : room);
  const further = groups.slice(open.length);
  const summary = open.length === 0 ? 'What was found' : plural(further.length, 'further finding');
  const rest = { summary, head: [], items: further, render: findingBrief, renderFull: full, noun: 'finding' };
  return [...open, folded(rest, room - open.reduce((sum, one) => sum + sizeOf(one) + 1, 0))];
}

function restSummary(others: readonly CaseComparison[], areOthers: boolean): string {
  if (others.every(({ verdict }) => verdict === 'equivalent')) return plural(others.length, 'equivalent case');
  return areOthers ? `The other ${plural(others.length, 'case')}` : `All ${plural(others.length, 'case')}`;
}

function costBlock(report: ComparisonReport, room: number): string {
  const { suite, method } = report;
  if (suite === null) return '';
  const totals = fitting(totalParagraphs(report), asItIs, room / 2);
  const groups = groupRows(suite, method.margin);
  const summary = 'What it costs';
  if (groups.length === 0) return folded({ summary, head: [], items: totals, render: asItIs, noun: 'sentence' }, room);
  const head = [...totals, ...groupHead(suite)];
  return folded({ summary, head, items: groups, render: asItIs, noun: 'group' }, room);
}

/** Cautions are read by everybody; how it was measured, by who asks. */
function aboutBlock(report: ComparisonReport): string {
  const facts = fitting(aboutLines(report), asItIs, roomForFacts);
  const cautions = noticeLines(report, 'caution', roomForNotices);
  const notes = noticeLines(report, 'note', roomForNotices);
  const fold = ['<details>', '<summary>How it was measured</summary>', '', ...facts, ...notes, '', '</details>', ''];
  return [...cautions, ...(cautions.length === 0 ? [] : ['']), ...fold].join('\n');
}
