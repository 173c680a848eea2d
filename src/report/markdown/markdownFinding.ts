import type { CaseComparison } from '../../model/comparison.ts';
import { cutTo } from '../../text/displayWidth.ts';
import { markdownText, markupText, visibleText } from '../../text/safeText.ts';
import { evidenceLine } from '../words/evidenceText.ts';
import { foldedNames, unnamed } from '../words/foldedFailures.ts';
import { furtherDifferences } from '../words/planWords.ts';
import { type CellView, type RowTable, rowDifferenceView } from '../words/rowDifferenceText.ts';
import { sqlDiff } from '../words/sqlDiff.ts';
import { verdictWord } from '../words/verdictWords.ts';
import { shortCode, shortText, tableRow } from './markdownFit.ts';

const longestLine = 300;
const mostLines = 60;
const longestCell = 100;

/** What was seen in a finding, without what takes much room. */
export function findingBrief(item: CaseComparison): string {
  return [...mainLines(item), ''].join('\n');
}

/** What was seen in a finding, with its SQL and the rows that differ. */
export function findingFull(item: CaseComparison): string {
  const tables = rowDifferenceView(item.rowDifference)?.tables ?? [];
  return [...mainLines(item), ...tables.flatMap(rowLines), ...diffBlock(item), ''].join('\n');
}

/** Cases that failed for one reason, told once. */
export function failuresTogether(group: readonly CaseComparison[]): string {
  const { mark, word } = verdictWord('failed');
  const rest = unnamed(group);
  return [
    `**${markdownText(mark)} ${word}** ${group.length} cases: ${shortText(group[0]?.reason ?? '', 900)}`,
    ...foldedNames(group).map(({ name, at }) => `- ${shortCode(name)} at ${shortCode(at)}`),
    ...(rest === '' ? [] : [`- ${rest}`]),
    '',
  ].join('\n');
}

function mainLines(item: CaseComparison): readonly string[] {
  const { mark, word } = verdictWord(item.verdict);
  const place = item.candidate?.place ?? item.baseline?.place;
  const rows = rowDifferenceView(item.rowDifference)?.sentences ?? [];
  return [
    `**${markdownText(mark)} ${word}** ${shortCode(item.caseId)}: ${shortText(item.reason, 900)}`,
    `- ${shortText(evidenceLine(item.evidence), 600)}`,
    ...item.observations.slice(0, 5).map((line) => `- ${shortText(line)}`),
    ...furtherDifferences(item.plan).map((line) => `- ${shortText(line)}`),
    ...(rows.length === 0 ? [] : [`- rows: ${shortText(rows.join(' '), 900)}`]),
    ...(place === undefined ? [] : [`- at ${shortCode(place)}`]),
  ];
}

function rowLines({ columns, rows }: RowTable): readonly string[] {
  return [
    '',
    tableRow(['', ...columns.map((name) => shortText(name, longestCell))]),
    tableRow(['---', ...columns.map(() => '---')]),
    ...rows.map(({ sign, arm, cells }) => tableRow([`${sign} ${arm}`, ...cells.map(cellText)])),
  ];
}

function cellText({ text, isText, differs }: CellView): string {
  const inside = isText ? shortText(text, longestCell) : `<i>${shortText(text)}</i>`;
  return differs ? `<b>${inside}</b>` : inside;
}

/** `pre` and not a fence: entities cannot end it, whatever the SQL holds. */
function diffBlock({ baseline, candidate }: CaseComparison): readonly string[] {
  if (baseline === null || candidate === null || baseline.sql === candidate.sql) return [];
  const lines = sqlDiff(visibleText(baseline.sql), visibleText(candidate.sql)).map(
    ({ sign, parts }) => sign + cutTo(parts.map((part) => part.text).join(''), longestLine),
  );
  const shown = lines.slice(0, mostLines);
  const rest = lines.length > shown.length ? [`… ${lines.length - shown.length} more lines`] : [];
  return ['', `<pre lang="diff">${markupText([...shown, ...rest].join('\n'))}</pre>`];
}
