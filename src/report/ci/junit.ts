import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import { comparedCases, damagedCode, decidedNothing, lessDataCode, maybeRenamed } from '../../model/decided.ts';
import { typicalValues } from '../../model/typical.ts';
import { revisionName } from '../../text/revisionName.ts';
import { markupText, terminalText, visibleLine } from '../../text/safeText.ts';
import { namedArms } from '../words/armNames.ts';
import { evidenceLine } from '../words/evidenceText.ts';
import { headline } from '../words/headline.ts';
import type { Checkout, Telling } from '../words/reportLink.ts';
import { rowDifferenceLine } from '../words/rowDifferenceText.ts';
import { verdictWord } from '../words/verdictWords.ts';
import { selfCheckText } from '../words/wholeRunText.ts';
import { type ChangedPlace, changedPlace } from './changedPlace.ts';
import { type GateTestcase, gateTestcases, type JunitState, junitStates } from './junitGate.ts';

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${markupText(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
}

function seconds(item: CaseComparison): Readonly<Record<string, string>> {
  const timed = item.metrics.find((metric) => metric.unit === 'us');
  const typical = timed === undefined ? null : typicalValues(timed);
  const took = typical?.candidate ?? typical?.baseline ?? null;
  return took === null ? {} : { time: (took / 1e6).toFixed(6) };
}

function bodyOf(item: CaseComparison): string {
  const place = item.candidate?.place ?? item.baseline?.place;
  const ids = (item.candidate ?? item.baseline)?.queryIds ?? [];
  return (
    [
      item.reason,
      evidenceLine(item.evidence),
      ...item.observations.map((text) => `- ${text}`),
      ...[rowDifferenceLine(item.rowDifference)].filter((text) => text !== ''),
      ...(place === undefined ? [] : [`at ${visibleLine(place)}`]),
      ...ids.map((id) => `query id ${id}`),
    ]
      // Whoever shows failures in the log of a CI job prints these lines.
      .flatMap((text) => text.split('\n').map(terminalText))
      .join('\n')
  );
}

/** Where readers of JUnit lead: GitLab to the file, others to the line as well. */
function placed(place: ChangedPlace | undefined): Readonly<Record<string, string | number>> {
  return place === undefined ? {} : { file: visibleLine(place.file), line: place.line };
}

function messageOf(item: CaseComparison): string {
  return `${verdictWord(item.verdict).word}: ${item.reason} ${evidenceLine(item.evidence)}`;
}

function testcase(item: CaseComparison, state: JunitState, classname: string, checkout: Checkout | undefined): string {
  const at = placed(changedPlace(item, checkout));
  const open = `    <testcase${attributes({ classname, name: item.caseId, ...at, ...seconds(item) })}`;
  const { word } = verdictWord(item.verdict);
  if (state === 'failure') {
    const about = attributes({ type: item.verdict, message: messageOf(item) });
    return `${open}>\n      <failure${about}>${markupText(bodyOf(item))}</failure>\n    </testcase>`;
  }
  const about = attributes({ message: messageOf(item) });
  if (state === 'skipped') return `${open}>\n      <skipped${about}/>\n    </testcase>`;
  return `${open}>\n      <system-out>${markupText(`${word}: ${bodyOf(item)}`)}</system-out>\n    </testcase>`;
}

/** What is wrong with the run as a whole: readers of JUnit take one in which all is skipped for a pass. */
function errorCases(report: ComparisonReport): readonly string[] {
  const { status } = report;
  const error = (name: string, type: string, message: string): string =>
    `    <testcase${attributes({ classname: 'hogbench', name })}>\n      <error${attributes({ type, message })}/>\n    </testcase>`;
  const ended = status.kind === 'incomplete' ? status.reason : 'The run was interrupted.';
  return [
    ...(status.kind === 'complete' ? [] : [error('the run is complete', status.kind, ended)]),
    ...report.notices
      .filter((one) => one.code === damagedCode)
      .map((one) => error('the run file is whole', 'damaged', one.text)),
    ...report.notices
      .filter((one) => one.code === lessDataCode)
      .map((one) => error('the candidate has as much data', 'less-data', one.text)),
    ...(decidedNothing(report) || (comparedCases(report) === 0 && maybeRenamed(report) > 0)
      ? [error('the run decides something', 'undecided', headline(report))]
      : []),
  ];
}

function gateTestcase({ name, kind, type, message, place }: GateTestcase): string {
  return `    <testcase${attributes({ classname: 'hogbench gate', name, ...placed(place) })}>\n      <${kind}${attributes({ type, message })}/>\n    </testcase>`;
}

function selfCheckProperty(report: ComparisonReport): readonly string[] {
  const value = selfCheckText(report);
  return value === '' ? [] : [`      <property${attributes({ name: 'selfCheck', value })}/>`];
}

function revisionProperties(report: ComparisonReport): readonly string[] {
  return namedArms(report).flatMap(({ arm, revision }) =>
    revision === undefined ? [] : [`      <property${attributes({ name: arm, value: revisionName(revision) })}/>`],
  );
}

/**
 * The report as JUnit XML, one testcase a case, at the lines that its author changed. Regressed, changed and failed cases are failures; cases
 * without a verdict are skipped; a run that did not end, or that decided nothing, is an error of its own.
 */
export function renderJunit(report: ComparisonReport, { checkout }: Telling = {}): string {
  const states = junitStates(report);
  const count = (state: JunitState): number => report.cases.filter((item) => states(item) === state).length;
  const asked = gateTestcases(report, checkout);
  const errors = [...errorCases(report), ...asked.map(gateTestcase)];
  const broken = asked.filter(({ kind }) => kind === 'failure').length;
  const totals = {
    tests: report.cases.length + errors.length,
    failures: count('failure') + broken,
    errors: errors.length - broken,
    skipped: count('skipped'),
  };
  const workload = namedArms(report).at(-1)?.workload ?? 'hogbench';
  const started = new Date(report.startedAt);
  const timestamp = Number.isNaN(started.getTime()) ? {} : { timestamp: started.toISOString().slice(0, 19) };
  const { skipped: _, ...suiteTotals } = totals;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'hogbench', ...suiteTotals })}>`,
    `  <testsuite${attributes({ name: workload, ...totals, ...timestamp })}>`,
    `    <properties>`,
    `      <property${attributes({ name: 'verdict', value: headline(report) })}/>`,
    `      <property${attributes({ name: 'runId', value: report.runId })}/>`,
    ...revisionProperties(report),
    ...selfCheckProperty(report),
    `    </properties>`,
    ...errors,
    ...report.cases.map((item) => testcase(item, states(item), workload, checkout)),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')}\n`;
}
