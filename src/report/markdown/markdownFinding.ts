import type { CaseComparison } from '../../model/comparison.ts';
import { markdownText } from '../../text/safeText.ts';
import { caseRow, isComparison, replicateText } from '../words/caseRow.ts';
import { evidenceLine } from '../words/evidenceText.ts';
import { foldedNames, unnamed } from '../words/foldedFailures.ts';
import { percentileLine } from '../words/percentileText.ts';
import { furtherDifferences } from '../words/planWords.ts';
import { type CellView, type RowTable, rowDifferenceView } from '../words/rowDifferenceText.ts';
import type { SqlLayout } from '../words/sqlLayout.ts';
import { verdictWord } from '../words/verdictWords.ts';
import { shortCode, shortText, tableRow } from './markdownFit.ts';
import { sqlBlock } from './markdownSql.ts';

const longestCell = 100;

/** Cases of one finding: one, or those that failed for one reason. */
export type FindingParts = readonly CaseComparison[];

/** A finding without what takes much room. */
export function findingBrief(group: FindingParts): string {
  return finding(group, () => ({ sql: [], rows: [] }));
}

/** A finding with the difference of its SQL, and the rows that differ. */
export function findingFull(group: FindingParts, layOut: SqlLayout): string {
  return finding(group, (item) => ({
    sql: sqlBlock(item, layOut),
    rows: (rowDifferenceView(item.rowDifference)?.tables ?? []).flatMap(rowLines),
  }));
}

interface Blocks {
  readonly sql: readonly string[];
  readonly rows: readonly string[];
}

function finding(group: FindingParts, blocksOf: (item: CaseComparison) => Blocks): string {
  const [item, ...others] = group;
  if (item === undefined || others.length > 0) return failuresTogether(group);
  const { sql, rows } = blocksOf(item);
  const { mark, word } = verdictWord(item.verdict);
  const place = item.candidate?.place ?? item.baseline?.place;
  const at = place === undefined ? '' : ` at ${shortCode(place)}`;
  return [
    `**${markdownText(mark)} ${word}** ${shortCode(item.caseId)}${at}`,
    '',
    ...(sql.length === 0 ? [] : [...sql, '']),
    '<details>',
    `<summary>${summaryOf(item)}</summary>`,
    '',
    ...evidenceLines(item),
    ...rows,
    '',
    '</details>',
    '',
  ].join('\n');
}

/** What is read without unfolding: how much, how sure, and by how many. */
function summaryOf(item: CaseComparison): string {
  const result = item.metrics[0]?.result;
  if (!isComparison(item) || result === undefined || result.kind === 'notCompared') return 'Evidence';
  const { ratio, interval } = caseRow(item);
  const from = result.kind === 'estimate' ? `, ${replicateText(result)}` : '';
  return shortText(`Evidence: ${ratio} (${interval})${from}`);
}

/** Cases that failed for one reason, told once. */
function failuresTogether(group: FindingParts): string {
  const { mark, word } = verdictWord('failed');
  const rest = unnamed(group);
  return [
    `**${markdownText(mark)} ${word}** ${group.length} cases: ${shortText(group[0]?.reason ?? '', 900)}`,
    ...foldedNames(group).map(({ name, at }) => `- ${shortCode(name)} at ${shortCode(at)}`),
    ...(rest === '' ? [] : [`- ${rest}`]),
    '',
  ].join('\n');
}

function evidenceLines(item: CaseComparison): readonly string[] {
  const rows = rowDifferenceView(item.rowDifference)?.sentences ?? [];
  const percentiles = percentileLine(item);
  return [
    `- ${shortText(item.reason, 900)}`,
    `- ${shortText(evidenceLine(item.evidence), 600)}`,
    ...(percentiles === '' ? [] : [`- ${shortText(percentiles, 600)}`]),
    ...item.observations.slice(0, 5).map((line) => `- ${shortText(line)}`),
    ...furtherDifferences(item.plan).map((line) => `- ${shortText(line)}`),
    ...(rows.length === 0 ? [] : [`- rows: ${shortText(rows.join(' '), 900)}`]),
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
