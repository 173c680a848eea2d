import type { CaseComparison, Verdict } from '../model/comparison.ts';
import { severity } from '../model/decided.ts';
import type { Estimate, Exact, MetricComparison } from '../model/metric.ts';
import type { RunPlan } from '../model/run.ts';
import { size } from './counters/counters.ts';
import { logMargin } from './timing/families.ts';

export function countVerdicts(cases: readonly Pick<CaseComparison, 'verdict'>[]): Readonly<Record<Verdict, number>> {
  const counts: Record<Verdict, number> = {
    regressed: 0,
    improved: 0,
    equivalent: 0,
    inconclusive: 0,
    unconfirmed: 0,
    resultChanged: 0,
    failed: 0,
    added: 0,
    removed: 0,
  };
  for (const { verdict } of cases) counts[verdict]++;
  return counts;
}

interface RankedMetric extends Pick<MetricComparison, 'family'> {
  readonly result: Estimate | Exact | { readonly kind: 'notCompared' };
}

/** What a case is placed by. */
interface Ranked extends Pick<CaseComparison, 'caseId' | 'verdict'> {
  readonly metrics: readonly RankedMetric[];
}

/**
 * By severity, then by how far the metric that the verdict rests on moved, as a multiple of what that metric may move;
 * then by id. The first metric of a case is the one its verdict rests on.
 */
export function bySeverity<T extends Ranked>(
  cases: readonly T[],
  plan: Pick<RunPlan, 'margin' | 'design'>,
): readonly T[] {
  const keyed = cases.map((one) => ({
    one,
    rank: severity.indexOf(one.verdict),
    change: changeOf(one.metrics[0], plan),
  }));
  keyed.sort((a, b) => a.rank - b.rank || b.change - a.change || (a.one.caseId < b.one.caseId ? -1 : 1));
  return keyed.map(({ one }) => one);
}

function changeOf(metric: RankedMetric | undefined, plan: Pick<RunPlan, 'margin' | 'design'>): number {
  if (metric === undefined || metric.result.kind === 'notCompared') return 0;
  const family = metric.family === 'memory' ? 'memory' : 'time';
  return size(metric.result) / logMargin(family, plan);
}
