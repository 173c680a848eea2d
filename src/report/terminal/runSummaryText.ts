import type { Summary } from '../../model/metric.ts';
import type { CaseSummary, RunSummary } from '../../model/runSummary.ts';
import type { Unit } from '../../model/units.ts';
import { cutTo, displayWidth, padTo } from '../../text/displayWidth.ts';
import { absent, formatShare, formatValue, plural } from '../../text/quantity.ts';
import { mapStrings, terminalText } from '../../text/safeText.ts';

const longestName = 60;

/** A run of one arm for a terminal: one line a case. */
export function renderRunSummary(summary: RunSummary): string {
  const safe = mapStrings(summary, terminalText);
  const rows = [titles, ...safe.cases.map(cells)];
  const widths = titles.map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))));
  const table = rows.map((row) =>
    row.map((cell, column) => padTo(cell, widths[column] ?? 0, column === 0 ? 'right' : 'left')).join('  '),
  );
  const { arm, status } = safe;
  const where =
    arm === null ? [] : [`${arm.workload} at ${arm.environment.target}, ClickHouse ${arm.environment.serverVersion}`];
  const executions = safe.cases.reduce((sum, one) => sum + one.executions, 0);
  const counters = safe.countersOnly
    ? ['Counters only: few executions without warm-up, so the times are no measurement.']
    : [];
  const end = `${plural(executions, 'execution')} in ${plural(safe.sessions, 'session')}`;
  const notices = safe.notices.map((one) => `${one.level}: ${one.text}`);
  const cut =
    status.kind === 'complete'
      ? []
      : [`This run is ${status.kind}${status.kind === 'incomplete' ? `: ${status.reason}` : ''}.`];
  return `${[...cut, ...where, '', ...table.map((line) => line.trimEnd()), '', end, ...counters, ...notices].join('\n')}\n`;
}

const titles: readonly string[] = [
  'case',
  'runs',
  'failed',
  'server time',
  'spread',
  'cpu',
  'rows read',
  'bytes read',
  'memory',
];

function cells(one: CaseSummary): readonly string[] {
  const spread = one.serverTimeUs?.relativeSpread ?? null;
  return [
    cutTo(one.caseId, longestName),
    String(one.executions),
    one.failed === 0 ? absent : String(one.failed),
    median(one.serverTimeUs, 'us'),
    spread === null ? absent : formatShare(spread),
    median(one.cpuTimeUs, 'us'),
    median(one.readRows, 'rows'),
    median(one.readBytes, 'bytes'),
    median(one.memoryBytes, 'bytes'),
  ];
}

function median(summary: Summary | null, unit: Unit): string {
  return formatValue(summary?.median ?? null, unit);
}
