import type { ComparisonReport } from '../model/comparison.ts';
import type { GateFound, GateMissing } from '../model/gateJudgement.ts';
import type { RuleMetric } from '../model/gateRules.ts';
import type { MetricComparison } from '../model/metric.ts';
import type { Percentile } from '../model/percentile.ts';
import { typicalValues } from '../model/typical.ts';
import { whyUndecided } from '../model/undecided.ts';
import { againstMargin, type JudgedByGate, meantMetric } from './foundWorse.ts';

/** What a question comes to before anybody says how loud it is. */
export interface Answer {
  readonly is: 'held' | 'broken' | 'undecided';
  readonly found: GateFound;
}

type Method = ComparisonReport['method'];

/** Whether the candidate's typical value, or its percentile by its interval, is at most `max`. */
export function answerBudget(item: JudgedByGate, of: RuleMetric, max: number, method: Method): Answer {
  const { verdict, metrics } = item;
  if (verdict === 'failed') return undecided({ kind: 'caseFailed' });
  const metric = metrics.find((one) => one.metric === of.metric);
  if (metric === undefined) return undecided({ kind: 'notMeasured' });
  if (isOwed(item, metric)) return undecided({ kind: 'caseUndecided' });
  if (of.percentile !== null) return percentileBudget(item, metric, of.percentile, max);
  if (method.countersOnly && isTimed(metric)) return undecided({ kind: 'notJudged' });
  const { baseline, candidate } = typicalValues(metric);
  // An added case has no baseline; what stands for its value is its own median.
  const value = candidate ?? metric.candidate?.median ?? null;
  if (value === null || !Number.isFinite(value)) return undecided({ kind: 'notMeasured' });
  const found = { kind: 'value', value, baseline, unit: metric.unit } as const;
  if (value > max) return { is: 'broken', found };
  return doubted(item) ?? { is: 'held', found };
}

function percentileBudget(item: JudgedByGate, metric: MetricComparison, p: number, max: number): Answer {
  const [own, before] = [percentileOf(metric, 'candidate', p), percentileOf(metric, 'baseline', p)];
  if (own?.kind !== 'known') return undecided(missingPercentile(own));
  const { value, low, high } = own;
  const baseline = before?.kind === 'known' ? before.value : null;
  const found = { kind: 'value', value, low, high, baseline, unit: metric.unit } as const;
  if (low > max) return { is: 'broken', found };
  return high > max ? { is: 'undecided', found } : (doubted(item) ?? { is: 'held', found });
}

/** Whether a metric is worse by at most a margin: by its interval, which has to lie on one side of it. */
export function answerMargin(item: JudgedByGate, of: RuleMetric, margin: number): Answer {
  const { verdict, metrics } = item;
  if (verdict === 'failed') return undecided({ kind: 'caseFailed' });
  if (verdict === 'added') return undecided({ kind: 'noBaseline' });
  const metric = of.percentile === null ? meantMetric({ metrics }, of.metric) : named(metrics, of.metric);
  if (metric === undefined) return undecided({ kind: 'notMeasured' });
  if (isOwed(item, metric)) return undecided({ kind: 'caseUndecided' });
  if (of.percentile !== null) return percentileMargin(item, metric, of.percentile, margin);
  const found = ratioFound(metric);
  switch (againstMargin(metric, margin)) {
    case null:
      return undecided({ kind: 'notJudged' });
    case 'beyond':
      return { is: 'broken', found };
    case 'straddles':
      return { is: 'undecided', found };
    case 'within':
      return doubted(item) ?? { is: 'held', found };
  }
}

/** Of two percentiles the ratio lies between those of opposite ends; each may err, so that its coverage is less. */
function percentileMargin(item: JudgedByGate, metric: MetricComparison, p: number, margin: number): Answer {
  const [before, after] = [percentileOf(metric, 'baseline', p), percentileOf(metric, 'candidate', p)];
  if (before?.kind !== 'known') return undecided(missingPercentile(before));
  if (after?.kind !== 'known') return undecided(missingPercentile(after));
  if (!(before.low > 0)) return undecided({ kind: 'notMeasured' });
  const [low, high] = [after.low / before.high, after.high / before.low];
  const level = Math.max(0, before.level + after.level - 1);
  const { unit } = metric;
  const ratio = after.value / before.value;
  const values = { baseline: before.value, candidate: after.value, unit };
  const found = { kind: 'ratio', ratio, interval: { low, high, level }, ...values } as const;
  if (low > 1 + margin) return { is: 'broken', found };
  return high > 1 + margin ? { is: 'undecided', found } : (doubted(item) ?? { is: 'held', found });
}

/** Of a metric that decides no verdict by itself: worse where its interval, or both exact values, say so by the usual margin. */
export function answerLevel(item: JudgedByGate, metric: MetricComparison | undefined, method: Method): Answer {
  if (metric === undefined) return { is: 'undecided', found: { kind: 'missing', why: { kind: 'notMeasured' } } };
  if (isOwed(item, metric)) return undecided({ kind: 'caseUndecided' });
  const found = ratioFound(metric);
  const { verdict } = metric;
  if (verdict === 'equivalent' || verdict === 'improved') {
    const isDoubted = item.verdict === 'inconclusive' || item.verdict === 'unconfirmed';
    return isDoubted
      ? { is: 'undecided', found: { kind: 'missing', why: { kind: 'caseUndecided' } } }
      : { is: 'held', found };
  }
  if (verdict !== undefined && verdict !== 'regressed') return { is: 'undecided', found };
  const against = againstMargin(metric, method.margin);
  if (against === 'beyond') return { is: 'broken', found };
  return { is: against === 'within' && verdict === undefined ? 'held' : 'undecided', found };
}

/** The ratio of a metric as its verdict has it. */
export function ratioFound(metric: MetricComparison): GateFound {
  const { result, unit } = metric;
  if (result.kind === 'notCompared') return { kind: 'missing', why: { kind: 'notJudged' } };
  const { baseline, candidate } = typicalValues(metric);
  const interval = result.kind === 'exact' ? null : { low: result.low, high: result.high, level: result.level };
  return { kind: 'ratio', ratio: result.ratio, interval, baseline, candidate, unit };
}

/** While a server works on the tables of a case, its costs are no answer either way; exact counters are where the tables stand still. */
function isOwed({ because }: JudgedByGate, { family }: MetricComparison): boolean {
  return because?.some((one) => one.kind === 'debt' && !(family === 'work' && one.countersStand)) === true;
}

/**
 * A favourable answer is not given of a case of which parts are lost, cut, failing or missing, since just these can be what it would have
 * shown. That results were not read is no doubt of a cost.
 */
function doubted(item: JudgedByGate): Answer | null {
  if (item.verdict !== 'inconclusive' && item.verdict !== 'unconfirmed') return null;
  const { because, ended } = item;
  const why = because === undefined || ended === undefined ? null : whyUndecided({ ...item, because, ended });
  return why !== null && harmless.has(why) ? null : undecided({ kind: 'caseUndecided' });
}

const harmless: ReadonlySet<string> = new Set(['noise', 'budget', 'unconfirmed', 'counters', 'resultsUnread']);

function percentileOf(metric: MetricComparison, arm: 'baseline' | 'candidate', p: number): Percentile | undefined {
  return metric.percentiles?.[arm]?.find((one) => one.p === p);
}

function missingPercentile(one: Percentile | undefined): GateMissing {
  if (one?.kind !== 'refused' || one.why === 'untimed') return { kind: 'notMeasured' };
  if (one.why === 'counters') return { kind: 'notJudged' };
  return { kind: 'fewExecutions', executions: Math.floor(one.countAs ?? one.executions), needed: one.needed };
}

function named(metrics: readonly MetricComparison[], name: string): MetricComparison | undefined {
  return metrics.find(({ metric }) => metric === name);
}

function isTimed({ family }: MetricComparison): boolean {
  return family === 'time' || family === 'cpu';
}

function undecided(why: GateMissing): Answer {
  return { is: 'undecided', found: { kind: 'missing', why } };
}
