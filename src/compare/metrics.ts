import type { Estimate, MetricComparison, Summary } from '../model/comparison.ts';
import type { ArmName } from '../model/run.ts';
import { type ArmFacts, valuesOf } from './armValues.ts';
import { exactCounter, size } from './counters.ts';
import { cpuEvent, memoryTolerance } from './families.ts';
import { pAbove, towards, trimmedLocation } from './location.ts';
import { describeMetric, fixedMetrics, isWorkEvent, readMetric } from './metricCatalog.ts';
import type { CaseSamples } from './pairing.ts';
import { summarize } from './summary.ts';
import { type CaseTiming, estimateOf, type FamilyTiming } from './timing.ts';

/** A metric, and whether it moved by more than chance and by more than its tolerance. */
export interface MovedMetric extends MetricComparison {
  readonly moved: boolean;
}

export interface MetricsInput {
  readonly samples: CaseSamples;
  readonly facts: ArmFacts;
  /** Null when the arms were measured apart, so that there are no pairs. */
  readonly timing: CaseTiming | null;
  readonly margin: number;
  readonly countersOnly: boolean;
}

const mostEvents = 40;
const fewestForEvents = 5;

/** Hundreds of events are looked at in every case, so an event has to stand out by this much to be shown. */
const eventLevel = 0.001;

const unasked = 'exact counters alone were asked for';
const unpaired = 'the arms were measured in separate runs, so their executions are no pairs';

/** The metrics everyone reads first, then the counters of work, then every event that moved, largest first. */
export function compareMetrics(input: MetricsInput): readonly MovedMetric[] {
  const names = new Set<string>();
  for (const one of [...input.facts.baseline, ...input.facts.candidate])
    for (const event of Object.keys(one.events)) if (event !== cpuEvent) names.add(event);
  const first = fixedMetrics().map((one) => compare(one.metric, input));
  const sorted = [...names].sort();
  const work = sorted.filter(isWorkEvent).map((one) => compare(one, input));
  const others = (hasManyExecutions(input) ? sorted : [])
    .filter((one) => !isWorkEvent(one))
    .map((one) => compare(one, input));
  const moved = others.filter((one) => one.moved).sort((a, b) => rank(a) - rank(b) || sizeOf(b) - sizeOf(a));
  return [...first, ...work, ...moved.slice(0, mostEvents)];
}

/** Without a test, an event that varies by itself passes for an exact one too easily where it was seen but a few times. */
function hasManyExecutions({ countersOnly, facts }: MetricsInput): boolean {
  return !countersOnly || Math.min(facts.baseline.length, facts.candidate.length) >= fewestForEvents;
}

/** Exact counters come before noisy ones. */
export function rank({ result }: MetricComparison): number {
  return result.kind === 'exact' ? 0 : 1;
}

/** How far a metric moved, as a log ratio without its sign. */
export function sizeOf({ result }: MetricComparison): number {
  return result.kind === 'notCompared' ? 0 : size(result);
}

function compare(metric: string, input: MetricsInput): MovedMetric {
  const { facts, timing } = input;
  const description = describeMetric(metric);
  const values = { baseline: valuesOf(facts.baseline, metric), candidate: valuesOf(facts.candidate, metric) };
  const shown = { ...description, baseline: summarize(values.baseline), candidate: summarize(values.candidate) };
  const tested = testedFamily(description.family, timing);
  if (tested !== null) return { ...shown, ...compareTested(metric, tested, input) };
  if (description.family === 'time' || description.family === 'cpu')
    return { ...shown, result: notCompared(whyNotCompared(input, shown)), moved: false };
  const exact = exactCounter(facts, metric);
  if (exact !== null) {
    const moved = exact.baseline !== exact.candidate && isLarge(metric, exact.baseline, exact.candidate);
    return { ...shown, result: exact, moved };
  }
  const seen = estimateNoisy(metric, input);
  if (seen === null)
    return {
      ...shown,
      result: notCompared(whyNotCompared(input, shown)),
      moved: false,
    };
  const medians = [shown.baseline?.median ?? 0, shown.candidate?.median ?? 0] as const;
  const moved =
    seen.certain && isBeyond(seen.estimate, toleranceOf(metric, input.margin)) && isLarge(metric, ...medians);
  return { ...shown, result: seen.estimate, moved };
}

function whyNotCompared(
  { timing, countersOnly }: MetricsInput,
  { baseline, candidate, family }: Pick<MetricComparison, 'baseline' | 'candidate' | 'family'>,
): string {
  const isTime = family === 'time' || family === 'cpu';
  if (timing === null && countersOnly && (baseline?.n ?? 0) > 1 && (candidate?.n ?? 0) > 1)
    return isTime ? unasked : 'it varied within an arm, and equality is all that was asked for';
  if (timing === null) return countersOnly ? 'too few executions' : unpaired;
  return noPairs(baseline, candidate);
}

/** Server time and CPU time rest on their test; memory only when its test proved something, else it may be exact. */
function testedFamily(family: MetricComparison['family'], timing: CaseTiming | null): FamilyTiming | null {
  if (timing === null) return null;
  if (family === 'memory') return timing.memory.confirmation?.state === 'confirmed' ? timing.memory : null;
  return family === 'time' || family === 'cpu' ? timing[family] : null;
}

/** The estimate, and medians of the pairs that it is made of. */
function compareTested(
  metric: string,
  { estimate, attempts }: FamilyTiming,
  { margin, facts }: MetricsInput,
): Pick<MovedMetric, 'result' | 'moved'> & Partial<Pick<MovedMetric, ArmName>> {
  const pairs = attempts.flatMap((one) => one.pair ?? []);
  const summaryOf = (arm: ArmName): Summary | null => {
    const used = pairs.length === 0 ? facts[arm] : pairs.map((one) => one[arm]);
    return summarize(valuesOf(used, metric));
  };
  const [baseline, candidate] = [summaryOf('baseline'), summaryOf('candidate')];
  const result = estimate ?? notCompared(noPairs(baseline, candidate));
  return { baseline, candidate, result, moved: isBeyond(result, toleranceOf(metric, margin)) };
}

function noPairs(baseline: unknown, candidate: unknown): string {
  if (baseline === null && candidate === null) return 'the server did not count it';
  return 'too few pairs in which both arms counted it';
}

function notCompared(reason: string): MetricComparison['result'] {
  return { kind: 'notCompared', reason };
}

/** Estimate over all pairs; null when a value is 0 or there are too few, for then there is no ratio. */
function estimateNoisy(metric: string, input: MetricsInput): { estimate: Estimate; certain: boolean } | null {
  if (input.timing === null) return null;
  const ratios: number[] = [];
  for (const { pair } of [...input.samples.screening, ...input.samples.confirmation]) {
    if (pair === null) continue;
    const ratio = (readMetric(pair.candidate, metric) ?? 0) / (readMetric(pair.baseline, metric) ?? 0);
    if (!Number.isFinite(ratio) || ratio <= 0) return null;
    ratios.push(Math.log(ratio));
  }
  const location = trimmedLocation(ratios);
  if (location === null) return null;
  const certain = pAbove(towards(location, location.theta >= 0 ? 1 : -1), 0) <= eventLevel;
  // Most events of most cases end here: the estimate people see costs more than all the rest.
  if (!certain && describeMetric(metric).family === 'other') return null;
  return { estimate: estimateOf(ratios, location, null), certain };
}

function toleranceOf(metric: string, margin: number): number {
  return metric === 'memory' ? memoryTolerance.share : margin;
}

function isBeyond(result: MetricComparison['result'], margin: number): boolean {
  if (result.kind !== 'estimate') return false;
  return size(result) > Math.log1p(margin) && (result.low > 1 || result.high < 1);
}

/** Differences that no reader would act on, however exact: a few calls, a millisecond, some kilobytes. */
function isLarge(metric: string, baseline: number, candidate: number): boolean {
  const difference = Math.abs(candidate - baseline);
  const { unit, family } = describeMetric(metric);
  if (metric === 'memory') {
    const share = difference / Math.max(1, Math.min(baseline, candidate));
    return difference > memoryTolerance.bytes && share > memoryTolerance.share;
  }
  if (family === 'work') return difference > 0;
  return difference >= (unit === 'us' ? 1000 : unit === 'bytes' ? 4096 : 2);
}
