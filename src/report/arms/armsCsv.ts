import type { ArmsReport } from '../../model/armsReport.ts';
import { cellText, renderCsv } from '../data/csv.ts';

/** As the CSV of one comparison, with the candidate's name in a first column. */
export function armsCsv({ comparisons }: ArmsReport): string {
  return comparisons
    .flatMap(({ label, report }, nth) => {
      const [titles = '', ...rows] = lines([...renderCsv(report)].join(''));
      return [...(nth === 0 ? [`arm,${titles}`] : []), ...rows.map((one) => `${cellText(label)},${one}`)];
    })
    .map((line) => `${line}\r\n`)
    .join('');
}

/** Records; a quoted cell may hold the end of a line. */
function lines(text: string): readonly string[] {
  const records: string[] = [];
  let record = '';
  for (const line of text.split('\r\n')) {
    record = record === '' ? line : `${record}\r\n${line}`;
    if ((record.match(/"/g)?.length ?? 0) % 2 === 1) continue;
    if (record !== '') records.push(record);
    record = '';
  }
  return records;
}
