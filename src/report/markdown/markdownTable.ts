import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import { markdownText } from '../../text/safeText.ts';
import { caseRow, replicateWord, unseen } from '../words/caseRow.ts';
import { fitting, leftOut, shortCode, shortText, tableRow } from './markdownFit.ts';

export function tableHead(report: ComparisonReport): readonly string[] {
  return [
    tableRow(['', 'case', 'baseline', 'candidate', 'ratio', 'interval', replicateWord(report), 'observed']),
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |',
  ];
}

/** The line of a case that is no finding; an undecided one says what it could not have hidden. */
export function caseLine(item: CaseComparison): string {
  return lineWith(item, [...new Set([caseRow(item).observation, unseen(item)])]);
}

/** A finding's line says what is wrong with it, or how its plan differs, so that the reason is seen without unfolding. */
function findingLine(item: CaseComparison): string {
  const { observation } = caseRow(item);
  const isAboutCost = item.verdict !== 'resultChanged' && item.verdict !== 'failed';
  if (!isAboutCost) return lineWith(item, [firstSentence(item.reason), observation]);
  return lineWith(item, [observation, item.plan?.differences[0]?.text ?? '']);
}

function firstSentence(text: string): string {
  return text.split(/(?<=\.) /, 1)[0]?.replace(/\.$/, '') ?? '';
}

function lineWith(item: CaseComparison, observed: readonly string[]): string {
  const { verdict, caseId, baseline, candidate, ratio, interval, replicates } = caseRow(item);
  const texts = observed.filter((one) => one !== '').map((one) => shortText(one));
  const name = `${markdownText(verdict.mark)} ${verdict.word}`;
  return tableRow([name, shortCode(caseId), baseline, candidate, ratio, interval, replicates, texts.join('; ')]);
}

/** The findings, as many as fit; empty when there are none. */
export function findingTable(head: readonly string[], findings: readonly CaseComparison[], room: number): string {
  if (findings.length === 0) return '';
  const rows = fitting(findings, findingLine, room);
  const cut = findings.length - rows.length;
  return `${[...head, ...rows, ...(cut === 0 ? [] : ['', leftOut(cut, 'finding')])].join('\n')}\n`;
}
