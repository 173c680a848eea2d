import type { LintReport } from '../model/lint.ts';
import type { LintLevel } from '../model/rules.ts';
import { plural } from './format.ts';
import { terminalText } from './safeText.ts';

/** `file:line:column: level: message (rule)` as compilers print it, what to do below it, and the counts at the end. */
export function renderLintText(report: LintReport): string {
  const lines = report.findings.flatMap(({ rule, level, place, what, mend }) => [
    `${place.file}:${place.line}:${place.column}: ${level}: ${what} (${rule})`,
    `    ${mend}`,
  ]);
  return [...lines, summary(report)]
    .map((line) => `${line.match(/^ */)?.[0]}${terminalText(line.trimStart())}\n`)
    .join('');
}

/** How many findings have a level. */
export function countOf({ findings }: LintReport, level: LintLevel): number {
  return findings.filter((finding) => finding.level === level).length;
}

function summary(report: LintReport): string {
  const levels = (['error', 'warning', 'note'] as const).filter((level) => countOf(report, level) > 0);
  const found = levels.map((level) => plural(countOf(report, level), level)).join(', ') || 'nothing to mend';
  const parsed = report.parsedBy === undefined ? 'not parsed by a server' : `parsed on target ${report.parsedBy}`;
  return `${report.workload}: ${found} in ${plural(report.statements, 'statement')}, ${parsed}`;
}
