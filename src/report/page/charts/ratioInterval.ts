import type { MetricComparison } from '../../../model/metric.ts';
import type { DrawnRatio, RatioAxis } from './ratioAxis.ts';

/** Where a ratio and its interval lie on an axis, in percent of its width. */
export interface RatioInterval {
  readonly x: number;
  readonly isExact: boolean;
  /** Null for an exact ratio, which has no interval. */
  readonly bar: { readonly low: number; readonly high: number } | null;
  /** Whether the interval goes on beyond the left or right end of the axis. */
  readonly cutLeft: boolean;
  readonly cutRight: boolean;
}

/** A ratio that has a place on a logarithmic axis; null for all others. */
export function drawable(range: DrawnRatio): DrawnRatio | null {
  const { ratio, low, high } = range;
  return Number.isFinite(ratio) && ratio > 0 && low >= 0 && high >= low ? range : null;
}

/** The ratio of a metric with its interval; null when there is none to draw. */
export function drawnRatio(metric: MetricComparison | undefined): DrawnRatio | null {
  if (metric === undefined || metric.result.kind === 'notCompared' || metric.result.ratio === null) return null;
  const { result } = metric;
  const { ratio } = metric.result;
  return result.kind === 'estimate'
    ? drawable({ ratio, low: result.low, high: result.high, isExact: false })
    : drawable({ ratio, low: ratio, high: ratio, isExact: true });
}

/** Places a ratio on an axis. */
export function ratioInterval(drawn: DrawnRatio, axis: RatioAxis): RatioInterval {
  return {
    x: axis.xOf(drawn.ratio),
    isExact: drawn.isExact,
    bar: drawn.isExact ? null : { low: axis.xOf(drawn.low), high: axis.xOf(drawn.high) },
    cutLeft: drawn.low < axis.low,
    cutRight: drawn.high > axis.high,
  };
}
