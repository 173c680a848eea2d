import type { Owed } from '../../model/debt.ts';
import type { MetricVerdict } from '../../model/metric.ts';
import { instructionEvent } from '../timing/families.ts';
import type { CaseTiming } from '../timing/timing.ts';
import type { WorkVerdict } from './counters.ts';
import { gatingCounters } from './metricCatalog.ts';
import type { MovedMetric } from './metricJudgement.ts';

export interface MetricTests {
  /** Null where time is not judged. */
  readonly timing: CaseTiming | null;
  readonly work: WorkVerdict;
  /** False when tables differ between the arms, so that counters speak of the data. */
  readonly workDecides: boolean;
  /** Whether the candidate has less data, over which nothing is favourable. */
  readonly hasLessData: boolean;
  /** What servers owed to the tables of the case; undefined: nothing. */
  readonly debt?: Pick<Owed, 'countersStand'> | undefined;
}

/**
 * Each metric with what it says by itself, by the tests that verdicts are made of. A verdict rests on the first that speaks; a gate that lets
 * one metric pass has to know of the others.
 */
export function withVerdicts(metrics: readonly MovedMetric[], tests: MetricTests): readonly MovedMetric[] {
  return metrics.map((one) => {
    const verdict = verdictOf(one, tests);
    if (verdict === null) return one;
    const isFavourable = verdict === 'improved' || verdict === 'equivalent';
    return { ...one, verdict: (tests.hasLessData && isFavourable) || isOwed(one, tests) ? 'inconclusive' : verdict };
  });
}

/** Debt moves times, CPU times and memory, and counters of what is read where it moves parts. */
function isOwed({ metric }: MovedMetric, { debt }: MetricTests): boolean {
  return debt !== undefined && !(debt.countersStand && gatingCounters.has(metric));
}

function verdictOf({ metric, family, result }: MovedMetric, tests: MetricTests): MetricVerdict | null {
  const { timing, work, workDecides } = tests;
  if (gatingCounters.has(metric)) {
    const moved = work.moved.find((one) => one.metric === metric);
    if (!workDecides) return 'inconclusive';
    if (moved !== undefined) return moved.ratio === null || moved.ratio > 1 ? 'regressed' : 'improved';
    return result.kind === 'exact' && !work.varying.includes(metric) ? 'equivalent' : 'inconclusive';
  }
  if (family === 'work' || family === 'other' || timing === null) return null;
  const isTested =
    family === 'time' ? metric === timing.clock : family !== 'instructions' || metric === instructionEvent;
  if (!isTested) return null;
  const { kind } = timing[family];
  return kind === 'none' ? 'inconclusive' : kind;
}
