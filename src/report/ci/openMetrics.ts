import type { CaseComparison, ComparisonReport, Verdict } from '../../model/comparison.ts';
import { severity } from '../../model/decided.ts';
import { type GateOutcome, gateOutcome, usualRules } from '../../model/gateOutcome.ts';
import type { MetricComparison } from '../../model/metric.ts';
import { typicalValues } from '../../model/typical.ts';
import type { Unit } from '../../model/units.ts';
import { revisionName } from '../../text/revisionName.ts';
import { visibleLine } from '../../text/safeText.ts';
import { namedArms } from '../words/armNames.ts';
import type { Telling } from '../words/reportLink.ts';
import { isCost, isTrusted, plainNumber } from './candidateFigures.ts';

/** Seconds are the base unit of time here, as OpenMetrics has it. */
const families: Readonly<Record<Unit, { readonly name: string; readonly unit: string; readonly factor: number }>> = {
  us: { name: 'hogbench_case_seconds', unit: 'seconds', factor: 1e-6 },
  bytes: { name: 'hogbench_case_bytes', unit: 'bytes', factor: 1 },
  rows: { name: 'hogbench_case_rows', unit: 'rows', factor: 1 },
  count: { name: 'hogbench_case_events', unit: 'events', factor: 1 },
};

const outcomes: readonly GateOutcome[] = [
  'passed',
  'regression',
  'resultsDiffer',
  'undecided',
  'invalid',
  'interrupted',
];

type Labels = Readonly<Record<string, string>>;

/**
 * The comparison as OpenMetrics text, version 1.0: what each arm takes, ratios with their bounds, and verdicts as state sets. What was
 * not measured has no sample: no NaN and no zero stands for it, and none of the costs of a case that failed or returned something else.
 */
export function* renderOpenMetrics(report: ComparisonReport, telling: Telling = {}): Generator<string> {
  yield* runInfo(report);
  const outcome = gateOutcome(report, telling.rules ?? usualRules);
  yield head('hogbench_run_outcome', 'stateset', 'What the gate makes of the run.');
  for (const one of outcomes)
    yield sample('hogbench_run_outcome', { hogbench_run_outcome: snake(one) }, one === outcome ? 1 : 0);
  yield head('hogbench_case_verdict', 'stateset', 'The verdict of a case.');
  for (const item of report.cases)
    for (const verdict of severity)
      yield sample(
        'hogbench_case_verdict',
        { ...caseLabels(item), hogbench_case_verdict: snake(verdict) },
        item.verdict === verdict ? 1 : 0,
      );
  const trusted = report.cases.filter(isTrusted);
  for (const [unit, family] of Object.entries(families)) {
    yield head(family.name, 'gauge', 'What one execution of a case takes, typically.', family.unit);
    for (const item of trusted)
      for (const metric of item.metrics.filter((one) => isCost(one) && one.unit === unit))
        yield* values(item, metric, family);
  }
  yield head(
    'hogbench_case_change_ratio',
    'gauge',
    'What the candidate takes, over what the baseline takes; low and high bound it.',
    'ratio',
  );
  for (const item of trusted) for (const metric of item.metrics.filter(isCost)) yield* ratios(item, metric);
  yield* dayCosts(report);
  yield '# EOF\n';
}

/** What is not known has no sample. */
function* dayCosts({ money }: ComparisonReport): Generator<string> {
  if (money === undefined) return;
  yield head('hogbench_day_cost', 'gauge', 'What a day of an arm costs, in its currency; low and high bound it.');
  for (const { arm, currency, day } of money.arms) {
    if (day === null || currency === null) continue;
    for (const [bound, value] of Object.entries({ ...day.interval, typical: day.value }))
      yield sample('hogbench_day_cost', { arm, currency, bound }, plainNumber(value));
  }
}

function* runInfo(report: ComparisonReport): Generator<string> {
  yield head('hogbench_run', 'info', 'Which run, and what it compared.');
  const arms = namedArms(report).flatMap(({ arm, workload, revision }) => [
    [arm, workload] as const,
    ...(revision === undefined ? [] : [[`${arm}_revision`, revisionName(revision)] as const]),
  ]);
  yield sample('hogbench_run_info', { run: report.runId, ...Object.fromEntries(arms) }, 1);
  if (!Number.isFinite(report.startedAt)) return;
  yield head('hogbench_run_started_seconds', 'gauge', 'When it began, since 1970.', 'seconds');
  yield sample('hogbench_run_started_seconds', {}, report.startedAt / 1000);
}

function* values(
  item: CaseComparison,
  metric: MetricComparison,
  { name, factor }: { readonly name: string; readonly factor: number },
): Generator<string> {
  const typical = typicalValues(metric);
  for (const arm of ['baseline', 'candidate'] as const) {
    const value = typical[arm];
    if (value !== null && Number.isFinite(value))
      yield sample(name, { ...caseLabels(item), metric: metric.metric, arm }, plainNumber(value * factor));
  }
}

function* ratios(item: CaseComparison, { metric, result }: MetricComparison): Generator<string> {
  if (result.kind === 'notCompared' || result.ratio === null) return;
  const { ratio } = result;
  const bounds = result.kind === 'exact' ? {} : { low: result.low, high: result.high };
  for (const [bound, value] of Object.entries({ ...bounds, typical: ratio }))
    if (Number.isFinite(value))
      yield sample('hogbench_case_change_ratio', { ...caseLabels(item), metric, bound }, plainNumber(value));
}

function caseLabels({ caseId }: Pick<CaseComparison, 'caseId'>): Labels {
  return { case: caseId };
}

/** `resultChanged` as `result_changed`. */
function snake(name: Verdict | GateOutcome): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function head(name: string, type: 'gauge' | 'info' | 'stateset', help: string, unit?: string): string {
  return `# TYPE ${name} ${type}\n${unit === undefined ? '' : `# UNIT ${name} ${unit}\n`}# HELP ${name} ${help}\n`;
}

function sample(name: string, labels: Labels, value: number): string {
  const written = Object.entries(labels).map(([label, text]) => `${label}="${labelText(text)}"`);
  return `${name}${written.length === 0 ? '' : `{${written.join(',')}}`} ${value}\n`;
}

/** Invisible characters become visible escapes first, whose backslashes are escaped then. */
function labelText(text: string): string {
  return visibleLine(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
