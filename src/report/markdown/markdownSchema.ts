import type { ComparisonReport } from '../../model/comparison.ts';
import { schemaTitle, schemaUnknown, schemaWords, type TableWords } from '../words/schemaWords.ts';
import { folded, shortCode, shortText, tableRow } from './markdownFit.ts';

const mostLines = 20;

/** How tables are made otherwise in the candidate, folded; empty where none is. */
export function schemaBlock({ schema }: Pick<ComparisonReport, 'schema'>, room: number): string {
  if (schema === undefined) return '';
  const summary = schemaTitle;
  if (schema.tables === null)
    return folded({ summary, head: [], items: [schemaUnknown], render: (line) => line, noun: 'line' }, room);
  return folded({ summary, head: [], items: schemaWords(schema), render: tableText, noun: 'table' }, room);
}

function tableText({ name, state, lines, rows, remark }: TableWords): string {
  const left = lines.length - mostLines;
  return [
    `${shortCode(name)}: ${state}`,
    '',
    ...lines.slice(0, mostLines).map((line) => `- ${shortCode(line)}`),
    ...(left > 0 ? [`- and ${left} more`] : []),
    ...(lines.length === 0 ? [] : ['']),
    tableRow(['', 'baseline', 'candidate', 'change']),
    '| --- | ---: | ---: | --- |',
    ...rows.map(({ label, baseline, candidate, change }) =>
      tableRow([shortText(label), shortText(baseline), shortText(candidate), shortText(change)]),
    ),
    '',
    ...(remark === '' ? [] : [shortText(remark, 600), '']),
  ].join('\n');
}
