import { median, medianAbsoluteDeviation } from 'simple-statistics';
import type { Summary } from '../../model/metric.ts';

/** Median and spread; null without any value. */
export function summarize(values: readonly number[]): Summary | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const middle = median([...values]);
  return {
    n: values.length,
    median: middle,
    min: sorted[0] ?? middle,
    max: sorted[sorted.length - 1] ?? middle,
    relativeSpread: middle === 0 ? null : medianAbsoluteDeviation([...values]) / middle,
  };
}
