import type { Attribution, LintFinding, LintReport, LogFinding } from '../../model/lint.ts';
import { type LintRule, lintRules, ruleNames } from '../../model/rules.ts';
import { visibleLine } from '../../text/safeText.ts';
import { noPlace, sarifFingerprint, sarifLocation, sarifRoot } from '../ci/sarifParts.ts';

/** SARIF 2.1.0 with what code scanning services need beyond the standard: help texts, ends of regions, fingerprints. */
export function renderLintSarif(report: LintReport, toolVersion: string): string {
  const { findings, attribution } = report;
  const placed = [
    ...findings.map((finding) => ({ finding, place: finding.place, subject: finding.place.file })),
    ...(attribution?.findings ?? []).map((finding) => ({
      finding,
      place: noPlace,
      subject: `${attribution?.log} ${finding.owner ?? ''}`,
    })),
  ];
  const seen = new Map<string, number>();
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'hogbench', version: toolVersion, semanticVersion: toolVersion, rules: ruleNames.map(rule) },
        },
        invocations: [{ executionSuccessful: true }],
        automationDetails: { id: `hogbench-lint/${visibleLine(report.workload ?? 'log')}/` },
        originalUriBaseIds: { [sarifRoot]: { description: { text: 'The folder that hogbench lint ran in.' } } },
        columnKind: 'utf16CodeUnits',
        results: placed.map(({ finding, place, subject }) => ({
          ruleId: finding.rule,
          ruleIndex: ruleNames.indexOf(finding.rule),
          level: finding.level,
          message: { text: visibleLine(`${finding.what} — ${finding.fix}`) },
          locations: [{ physicalLocation: sarifLocation(place) }],
          partialFingerprints: { primaryLocationLineHash: fingerprint(finding, subject, seen) },
        })),
        ...(attribution === undefined ? {} : { properties: { attribution: figures(attribution) } }),
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** All rules are listed every time, so that two reports differ in results alone. */
function rule(id: LintRule): object {
  const { about, help, level } = lintRules[id];
  return {
    id,
    shortDescription: { text: about },
    fullDescription: { text: about },
    help: { text: help },
    defaultConfiguration: { level },
  };
}

/** Which finding it is, from one document to the next. Shares of a log change from day to day, and the finding is the same. */
function fingerprint(finding: LintFinding | LogFinding, subject: string, seen: Map<string, number>): string {
  return sarifFingerprint([finding.rule, subject, 'place' in finding ? finding.what : ''], seen);
}

function figures({ log, coverage, least }: Attribution): object {
  const { requiredTags, executions, taggedExecutions, cost, taggedCost } = coverage;
  return {
    log: visibleLine(log),
    requiredTags,
    executions,
    taggedExecutions,
    cost,
    taggedCost,
    minCoverage: least ?? null,
  };
}
