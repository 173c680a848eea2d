import type { CaseComparison } from '../../model/comparison.ts';
import { absent, fromTo } from '../../text/quantity.ts';
import { markdownText } from '../../text/safeText.ts';
import { caseRow, isComparison, unseen } from '../words/caseRow.ts';
import { ratioText } from '../words/openCases.ts';
import { fitting, leftOut, shortCode, shortText, tableRow } from './markdownFit.ts';

/** Few columns: a comment is some 80 characters wide, and what was observed has to be seen. */
export const tableHead: readonly string[] = [
  tableRow(['', 'case', fromTo('baseline', 'candidate'), 'ratio', 'observed']),
  '| --- | --- | ---: | ---: | --- |',
];

/** The line of a case that is no finding; an undecided one says what it could not have hidden. */
export function caseLine(item: CaseComparison): string {
  return lineWith(item, [...new Set([caseRow(item).observation, unseen(item)])]);
}

/** A finding's line says what is wrong with it, or how its plan differs, so that the reason is seen without unfolding. */
function findingLine(item: CaseComparison): string {
  const { observation } = caseRow(item);
  if (!isComparison(item)) return lineWith(item, [firstSentence(item.reason), observation]);
  // A row that stands for a counter has its values already.
  const isSaid = item.observed[0]?.metric === item.metrics[0]?.metric;
  return lineWith(item, [isSaid ? '' : observation, item.plan?.differences[0]?.text ?? '']);
}

function firstSentence(text: string): string {
  return text.split(/(?<=\.) /, 1)[0]?.replace(/\.$/, '') ?? '';
}

function lineWith(item: CaseComparison, observed: readonly string[]): string {
  const { verdict, caseId, baseline, candidate, ratio, interval } = caseRow(item);
  const texts = observed.filter((one) => one !== '').map((one) => shortText(one));
  const name = `${markdownText(verdict.mark)}&nbsp;${verdict.word}`;
  const values = [baseline, candidate].filter((one) => one !== absent);
  return tableRow([name, shortCode(caseId), fromTo(...values), ratioText({ ratio, interval }), texts.join('; ')]);
}

/** The findings, as many as fit; empty when there are none. */
export function findingTable(head: readonly string[], findings: readonly CaseComparison[], room: number): string {
  if (findings.length === 0) return '';
  const rows = fitting(findings, findingLine, room);
  const cut = findings.length - rows.length;
  return `${[...head, ...rows, ...(cut === 0 ? [] : ['', leftOut(cut, 'finding')])].join('\n')}\n`;
}
