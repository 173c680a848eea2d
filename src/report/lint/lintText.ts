import type { LintReport } from '../../model/lint.ts';
import type { LintLevel } from '../../model/rules.ts';
import { plural } from '../../text/quantity.ts';
import { terminalText } from '../../text/safeText.ts';
import { attributionLines } from './attributionText.ts';

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
