import type { PerArm } from './arm.ts';
import type { Percentile } from './percentile.ts';
import type { Ratio, Unit } from './units.ts';

/** Robust location and spread of one arm's samples of one metric, in the metric's base unit. */
export interface Summary {
  readonly n: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Median absolute deviation divided by the median; null when the median is 0. */
  readonly relativeSpread: number | null;
}

/**
 * A paired estimate: Hodges–Lehmann ratio, interval of the trimmed mean log-ratio. Of two saved runs: ratio and interval
 * of the mean log times of their sessions, less the shift that all cases have in common.
 */
export interface Estimate {
  readonly kind: 'estimate';
  /** 0 when the arms were measured in separate runs: then `sessions` says what it rests on. */
  readonly pairs: number;
  readonly sessions?: PerArm<number>;
  readonly ratio: Ratio;
  readonly low: Ratio;
  readonly high: Ratio;
  /** Coverage of [low, high], for instance 0.95. */
  readonly level: number;
  /** One-sided p-value of the shown direction after correction; null when it was not tested. */
  readonly pValue: number | null;
}

/** A counter that was constant in each arm: compared by equality, without statistics. */
export interface Exact {
  readonly kind: 'exact';
  readonly baseline: number;
  readonly candidate: number;
  /** Null when the baseline is 0 and the candidate is not. */
  readonly ratio: Ratio | null;
}

/** One metric that could not be compared, and why. */
export interface NotCompared {
  readonly kind: 'notCompared';
  readonly reason: string;
}

export interface MetricComparison {
  /** `server_time`, `cpu_time`, `memory`, `read_rows`, or the name of a ProfileEvent. */
  readonly metric: string;
  readonly label: string;
  readonly unit: Unit;
  readonly family: 'time' | 'cpu' | 'instructions' | 'memory' | 'work' | 'other';
  readonly baseline: Summary | null;
  readonly candidate: Summary | null;
  readonly result: Estimate | Exact | NotCompared;
  /** What the test of this metric says by itself, whatever the case's verdict rests on; absent: it decides no verdict. */
  readonly verdict?: MetricVerdict;
  /** Of server time alone, in the order of `toldPercentiles`; null in an arm that does not have the case. */
  readonly percentiles?: PerArm<readonly Percentile[] | null>;
}

/** What a metric says by itself. Of an exact counter of work: whether it grew, shrank, or neither, beyond the margin. */
export type MetricVerdict = 'regressed' | 'improved' | 'equivalent' | 'unconfirmed' | 'inconclusive';

/** What the time of a case is judged by. */
export type Clock = 'server_time' | 'running_time';

/** The metric that the time of a case is judged by. */
export function judgedTime(metrics: readonly MetricComparison[]): MetricComparison | undefined {
  return (
    metrics.find(({ metric }) => metric === 'running_time') ?? metrics.find(({ metric }) => metric === 'server_time')
  );
}
