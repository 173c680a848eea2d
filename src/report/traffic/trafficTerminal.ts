import type { TrafficReport } from '../../model/traffic.ts';
import { cutTo, tableLines, wrap } from '../../text/displayWidth.ts';
import { plural } from '../../text/quantity.ts';
import { mapStrings, terminalText } from '../../text/safeText.ts';
import {
  coverageText,
  failureText,
  moneyCells,
  moneyTitles,
  numberCells,
  numberTitles,
  ownersLine,
  ownersText,
  ownerTable,
  restText,
  shareCells,
  shareTitles,
  tellsOwners,
  trafficHeadline,
  trafficWhere,
} from '../words/trafficCells.ts';
import { trendBars, trendPartsText } from '../words/trafficTrend.ts';
import { queryBlocks } from './trafficQueries.ts';

/** Rows whose failures are told. */
const mostFailures = 5;
/** A name of a shape ends with what tells it apart, so numbers are left out before it is cut shorter: columns, and of the width. */
const longName = 36;
const nameShare = 0.3;

/** `hogbench top` for a terminal: one line a row, failures below, then how much of it is tagged; `verbose` adds a query of each row. */
export function renderTrafficTerminal(report: TrafficReport, columns: number, verbose = false): string {
  const safe = mapStrings(report, terminalText);
  const width = Math.max(60, columns);
  const failures = safe.rows.filter((row) => (row.failures ?? 0) > 0);
  const unnamed = failures.length - mostFailures;
  const owners = ownerTable(safe.coverage, safe.money);
  const blocks: readonly (readonly string[])[] = [
    wrap(`${trafficHeadline(safe)}, ${trafficWhere(safe)}`, width),
    tableOf(safe, width),
    notesOf(safe).flatMap((text) => wrap(text, width)),
    ...(verbose ? queryBlocks(report, width) : []),
    failures
      .slice(0, mostFailures)
      .map((row) => cutTo(`failed: ${row.name}: ${failureText(row, safe.errorNames)}`, width))
      .concat(unnamed > 0 ? [`failed: ${plural(unnamed, 'row')} more; --json and --html have all`] : []),
    [...wrap(coverageText(safe.coverage), width), ...(safe.showsOwners ? [] : wrap(ownersLine(safe), width))].filter(
      (line) => line !== '',
    ),
    safe.showsOwners ? tableLines(owners.titles, owners.rows, width) : [],
    safe.remarks.flatMap((text) => wrap(text, width)),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** What a narrow terminal leaves out first comes last. */
function tableOf(report: TrafficReport, width: number): readonly string[] {
  const { rows, trend, coverage } = report;
  const isOwned = tellsOwners(report);
  const titles = [
    ...[
      'what',
      ...shareTitles(report),
      ...moneyTitles(report),
      ...(trend === undefined ? [] : ['trend']),
      ...numberTitles,
    ],
    ...(isOwned ? [coverage.ownerTag] : []),
  ];
  const lines = rows.map((row) => [
    row.name,
    ...shareCells(row, report),
    ...moneyCells(row, report),
    ...(trend === undefined ? [] : [trendBars(row.trend ?? [])]),
    ...numberCells(row),
    ...(isOwned ? [ownersText(row, coverage.ownerTag)] : []),
  ]);
  return tableLines(titles, lines, width, Math.min(longName, Math.floor(width * nameShare)));
}

function notesOf(report: TrafficReport): readonly string[] {
  const { trend, by } = report;
  const rest = restText(report);
  return [
    ...(rest === '' ? [] : [rest]),
    ...(trend === undefined ? [] : [`trend: ${by} in ${trendPartsText(trend)}, every row by its own highest`]),
  ];
}
