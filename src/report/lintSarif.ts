import { type LintFinding, type LintReport, ruleTexts } from '../model/lint.ts';
import { visibleLine } from './safeText.ts';

/** SARIF 2.1.0, as code scanning services read it. */
export function renderLintSarif(report: LintReport, toolVersion: string): string {
  const used = [...new Set(report.findings.map((finding) => finding.rule))].sort();
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'hogbench',
            version: toolVersion,
            rules: used.map((id) => ({ id, shortDescription: { text: ruleTexts[id] } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: report.findings.map((finding) => result(finding, used.indexOf(finding.rule))),
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function result({ rule, level, place, what, mend }: LintFinding, ruleIndex: number): object {
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text: visibleLine(`${what} — ${mend}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(place.file) },
          region: { startLine: place.line, startColumn: place.column },
        },
      },
    ],
  };
}

/** A relative reference for a path below the working folder, a file URI for any other. */
function uriOf(file: string): string {
  const path = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return file.startsWith('/') ? `file://${path}` : path;
}
