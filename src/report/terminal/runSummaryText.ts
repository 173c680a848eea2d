import type { Summary } from '../../model/metric.ts';
import type { CaseSummary, RunSummary } from '../../model/runSummary.ts';
import type { Unit } from '../../model/units.ts';
import { cutTo, tableLines, wrap } from '../../text/displayWidth.ts';
import { absent, formatCount, formatShare, formatValue, plural } from '../../text/quantity.ts';
import { mapStrings, terminalText } from '../../text/safeText.ts';
import { versionAndLimits } from '../words/serverPlace.ts';
import { verdictWord } from '../words/verdictWords.ts';
import { paragraphLines } from './findingLines.ts';
import { summaryPercentiles } from './percentileLines.ts';

const longestName = 60;

/**
 * A run of one arm for a terminal of `width` columns: one line a case, then why cases failed.
 *
 * @param verbose with percentiles, too
 */
export function renderRunSummary(summary: RunSummary, width: number, verbose = false): string {
  const safe = mapStrings(summary, terminalText);
  const table = tableLines(titles, safe.cases.map(cells), width);
  const { arm, status } = safe;
  const where =
    arm === null ? [] : [`${arm.workload} at ${arm.environment.target}, ${versionAndLimits(arm.environment)}`];
  const executions = safe.cases.reduce((sum, one) => sum + one.executions, 0);
  const counters = safe.countersOnly
    ? ['Counters only: few executions without warm-up, so the times are no measurement.']
    : [];
  const end = `${plural(executions, 'execution')} in ${plural(safe.sessions, 'session')}`;
  const notices = safe.notices.flatMap((one) => wrap(`${one.level}: ${one.text}`, width));
  const failures = failureLines(safe.cases, width);
  const cut =
    status.kind === 'complete'
      ? []
      : [`This run is ${status.kind}${status.kind === 'incomplete' ? `: ${status.reason}` : ''}.`];
  const blocks = [
    [...cut, ...where].flatMap((line) => wrap(line, width)),
    table,
    verbose ? summaryPercentiles(safe.cases, width) : [],
    ...failures,
    [end, ...counters, ...notices],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const mostNamed = 6;
const mostReasons = 8;

/** Why cases failed, those that failed for one reason together. */
function failureLines(cases: readonly CaseSummary[], width: number): readonly (readonly string[])[] {
  const { mark, word } = verdictWord('failed');
  const byReason = new Map<string, CaseSummary[]>();
  for (const item of cases) {
    if (item.failure === null) continue;
    const known = byReason.get(item.failure.reason);
    if (known === undefined) byReason.set(item.failure.reason, [item]);
    else known.push(item);
  }
  const groups = [...byReason];
  const more = groups.length - mostReasons;
  const blocks = groups.slice(0, mostReasons).map(([reason, group]) => {
    const names = group.slice(0, mostNamed).map(({ caseId, failure }) => `- ${caseId} at ${failure?.place ?? ''}`);
    const unnamed = group.length - names.length;
    const rest = unnamed > 0 ? [`and ${plural(unnamed, 'more case')}`] : [];
    return [`${mark} ${word}  ${plural(group.length, 'case')}`, ...paragraphLines([reason, ...names, ...rest], width)];
  });
  return more > 0 ? [...blocks, [`and ${plural(more, 'more reason')} in the JSON report`]] : blocks;
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

/** `3 of 4 cases measured, 1 failed`, after what cut the run short. */
export function runText({ cases, status }: RunSummary): string {
  const never = cases.filter(({ executions, failed }) => failed > 0 && failed === executions).length;
  const atTimes = cases.filter(({ executions, failed }) => failed > 0 && failed < executions).length;
  const measured = cases.filter(({ executions, failed }) => failed < executions).length;
  const untold = measured > 0 && cases.every(({ serverTimeUs }) => serverTimeUs === null);
  return [
    `${status.kind === 'complete' ? '' : `${status.kind}: `}${measured === cases.length ? '' : `${formatCount(measured)} of `}${plural(cases.length, 'case')} measured`,
    ...(never === 0 ? [] : [`${formatCount(never)} failed`]),
    ...(atTimes === 0 ? [] : [`${formatCount(atTimes)} failed at times`]),
    ...(untold ? ["the server's log tells of none of them"] : []),
  ].join(', ');
}
