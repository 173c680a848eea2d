import type { ArmName } from '../../model/arm.ts';
import type { Design } from '../../model/design.ts';
import type { Estimate, Exact, MetricComparison } from '../../model/metric.ts';
import { judgesTime } from '../../model/mode.ts';
import type { WhyNotCompared } from '../../model/reason.ts';
import type { RunPlan } from '../../model/run.ts';
import { median, type Values } from '../statistics/averages.ts';
import { isPAtMost, towards, trimmedLocation } from '../statistics/location.ts';
import { summarize } from '../statistics/summary.ts';
import { usedAttempts } from '../timing/families.ts';
import type { Pair } from '../timing/pairing.ts';
import { type CaseTiming, estimateOf, type FamilyTiming } from '../timing/timing.ts';
import { valuesOf } from './armValues.ts';
import { type CaseTable, columnOf } from './caseTable.ts';
import { exactOf, size } from './counters.ts';
import { describeMetric } from './metricCatalog.ts';

/** A metric of both arms, before a reason why it could not be compared is put into words. */
export interface JudgedMetric extends Omit<MetricComparison, 'result'> {
  readonly result: Estimate | Exact | { readonly kind: 'notCompared'; readonly why: WhyNotCompared };
}

/** A metric, and whether it moved by more than chance and by more than its tolerance. */
export interface MovedMetric extends JudgedMetric {
  readonly moved: boolean;
}

export interface MetricsInput {
  readonly table: CaseTable;
  /** Null when the arms were measured apart, so that there are no pairs. */
  readonly timing: CaseTiming | null;
  readonly plan: Pick<RunPlan, 'margin' | 'design' | 'mode'>;
}

/** One metric, whatever came of it. */
export function judgeMetric(metric: string, input: MetricsInput): MovedMetric {
  const { family } = describeMetric(metric);
  const tested = testedFamily(metric, family, input.timing);
  if (tested !== null) return compareTested(metric, tested, input);
  const values = armValues(metric, input);
  const isTimed = family === 'time' || family === 'cpu';
  // Beside the clock that decides, another one is shown and says nothing.
  if (isTimed && input.timing !== null) return show(metric, values, { ...judge(metric, values, input), moved: false });
  const judged = isTimed
    ? { result: notCompared(whyNot(metric, values, input)), moved: false }
    : judge(metric, values, input);
  return show(metric, values, judged);
}

/** Most events of most cases did not move, and nobody asks for their medians. */
export function judgeIfMoved(metric: string, input: MetricsInput): MovedMetric | null {
  const values = armValues(metric, input);
  const judged = judge(metric, values, input);
  return judged.moved ? show(metric, values, judged) : null;
}

type ArmValues = Readonly<Record<ArmName, Values>>;

function armValues(metric: string, { table }: MetricsInput): ArmValues {
  return { baseline: columnOf(table, 'baseline', metric), candidate: columnOf(table, 'candidate', metric) };
}

function show(metric: string, values: ArmValues, judged: Judged): MovedMetric {
  const { label, unit, family } = describeMetric(metric);
  const { result, moved } = judged;
  const [baseline, candidate] = [summarize(values.baseline), summarize(values.candidate)];
  return { metric, label, unit, family, baseline, candidate, result, moved };
}

/** Server time and CPU time rest on their test; memory only when its test proved something, else it may be exact. */
function testedFamily(
  metric: string,
  family: MetricComparison['family'],
  timing: CaseTiming | null,
): FamilyTiming | null {
  if (timing === null) return null;
  if (family === 'time' && metric !== timing.clock) return null;
  if (family === 'memory') return isProven(timing.memory) ? timing.memory : null;
  return family === 'time' || family === 'cpu' || family === 'instructions' ? timing[family] : null;
}

function isProven({ kind }: FamilyTiming): boolean {
  return kind === 'regressed' || kind === 'improved';
}

/** The estimate, and medians of the pairs that it is made of. */
function compareTested(metric: string, { estimate, attempts, why }: FamilyTiming, input: MetricsInput): MovedMetric {
  const pairs = usedAttempts(attempts, describeMetric(metric).family, input.plan.design).flatMap(
    (one) => one.pair ?? [],
  );
  const values = pairs.length === 0 ? armValues(metric, input) : pairValues(metric, pairs);
  const result = estimate ?? notCompared(why ?? whyNot(metric, values, input));
  return show(metric, values, { result, moved: isBeyond(result, toleranceOf(metric, input.plan)) });
}

function pairValues(metric: string, pairs: readonly Pair[]): ArmValues {
  const of = (arm: ArmName) =>
    valuesOf(
      pairs.map((one) => one[arm]),
      metric,
    );
  return { baseline: of('baseline'), candidate: of('candidate') };
}

type Judged = Pick<MovedMetric, 'result' | 'moved'>;

function judge(metric: string, values: ArmValues, input: MetricsInput): Judged {
  const exact = exactOf(values.baseline, values.candidate, input.plan.design.counters);
  if (exact !== null) {
    const moved =
      exact.baseline !== exact.candidate && isLarge(metric, exact.baseline, exact.candidate, input.plan.design);
    return { result: exact, moved };
  }
  const seen = estimateNoisy(metric, values, input);
  if (seen === null) return { result: notCompared(whyNot(metric, values, input)), moved: false };
  const beyond = seen.certain && isBeyond(seen.estimate, toleranceOf(metric, input.plan));
  const moved = beyond && isLarge(metric, median(values.baseline), median(values.candidate), input.plan.design);
  return { result: seen.estimate, moved };
}

function whyNot(metric: string, { baseline, candidate }: ArmValues, { timing, plan }: MetricsInput): WhyNotCompared {
  const { family } = describeMetric(metric);
  const isTime = family === 'time' || family === 'cpu';
  const countersAlone = timing === null && !judgesTime(plan.mode);
  if (countersAlone && Math.min(baseline.length, candidate.length) > 1)
    return { kind: isTime ? 'notAsked' : 'variesUntested' };
  if (countersAlone) return { kind: 'fewExecutions' };
  if (timing === null && isTime) return { kind: 'timesNotJudged' };
  if (timing === null || timing.screened === null) return { kind: 'unpaired' };
  return { kind: baseline.length === 0 && candidate.length === 0 ? 'notCounted' : 'fewPairs' };
}

function notCompared(why: WhyNotCompared): JudgedMetric['result'] {
  return { kind: 'notCompared', why };
}

/** Estimate over all pairs; null when a value is 0 or there are too few, for then there is no ratio. */
function estimateNoisy(
  metric: string,
  values: ArmValues,
  { timing, table, plan: { design } }: MetricsInput,
): { estimate: Estimate; certain: boolean } | null {
  if (timing === null) return null;
  const ratios: number[] = [];
  for (const pair of table.pairs) {
    const ratio = (values.candidate[pair.candidate] ?? 0) / (values.baseline[pair.baseline] ?? 0);
    if (!Number.isFinite(ratio) || ratio <= 0) return null;
    ratios.push(Math.log(ratio));
  }
  const location = trimmedLocation(ratios, design.estimate.trimmedShare);
  if (location === null) return null;
  const certain = isPAtMost(design.observations.level, towards(location, location.theta >= 0 ? 1 : -1), 0);
  // Most events of most cases end here: the estimate people see costs more than all the rest.
  if (!certain && describeMetric(metric).family === 'other') return null;
  return { estimate: estimateOf(ratios, location, null, design), certain };
}

function toleranceOf(metric: string, { margin, design }: MetricsInput['plan']): number {
  return metric === 'memory' ? design.memory.share : margin;
}

function isBeyond(result: JudgedMetric['result'], margin: number): boolean {
  if (result.kind !== 'estimate') return false;
  return size(result) > Math.log1p(margin) && (result.low > 1 || result.high < 1);
}

/** Differences that no reader would act on, however exact: a few calls, a millisecond, some kilobytes. */
function isLarge(
  metric: string,
  baseline: number,
  candidate: number,
  { memory, observations: { floor } }: Design,
): boolean {
  const difference = Math.abs(candidate - baseline);
  const { unit, family } = describeMetric(metric);
  if (metric === 'memory') {
    const share = difference / Math.max(1, Math.min(baseline, candidate));
    return difference > memory.bytes && share > memory.share;
  }
  if (family === 'work') return difference > 0;
  return difference >= (unit === 'us' ? floor.us : unit === 'bytes' ? floor.bytes : floor.count);
}
