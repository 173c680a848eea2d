import type { Attribution, LintReport } from '../../model/lint.ts';
import type { LintLevel } from '../../model/rules.ts';
import type { AttributionCoverage } from '../../model/traffic.ts';
import { tableLines } from '../../text/displayWidth.ts';
import { formatCount, formatCoverage, formatMoment, plural } from '../../text/quantity.ts';
import { mapStrings, terminalText } from '../../text/safeText.ts';
import { coverageText, ownerTable } from '../words/trafficCells.ts';

/**
 * `file:line:column: level: message (rule)` as compilers print it, what to do below it, and the counts at the end. The
 * attribution of a log stands below them.
 */
export function renderLintText(report: LintReport): string {
  const lines = report.findings.flatMap(({ rule, level, place, what, fix }) => [
    `${place.file}:${place.line}:${place.column}: ${level}: ${what} (${rule})`,
    `    ${fix}`,
  ]);
  const checked = report.workload === undefined ? [] : [...lines, summary(report.workload, report)];
  const safe = checked.map((line) => `${line.match(/^ */)?.[0]}${terminalText(line.trimStart())}`);
  const logged = report.attribution === undefined ? [] : attributionLines(report.attribution);
  return [safe, logged]
    .filter((block) => block.length > 0)
    .map((block) => block.map((line) => `${line}\n`).join(''))
    .join('\n');
}

/** How many findings have a level, of the workload and of the log. */
export function countOf({ findings, attribution }: LintReport, level: LintLevel): number {
  const all = [...findings, ...(attribution?.findings ?? [])];
  return all.filter((finding) => finding.level === level).length;
}

function summary(workload: string, { findings, statements, parsedBy }: LintReport): string {
  const counts = (['error', 'warning', 'note'] as const).map(
    (level) => [level, findings.filter((finding) => finding.level === level).length] as const,
  );
  const some = counts.filter(([, count]) => count > 0).map(([level, count]) => plural(count, level));
  const parsed = parsedBy === undefined ? 'not parsed by a server' : `parsed on target ${parsedBy}`;
  return `${workload}: ${some.join(', ') || 'nothing to fix'} in ${plural(statements, 'statement')}, ${parsed}`;
}

/** Lines are kept for terminals and logs of CI alike. */
const width = 120;
const mostRows = 30;

/** What a log tells of attribution: findings about all of it, shares by tag and by owner, and what was left out. */
export function attributionLines(attribution: Attribution): readonly string[] {
  const { log, from, until, coverage, findings, remarks } = mapStrings(attribution, terminalText);
  const owners = ownerTable(coverage);
  const hidden = owners.rows.length - mostRows;
  return [
    // Owners have rows of their own below.
    ...findings
      .filter((one) => one.owner === undefined)
      .flatMap(({ rule, level, what, fix }) => [`${log}: ${level}: ${what} (${rule})`, `    ${fix}`]),
    ...tableLines(owners.titles, owners.rows.slice(0, mostRows), width),
    ...(hidden > 0 ? [`${formatCount(hidden)} owners more; --format json has all`] : []),
    ...carrierLines(coverage),
    coverageText(coverage),
    ...remarks,
    `${log}, ${formatMoment(from)} to ${formatMoment(until)}`,
  ];
}

function carrierLines({ carriers, executions, requiredTags }: AttributionCoverage): readonly string[] {
  const parts = carriers
    .filter((one) => requiredTags.includes(one.tag))
    .map((one) => `${one.tag} ${executions > 0 ? formatCoverage(one.executions / executions) : '-'}`);
  return parts.length > 1 ? [`of executions: ${parts.join(', ')}`] : [];
}
