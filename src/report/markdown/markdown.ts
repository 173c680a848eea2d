import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import { formatCount, plural } from '../../text/quantity.ts';
import { markdownText } from '../../text/safeText.ts';
import { closingSentence } from '../words/closing.ts';
import { foldFailures } from '../words/foldedFailures.ts';
import { headline } from '../words/headline.ts';
import { verdictWord, verdictWords } from '../words/verdictWords.ts';
import { unseenText } from '../words/wholeRunText.ts';
import { aboutLines, noticeLines } from './markdownAbout.ts';
import { failuresTogether, findingBrief, findingFull } from './markdownFinding.ts';
import { type Folded, fitting, folded, shortText, sizeOf } from './markdownFit.ts';
import { caseLine, findingTable, tableHead } from './markdownTable.ts';
import { groupHead, groupRows, totalParagraphs } from './markdownTotals.ts';

/** GitHub refuses a comment above 65,536 characters; the rest is room for what a caller adds. */
const longestComment = 64_000;
/** Share of the room the details of findings may take, so that the table of other cases keeps some. */
const shareOfDetails = 0.6;
const shareOfGroups = 0.15;
/** What stands outside of folds is short, unless names and texts are made to be long. */
const roomForTop = 20_000;
const roomForFacts = 12_000;
const roomForNotices = 6000;

/**
 * The report as GitHub-flavoured Markdown for a pull request: the verdict, the findings, and the rest
 * folded away. Never longer than a comment may be; what was left out is counted.
 */
export function renderMarkdown(report: ComparisonReport): string {
  const findings = report.cases.filter((item) => verdictWord(item.verdict).isFinding);
  const others = report.cases.filter((item) => !verdictWord(item.verdict).isFinding);
  const top = fitting(topLines(report), asItIs, roomForTop).join('\n');
  const facts = fitting(aboutLines(report), asItIs, roomForFacts);
  const about = `${[...facts, ...noticeLines(report, roomForNotices)].join('\n')}\n`;
  const head = tableHead(report);
  const room = longestComment - sizeOf(top) - sizeOf(about);
  const table = findingTable(head, findings, room / 2);
  const left = room - sizeOf(table);
  const details = folded(
    {
      summary: 'What was seen in each finding',
      head: [],
      items: foldFailures(findings),
      render: oneOrTogether(findingBrief),
      renderFull: oneOrTogether(findingFull),
      noun: 'finding',
    },
    left * shareOfDetails,
  );
  const groups = folded(groupsOf(report), left * shareOfGroups);
  const summary =
    findings.length === 0 ? `All ${plural(others.length, 'case')}` : `The other ${plural(others.length, 'case')}`;
  const everything = { summary, head, items: others, render: caseLine, noun: 'case' };
  const rest = folded(everything, left - sizeOf(groups) - sizeOf(details));
  return [top, table, details, groups, rest, about].filter((block) => block !== '').join('\n');
}

function oneOrTogether(render: (item: CaseComparison) => string): (group: readonly CaseComparison[]) => string {
  return (group) => {
    const [item, ...others] = group;
    return item === undefined || others.length > 0 ? failuresTogether(group) : render(item);
  };
}

/** The verdict in a sentence, counts, totals, and what could not be seen. */
function topLines(report: ComparisonReport): readonly string[] {
  const counted = verdictWords
    .filter(({ verdict }) => report.counts[verdict] > 0)
    .map(({ verdict, word, mark }) => `${markdownText(mark)} ${formatCount(report.counts[verdict])} ${word}`);
  const unseen = unseenText(report);
  const closing = closingSentence(report);
  return [
    `### hogbench: ${shortText(headline(report), 1000)}`,
    '',
    ...(closing === '' ? [] : [`**${shortText(closing, 600)}**`, '']),
    counted.join(' · '),
    '',
    ...(report.suite === null ? [] : [totalParagraphs(report.suite, report.method.margin)]),
    ...(unseen === '' ? [] : [`${unseen}.`, '']),
  ];
}

function asItIs(line: string): string {
  return line;
}

function groupsOf({ suite, method }: ComparisonReport): Folded<string> {
  return {
    summary: 'What it costs, by tag',
    head: groupHead,
    items: suite === null ? [] : groupRows(suite, method.margin),
    render: asItIs,
    noun: 'group',
  };
}
