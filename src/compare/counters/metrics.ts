import { judgesTime } from '../../model/mode.ts';
import { typicalValues } from '../../model/typical.ts';
import { cpuEvent, instructionEvent } from '../timing/families.ts';
import { eventNames } from './caseTable.ts';
import { size } from './counters.ts';
import { fixedMetricsOf, isWorkEvent, tableMetrics } from './metricCatalog.ts';
import {
  type JudgedMetric,
  judgeIfMoved,
  judgeMetric,
  type MetricsInput,
  type MovedMetric,
} from './metricJudgement.ts';

const mostEvents = 40;

/**
 * The metrics everyone reads first, then the counters of work, then every event that moved: by the time they add to or
 * take from an execution, then those that are no time, largest change first.
 */
export function compareMetrics(input: MetricsInput): readonly MovedMetric[] {
  const events = eventNames(input.table).filter((one) => one !== cpuEvent && one !== instructionEvent);
  const isCounted = eventNames(input.table).includes(instructionEvent);
  const first = [...fixedMetricsOf(input.timing?.clock ?? 'server_time'), ...(writes(input) ? tableMetrics() : [])].map(
    (one) => judgeMetric(one.metric, input),
  );
  const instructions = isCounted ? [judgeMetric(instructionEvent, input)] : [];
  const work = events.filter(isWorkEvent).map((one) => judgeMetric(one, input));
  const others = hasManyExecutions(input) ? events.filter((one) => !isWorkEvent(one)) : [];
  const moved = others.flatMap((one) => judgeIfMoved(one, input) ?? []);
  moved.sort((a, b) => movedUs(b) - movedUs(a) || rank(a) - rank(b) || sizeOf(b) - sizeOf(a));
  return [...first, ...instructions, ...work, ...moved.slice(0, mostEvents)];
}

function writes({ table: { facts } }: MetricsInput): boolean {
  return [...facts.baseline, ...facts.candidate].some((one) => one.written !== undefined);
}

/** Without a test, an event that varies by itself passes for an exact one too easily where it was seen but a few times. */
function hasManyExecutions({ table, plan }: MetricsInput): boolean {
  const { baseline, candidate } = table.facts;
  return (
    judgesTime(plan.mode) || Math.min(baseline.length, candidate.length) >= plan.design.observations.fewestExecutions
  );
}

/** Microseconds by which a metric moved: what it contributes to the cost. 0 for one that counts anything else. */
function movedUs(metric: JudgedMetric): number {
  if (metric.unit !== 'us') return 0;
  const { baseline, candidate } = typicalValues(metric);
  return Math.abs((candidate ?? 0) - (baseline ?? 0));
}

/** Exact counters come before noisy ones. */
export function rank({ result }: JudgedMetric): number {
  return result.kind === 'exact' ? 0 : 1;
}

/** How far a metric moved, as a log ratio without its sign. */
export function sizeOf({ result }: JudgedMetric): number {
  return result.kind === 'notCompared' ? 0 : size(result);
}
