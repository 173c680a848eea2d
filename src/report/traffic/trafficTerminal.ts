import type { TrafficReport } from '../../model/traffic.ts';
import { cutTo, tableLines, wrap } from '../../text/displayWidth.ts';
import { plural } from '../../text/quantity.ts';
import { mapStrings, terminalText } from '../../text/safeText.ts';
import {
  coverageText,
  failureText,
  ownerTable,
  trafficCells,
  trafficHeadline,
  trafficTitles,
  trafficWhere,
} from '../words/trafficCells.ts';

/** Rows whose failures are told. */
const mostFailures = 5;

/** `hogbench top` for a terminal: one line a row, failures below, then how much of it is tagged. */
export function renderTrafficTerminal(report: TrafficReport, columns: number): string {
  const safe = mapStrings(report, terminalText);
  const width = Math.max(60, columns);
  const failures = safe.rows.filter((row) => row.failures > 0);
  const unnamed = failures.length - mostFailures;
  const owners = ownerTable(safe.coverage);
  const blocks: readonly (readonly string[])[] = [
    wrap(`${trafficHeadline(safe)}, ${trafficWhere(safe)}`, width),
    tableLines(
      trafficTitles(safe),
      safe.rows.map((row) => trafficCells(row, safe.by)),
      width,
    ),
    failures
      .slice(0, mostFailures)
      .map((row) => cutTo(`failed: ${row.name}: ${failureText(row, safe.errorNames)}`, width))
      .concat(unnamed > 0 ? [`failed: ${plural(unnamed, 'row')} more; --json and --html have all`] : []),
    [coverageText(safe.coverage)],
    safe.showsOwners ? tableLines(owners.titles, owners.rows, width) : [],
    safe.remarks.flatMap((text) => wrap(text, width)),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}
