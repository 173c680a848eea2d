import type { ComparisonReport } from '../../model/comparison.ts';
import type { GateFinding } from '../../model/gateJudgement.ts';
import { markdownText } from '../../text/safeText.ts';
import { gateCounts, toldFindings } from '../words/gateText.ts';
import { gateWords } from '../words/gateWords.ts';
import { fitting, leftOut, shortCode, shortText, tableRow } from './markdownFit.ts';

const head: readonly string[] = [
  tableRow(['gate', 'case', 'what', 'expected', 'found', 'by']),
  '| --- | --- | --- | --- | --- | --- |',
];

/** What the rules make of a comparison, as a table of what did not pass; empty where nobody asked for rules. */
export function gateBlock({ gate }: ComparisonReport, room: number): string {
  if (gate === undefined) return '';
  const told = toldFindings(gate);
  const counts = gateCounts(gate);
  const title = `**Gate**: ${counts === '' ? 'nothing was asked' : counts}.`;
  if (told.length === 0) return `${title}\n`;
  const rows = fitting(told, row, room);
  const more = told.length - rows.length;
  return [title, '', ...head, ...rows, ...(more === 0 ? [] : ['', leftOut(more, 'finding')]), ''].join('\n');
}

function row(finding: GateFinding): string {
  const { mark, state, subject, what, expected, found, by, evidence, fix } = gateWords(finding);
  const whole = [what, finding.outcome === 'allowed' ? evidence : '', fix].filter((one) => one !== '').join('. ');
  const cells = [whole, expected, found, by].map((one) => shortText(one));
  return tableRow([`${markdownText(mark)}&nbsp;${state}`, shortCode(subject), ...cells]);
}
