import type { ChangeRow, TrafficChangeReport } from '../../model/trafficChange.ts';
import { cutTo, tableLines, wrap } from '../../text/displayWidth.ts';
import { mapStrings, terminalText } from '../../text/safeText.ts';
import {
  changeCells,
  changeHeadline,
  changeTitles,
  kindText,
  moreText,
  sureText,
  unreadText,
  windowRemarks,
  windowText,
} from '../words/changeCells.ts';
import { createSqlLayout } from '../words/sqlLayout.ts';

/** Characters of SQL that are laid out: half a second's worth. */
const laidOut = 150_000;
/** Lines of one query; more are read on the page. */
const mostLines = 20;
const longName = 36;
const nameShare = 0.3;

/** `hogbench top --against` for a terminal: a table for each kind of change, then what the words rest on; `verbose` adds a query of each row. */
export function renderChangeTerminal(report: TrafficChangeReport, columns: number, verbose = false): string {
  const safe = mapStrings(report, terminalText);
  const width = Math.max(60, columns);
  const tables = safe.kinds.flatMap((total): readonly (readonly string[])[] => {
    const rows = safe.rows.filter((row) => row.kind === total.kind);
    const lines = rows.map((row) => [row.name, ...changeCells(row, safe.by)]);
    const table = tableLines(
      ['what', ...changeTitles(safe)],
      lines,
      width,
      Math.min(longName, Math.floor(width * nameShare)),
    );
    const more = moreText(total, safe);
    return [
      [...wrap(kindText(total, safe), width), ...(rows.length === 0 ? [] : table), ...(more === '' ? [] : [more])],
    ];
  });
  const unread = unreadText(safe);
  const blocks = [
    [changeHeadline(safe), windowText('before', safe.before), windowText('after', safe.after)].flatMap((text) =>
      wrap(text, width),
    ),
    ...tables,
    unread === '' ? [] : wrap(unread, width),
    ...(verbose ? report.rows.flatMap((row) => queryBlock(row, columns)) : []),
    wrap(sureText(safe), width),
    [...windowRemarks(safe), ...safe.remarks].flatMap((text) => wrap(text, width)),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function queryBlock(row: ChangeRow, columns: number): readonly (readonly string[])[] {
  if (row.sql === undefined || row.sql === '') return [];
  const lines = (createSqlLayout(laidOut)([row.sql])?.[0] ?? row.sql).split('\n');
  const rest = lines.length - mostLines;
  const shown = [
    `${row.kind}: ${row.name}`,
    ...lines.slice(0, rest > 1 ? mostLines : undefined).map((line) => `    ${line}`),
    ...(rest > 1 ? [`    … ${rest} more lines; --html has all`] : []),
  ];
  return [shown.map((line) => cutTo(terminalText(line), columns))];
}
