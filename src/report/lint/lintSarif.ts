import { createHash } from 'node:crypto';
import type { Place } from '../../model/errors.ts';
import type { Attribution, LintFinding, LintReport, LogFinding } from '../../model/lint.ts';
import { type LintRule, lintRules, ruleNames } from '../../model/rules.ts';
import { visibleLine } from '../../text/safeText.ts';

const root = '%SRCROOT%';
/** A log stands in no file of the repository, and every result needs a place: the file that says what is asked of it. */
const placeOfLog: Place = { file: 'hogbench.config.yaml', line: 1, column: 1 };

/** SARIF 2.1.0 with what code scanning services need beyond the standard: help texts, ends of regions, fingerprints. */
export function renderLintSarif(report: LintReport, toolVersion: string): string {
  const { findings, attribution } = report;
  const placed = [
    ...findings.map((finding) => ({ finding, place: finding.place, subject: finding.place.file })),
    ...(attribution?.findings ?? []).map((finding) => ({
      finding,
      place: placeOfLog,
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
        originalUriBaseIds: { [root]: { description: { text: 'The folder that hogbench lint ran in.' } } },
        columnKind: 'utf16CodeUnits',
        results: placed.map(({ finding, place, subject }) => ({
          ruleId: finding.rule,
          ruleIndex: ruleNames.indexOf(finding.rule),
          level: finding.level,
          message: { text: visibleLine(`${finding.what} — ${finding.fix}`) },
          locations: [{ physicalLocation: location(place) }],
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

function location({ file, line, column }: Place): object {
  return {
    artifactLocation: file.startsWith('/') ? { uri: uriOf(file) } : { uri: uriOf(file), uriBaseId: root },
    region: { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 },
  };
}

/** A relative reference for a path below the working folder, a file URI for any other. */
function uriOf(file: string): string {
  const path = file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return file.startsWith('/') ? `file://${path}` : path;
}

/**
 * What is the same for a finding wherever in its file it stands, so that an alert survives lines above it: a hash and, as
 * services write it, which of its kind it is.
 */
function fingerprint(finding: LintFinding | LogFinding, subject: string, seen: Map<string, number>): string {
  // Shares of a log change from day to day, and the finding is the same.
  const said = 'place' in finding ? finding.what : '';
  const hash = createHash('sha256')
    .update(JSON.stringify([finding.rule, subject, said]))
    .digest('hex')
    .slice(0, 16);
  const count = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, count);
  return `${hash}:${count}`;
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
