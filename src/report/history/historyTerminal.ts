import type { HistoryChange, HistoryReport } from '../../model/history.ts';
import { tableLines, wrap } from '../../text/displayWidth.ts';
import { formatCount, formatRatio, formatValue, plural } from '../../text/quantity.ts';
import { mapStrings, terminalText } from '../../text/safeText.ts';
import {
  agreeingText,
  commitText,
  eventText,
  historyHeadline,
  historyNotes,
  minuteText,
  placeText,
  scopeText,
  sizeText,
} from './historyWords.ts';
import { byRun, sparkline } from './sparkline.ts';

/** Lines that are printed without being asked for all. */
const most = { runs: 20, changes: 20, events: 10 };
const sparkColumns = 40;
const narrowest = 60;

/** `hogbench history` for a terminal: changes with their places, then one line a run, newest first. */
export function renderHistoryTerminal(report: HistoryReport, columns: number, verbose = false): string {
  const safe = mapStrings(report, terminalText);
  const width = Math.max(narrowest, columns);
  const limit = (count: number): number => (verbose ? Number.POSITIVE_INFINITY : count);
  const blocks: readonly (readonly string[])[] = [
    [...wrap(historyHeadline(safe), width), ...wrap(scopeText(safe), width)],
    sparkLines(safe, width),
    changeLines(safe, width, limit(most.changes)),
    runLines(safe, width, limit(most.runs)),
    cutList(safe.events.map((one) => eventText(one, safe)).reverse(), limit(most.events), 'event', width),
    historyNotes(safe).flatMap((text) => wrap(text, width)),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Of each series that is shown, its newest runs drawn. */
function sparkLines({ series, runs, unit }: HistoryReport, width: number): readonly string[] {
  const rows = series.map(({ name, points }) => [
    name,
    sparkline(byRun(points, runs.length), Math.min(sparkColumns, Math.floor(width / 2))),
    formatValue(points.at(-1)?.value ?? null, unit ?? 'count'),
  ]);
  return rows.length === 0
    ? []
    : tableLines(['case', 'runs, the newest last', 'newest'], rows, width, Math.floor(width / 4));
}

function changeLines(report: HistoryReport, width: number, limit: number): readonly string[] {
  const shown = report.changes.slice(0, limit);
  const rest = report.changes.length - shown.length;
  return [
    ...shown.flatMap((one) => [
      ...wrap(`${markOf(one)}: ${one.name}: ${sizeText(one, report)}`, width),
      ...wrap(`${placeText(one, report)}; ${agreeingText(one, report)}`, width - 2).map((line) => `  ${line}`),
    ]),
    ...(rest > 0 ? [`${plural(rest, 'more change')}: --verbose, --json and --html have all`] : []),
  ];
}

function markOf({ direction, state }: HistoryChange): string {
  return state === 'tentative' ? `${direction}?` : direction;
}

function runLines({ runs, changes, unit }: HistoryReport, width: number, limit: number): readonly string[] {
  if (runs.length === 0) return [];
  const shown = runs
    .map((run, at) => ({ run, at }))
    .reverse()
    .slice(0, limit);
  const counts = new Map<number, number>();
  for (const { first } of changes) counts.set(first, (counts.get(first) ?? 0) + 1);
  const rows = shown.map(({ run, at }) => [
    minuteText(run.startedAt),
    run.runId,
    commitText(run),
    run.branch ?? '?',
    formatValue(run.total, unit ?? 'count'),
    formatRatio(run.ratio),
    counts.has(at) ? formatCount(counts.get(at) ?? 0) : '',
  ]);
  const rest = runs.length - shown.length;
  return [
    ...tableLines(['started', 'run', 'commit', 'branch', 'total', 'to level', 'changes'], rows, width, 16),
    ...(rest > 0 ? [`${plural(rest, 'older run')}: --verbose has a line for each`] : []),
  ];
}

function cutList(texts: readonly string[], limit: number, noun: string, width: number): readonly string[] {
  const shown = texts.slice(0, limit);
  const rest = texts.length - shown.length;
  return [
    ...shown.flatMap((text) => wrap(text, width)),
    ...(rest > 0 ? [`${plural(rest, `more ${noun}`)}: --json has all`] : []),
  ];
}
