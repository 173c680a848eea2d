import type { CaseComparison, ComparisonReport } from '../model/comparison.ts';
import { caseRow } from './caseRow.ts';
import { cutTo } from './displayWidth.ts';
import { evidenceLine } from './evidenceText.ts';
import { type Footnote, footnotes } from './footnotes.ts';
import { formatShare, plural } from './format.ts';
import { headline } from './headline.ts';
import { groupHead, groupRows, totalParagraphs } from './markdownTotals.ts';
import { furtherDifferences } from './planText.ts';
import { replicateWord } from './replicates.ts';
import { markdownCode, markdownText, markupText, visibleText } from './safeText.ts';
import { selfCheckText } from './selfCheckText.ts';
import { sqlDiff } from './sqlDiff.ts';
import { verdictWord, verdictWords } from './verdictWords.ts';

/** GitHub refuses a comment above 65,536 characters; the rest is room for what a caller adds. */
const longestComment = 64_000;
/** Share of the room the details of findings may take, so that the table of all cases keeps some. */
const shareOfDetails = 0.5;
const shareOfGroups = 0.15;
const roomForNotices = 4000;
const longestName = 120;
const longestText = 300;

function text(value: string, limit: number = longestText): string {
  return markdownText(cutTo(value, limit));
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function tableHead(report: ComparisonReport): readonly string[] {
  return [
    tableRow(['', 'case', 'baseline', 'candidate', 'ratio', 'interval', replicateWord(report), 'observed']),
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |',
  ];
}

function caseLine(item: CaseComparison): string {
  const row = caseRow(item);
  const name = markdownCode(cutTo(row.caseId, longestName));
  const verdict = `${markdownText(row.verdict.mark)} ${row.verdict.word}`;
  return tableRow([
    verdict,
    name,
    row.baseline,
    row.candidate,
    row.ratio,
    row.interval,
    row.replicates,
    text(row.observation),
  ]);
}

/** Renders items from the start, as many as fit into `room` characters; the others are never rendered. */
function fitting<T>(items: readonly T[], render: (item: T) => string, room: number): readonly string[] {
  const kept: string[] = [];
  let size = 0;
  for (const item of items) {
    const block = render(item);
    size += block.length + 1;
    if (size > room) break;
    kept.push(block);
  }
  return kept;
}

function leftOut(count: number, noun: string): string {
  return `${plural(count, noun)} left out to stay within the size of a comment; the HTML report has all of them.`;
}

interface Folded<T> {
  readonly summary: string;
  readonly head: readonly string[];
  readonly items: readonly T[];
  readonly render: (item: T) => string;
  readonly noun: string;
}

/** A folded section cut to `room`; empty when it has nothing to say or no room to say it. */
function folded<T>({ summary, head, items, render, noun }: Folded<T>, room: number): string {
  const open = `<details>\n<summary>${summary}</summary>\n\n`;
  const close = '\n\n</details>\n';
  const spare = room - open.length - close.length - head.join('\n').length - leftOut(items.length, noun).length - 4;
  if (items.length === 0 || spare <= 0) return '';
  const kept = fitting(items, render, spare);
  const rest = items.length - kept.length;
  return `${open}${[...head, ...kept].join('\n')}${rest === 0 ? '' : `\n\n${leftOut(rest, noun)}`}${close}`;
}

/** `pre` and not a fence: entities cannot end it, whatever the SQL holds. */
function diffBlock(item: CaseComparison): readonly string[] {
  const { baseline, candidate } = item;
  if (baseline === null || candidate === null || baseline.sql === candidate.sql) return [];
  const lines = sqlDiff(visibleText(baseline.sql), visibleText(candidate.sql)).map(
    ({ sign, parts }) => sign + cutTo(parts.map((part) => part.text).join(''), longestText),
  );
  const shown = lines.slice(0, 60);
  const rest = lines.length > shown.length ? [`… ${lines.length - shown.length} more lines`] : [];
  return ['', `<pre lang="diff">${markupText([...shown, ...rest].join('\n'))}</pre>`];
}

function findingBlock(item: CaseComparison): string {
  const { mark, word } = verdictWord(item.verdict);
  const place = item.candidate?.place ?? item.baseline?.place;
  return [
    `**${markdownText(mark)} ${word}** ${markdownCode(cutTo(item.caseId, longestName))}: ${text(item.reason, 900)}`,
    `- ${text(evidenceLine(item.evidence), 600)}`,
    ...item.observations.slice(0, 5).map((line) => `- ${text(line)}`),
    ...furtherDifferences(item.plan).map((line) => `- ${text(line)}`),
    ...(place === undefined ? [] : [`- at ${markdownCode(cutTo(place, longestName))}`]),
    ...diffBlock(item),
    '',
  ].join('\n');
}

function aboutLines(report: ComparisonReport): readonly string[] {
  const arms = report.arms.map(({ arm, workload, environment }) => {
    const server = `ClickHouse ${text(environment.serverVersion, longestName)} on ${text(environment.serverHost, longestName)}`;
    return `- ${arm}: ${text(workload, longestName)} at ${text(environment.target, longestName)}, ${server}`;
  });
  const { method } = report;
  const level = method.countersOnly
    ? 'exact counters only'
    : `false discovery rate ${formatShare(method.falseDiscoveryRate)}`;
  const settled = `margin ${formatShare(method.margin)}, ${level}, seed ${method.seed}${method.duet ? ', both halves of a pair at once' : ''}`;
  const selfCheck = selfCheckText(report);
  return [
    ...arms,
    `- ${plural(report.executions, 'execution')}`,
    ...(selfCheck === '' ? [] : [`- ${selfCheck}`]),
    `- ${settled}, run ${text(report.runId, longestName)}`,
  ];
}

function noticeLine({ notice }: Footnote): string {
  return `- ${notice.level}: ${text(notice.text)}`;
}

function findingTable(head: readonly string[], findings: readonly CaseComparison[], room: number): string {
  if (findings.length === 0) return '';
  const rows = fitting(findings, caseLine, room);
  const cut = findings.length - rows.length;
  return `${[...head, ...rows, ...(cut === 0 ? [] : ['', leftOut(cut, 'finding')])].join('\n')}\n`;
}

/**
 * The report as GitHub-flavoured Markdown for a pull request: the verdict, the findings, and the rest
 * folded away. Never longer than a comment may be; what was left out is counted.
 */
export function renderMarkdown(report: ComparisonReport): string {
  const findings = report.cases.filter((item) => verdictWord(item.verdict).isFinding);
  const counted = verdictWords
    .filter(({ verdict }) => report.counts[verdict] > 0)
    .map(({ verdict, word, mark }) => `${markdownText(mark)} ${report.counts[verdict]} ${word}`);
  const totals = report.suite === null ? '' : totalParagraphs(report.suite);
  const top = [`### hogbench: ${text(headline(report), 1000)}`, '', counted.join(' · '), '', totals].join('\n');
  const about = `${[...aboutLines(report), ...fitting(footnotes(report), noticeLine, roomForNotices)].join('\n')}\n`;
  const head = tableHead(report);
  const room = longestComment - top.length - about.length;
  const table = findingTable(head, findings, room / 2);
  const left = room - table.length;
  const seen = {
    summary: 'What was seen in each finding',
    head: [],
    items: findings,
    render: findingBlock,
    noun: 'finding',
  };
  const details = folded(seen, left * shareOfDetails);
  const byTag = {
    summary: 'What it costs, by tag',
    head: groupHead,
    items: report.suite === null ? [] : groupRows(report.suite),
    render: (row: string): string => row,
    noun: 'group',
  };
  const groups = folded(byTag, left * shareOfGroups);
  const summary = `All ${plural(report.cases.length, 'case')}`;
  const everything = { summary, head, items: report.cases, render: caseLine, noun: 'case' };
  const all = folded(everything, left - groups.length - details.length);
  return [top, table, groups, details, all, about].filter((block) => block !== '').join('\n');
}
