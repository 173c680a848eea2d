import type { TrafficReport, TrafficRow } from '../../model/traffic.ts';
import { cutTo } from '../../text/displayWidth.ts';
import { terminalText } from '../../text/safeText.ts';
import { createSqlLayout } from '../words/sqlLayout.ts';
import { ownersText } from '../words/trafficCells.ts';

/** Characters of SQL that are laid out: half a second's worth. */
const laidOut = 150_000;
/** Lines of one query; more are read on the page. */
const mostLines = 20;

/** One query of each row for a terminal, laid out, a block a row; none where rows are not shapes of queries. */
export function queryBlocks({ rows, coverage }: TrafficReport, columns: number): readonly (readonly string[])[] {
  const layOut = createSqlLayout(laidOut);
  return rows.flatMap((row, at) => {
    if (row.sql === undefined || row.sql === '') return [];
    const lines = (layOut([row.sql])?.[0] ?? row.sql).split('\n');
    const rest = lines.length - mostLines;
    const shown = [
      titleOf(row, at, coverage.ownerTag),
      ...lines.slice(0, rest > 1 ? mostLines : undefined).map((line) => `    ${line}`),
      ...(rest > 1 ? [`    … ${rest} more lines; --html has all`] : []),
    ];
    return [shown.map((line) => cutTo(terminalText(line), columns))];
  });
}

function titleOf(row: TrafficRow, at: number, ownerTag: string): string {
  const owners = ownersText(row, ownerTag);
  const example = row.exampleId === undefined ? '' : `, for instance query_id ${row.exampleId}`;
  return `${at + 1}. ${row.name}${owners === '' ? '' : ` of ${owners}`}${example}`;
}
