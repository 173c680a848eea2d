import type { CaseComparison } from '../model/comparison.ts';
import type { MetricComparison } from '../model/metric.ts';

/** As much of a case as a gate looks at. */
export type JudgedByGate = Pick<
  CaseComparison,
  'caseId' | 'name' | 'tags' | 'verdict' | 'metrics' | 'evidence' | 'results' | 'reason' | 'candidate' | 'baseline'
> &
  Partial<Pick<CaseComparison, 'baselineTags' | 'because' | 'ended' | 'clock'>>;

/** The metric that a rule means: `server_time` is the time that a case is judged by, also where that is its running time. */
export function meantMetric({ metrics }: Pick<JudgedByGate, 'metrics'>, name: string): MetricComparison | undefined {
  if (name !== 'server_time') return metrics.find(({ metric }) => metric === name);
  return metrics.find(({ metric }) => metric === 'running_time') ?? metrics.find(({ metric }) => metric === name);
}

/** The name by which rules mean a metric: running time is what `server_time` means where a case is judged by it. */
export function namesOf(metric: string): readonly string[] {
  return metric === 'running_time' ? ['running_time', 'server_time'] : [metric];
}

/**
 * The metrics in which a regressed case was found worse, each by its own test; the one that the verdict rests on comes first. Never empty
 * for a regressed case.
 */
export function worseMetrics({ verdict, metrics, evidence }: JudgedByGate): readonly MetricComparison[] {
  if (verdict !== 'regressed') return [];
  const leading = evidence.metric ?? metrics[0]?.metric;
  const counted = new Set(evidence.counters.filter((one) => one.candidate > one.baseline).map((one) => one.metric));
  const worse = metrics.filter((one) => one.metric === leading || counted.has(one.metric) || isWorse(one));
  // A counter that shrank can lead those that grew.
  const grown = worse.filter((one) => one.verdict !== 'improved');
  return grown.length > 0 ? grown : worse;
}

/** Of reports that do not tell what each metric says by itself, an interval beyond 1 is taken for worse. */
function isWorse({ verdict, result, family }: MetricComparison): boolean {
  if (verdict !== undefined) return verdict === 'regressed';
  return (
    family !== 'other' && family !== 'work' && result.kind === 'estimate' && result.low > 1 && result.pValue !== null
  );
}

/** Whether a metric lies within a margin: shown to, shown not to, or neither (`straddles`); null where it was not compared. */
export function againstMargin({ result }: MetricComparison, margin: number): 'within' | 'beyond' | 'straddles' | null {
  switch (result.kind) {
    case 'notCompared':
      return null;
    case 'exact': {
      const isBeyond = result.ratio === null ? result.candidate > 0 : result.ratio > 1 + margin;
      return isBeyond ? 'beyond' : 'within';
    }
    case 'estimate':
      if (result.low > 1 + margin) return 'beyond';
      return result.high <= 1 + margin ? 'within' : 'straddles';
  }
}
