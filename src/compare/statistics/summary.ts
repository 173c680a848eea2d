import type { Summary } from '../../model/metric.ts';
import { ascending, medianDistance, middleOf, type Values } from './averages.ts';

/** Median and spread; null without any value. */
export function summarize(values: Values): Summary | null {
  if (values.length === 0) return null;
  const sorted = ascending(values);
  const middle = middleOf(sorted);
  return {
    n: values.length,
    median: middle,
    min: sorted[0] ?? middle,
    max: sorted[sorted.length - 1] ?? middle,
    relativeSpread: middle === 0 ? null : medianDistance(sorted, middle) / middle,
  };
}
