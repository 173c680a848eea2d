import type { Attribution, LintReport } from '../../model/lint.ts';
import { countOf } from './lintText.ts';

/** One JSON document for programs. */
export function renderLintJson(report: LintReport): string {
  const document = {
    workload: report.workload ?? null,
    statements: report.statements,
    parsedBy: report.parsedBy ?? null,
    errors: countOf(report, 'error'),
    warnings: countOf(report, 'warning'),
    notes: countOf(report, 'note'),
    findings: report.findings.map(({ rule, level, place, what, fix }) => ({
      ...{ rule, level, file: place.file, line: place.line, column: place.column },
      ...{ message: what, mend: fix },
    })),
    attribution: report.attribution === undefined ? null : attributionOf(report.attribution),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function attributionOf({ log, from, until, least, coverage, findings, remarks }: Attribution): object {
  return {
    log,
    from,
    until,
    minCoverage: least ?? null,
    ...coverage,
    findings: findings.map(({ rule, level, owner, what, fix }) => ({
      ...{ rule, level, owner: owner ?? null, message: what, mend: fix },
    })),
    remarks,
  };
}
