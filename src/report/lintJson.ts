import type { LintReport } from '../model/lint.ts';
import { countOf } from './lintText.ts';

/** One JSON document for programs. */
export function renderLintJson(report: LintReport): string {
  const document = {
    workload: report.workload,
    statements: report.statements,
    parsedBy: report.parsedBy ?? null,
    errors: countOf(report, 'error'),
    warnings: countOf(report, 'warning'),
    notes: countOf(report, 'note'),
    findings: report.findings.map(({ rule, level, place, what, mend }) => ({
      ...{ rule, level, file: place.file, line: place.line, column: place.column },
      ...{ message: what, mend },
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
