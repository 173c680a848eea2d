import type { ComparisonReport } from '../../model/comparison.ts';
import { visibleLine } from '../../text/safeText.ts';
import { namedArms } from '../words/armNames.ts';
import type { Telling } from '../words/reportLink.ts';
import type { CiFinding } from './ciFinding.ts';
import { type CiRule, ciFindings, ciRules } from './ciFindings.ts';
import { noPlace, type SarifPlace, sarifFingerprint, sarifLocation, sarifRoot } from './sarifParts.ts';

/** GitHub refuses a run of more than 25,000 results, and shows 5,000. */
const mostResults = 5000;

const ruleNames = Object.keys(ciRules) as CiRule[];

/**
 * The findings as SARIF 2.1.0: a rule for each verdict, the changed lines as places, and fingerprints that stay from run to run, so that
 * an alert is the same until the case is no longer found. A run without findings has no results; one that did not end, or decided too
 * little, has one, and did not execute successfully.
 */
export function renderSarif(report: ComparisonReport, telling: Telling = {}): string {
  const all = ciFindings(report, telling);
  const findings = all.slice(0, mostResults);
  const version = telling.version ?? report.arms.at(-1)?.environment.hogbenchVersion ?? '0.0.0';
  const seen = new Map<string, number>();
  const somewhere = all.find(({ place }) => place !== undefined)?.place ?? noPlace;
  const ofConfig = [...new Set(findings.map(({ rule }) => rule))].filter((rule) => !(rule in ciRules));
  const ids: readonly string[] = [...ruleNames, ...ofConfig];
  const isWhole = report.status.kind === 'complete';
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'hogbench',
            ...{ version: visibleLine(version), semanticVersion: visibleLine(version) },
            rules: [
              ...ruleNames.map((id) => ruleOf(id, ciRules[id])),
              ...ofConfig.map((id) => ruleOf(id, aboutConfig)),
            ],
          },
        },
        invocations: [{ executionSuccessful: isWhole }],
        automationDetails: { id: `hogbench/${visibleLine(namedArms(report).at(-1)?.workload ?? 'comparison')}/` },
        originalUriBaseIds: { [sarifRoot]: { description: { text: 'The root of the repository.' } } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, finding.place ?? somewhere, ids, seen)),
        properties: {
          runId: visibleLine(report.runId),
          ...(all.length > findings.length ? { findingsLeftOut: all.length - findings.length } : {}),
        },
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const aboutConfig = 'A rule or an allowance of the config: what is expected and what was found stands in each result.';

/** Those of verdicts are listed every time, so that two reports differ in results alone. */
function ruleOf(id: string, text: string): object {
  return { id, shortDescription: { text }, fullDescription: { text }, help: { text } };
}

/** What is about the whole run stands at the first place that is known. */
function resultOf(
  { rule, level, caseId, title, message }: CiFinding,
  place: SarifPlace,
  ids: readonly string[],
  seen: Map<string, number>,
): object {
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level,
    message: { text: `${title}. ${message}` },
    locations: [{ physicalLocation: sarifLocation(place) }],
    partialFingerprints: { primaryLocationLineHash: sarifFingerprint([rule, caseId], seen) },
  };
}
