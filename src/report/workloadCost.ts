import type { ComparisonReport } from '../model/comparison.ts';
import { formatChange } from './format.ts';
import { costOf, coveredCases } from './suiteTable.ts';

/** `2.4%` of a ratio of 1.024 or of 1 / 1.024 read as a loss: a change without its sign. */
function size(ratio: number): string {
  return formatChange(ratio).replace(/^[+-]/, '');
}

/**
 * What the whole workload costs, as the end of a sentence: `the workload costs 2.4% more CPU time (1.9% to 2.9%)`. More
 * or less is said only where the whole interval says so; empty without an interval.
 */
export function workloadCost({ suite }: Pick<ComparisonReport, 'suite'>): string {
  if (suite === null) return '';
  const cost = costOf(suite.whole, 'cpu_time') ?? costOf(suite.whole, 'server_time');
  if (cost === undefined || cost.interval === null) return '';
  const { ratio, interval, label, cases } = cost;
  const { of } = suite.whole;
  const workload = cases === of ? 'the workload' : `the workload (${coveredCases({ ...suite.whole, cases })} cases)`;
  if (interval.low > 1)
    return `${workload} costs ${size(ratio)} more ${label} (${size(interval.low)} to ${size(interval.high)})`;
  if (interval.high < 1)
    return `${workload} costs ${size(ratio)} less ${label} (${size(interval.high)} to ${size(interval.low)})`;
  const reach = `${formatChange(interval.low)} to ${formatChange(interval.high)}`;
  return `${workload} is not shown to cost more or less ${label}: ${formatChange(ratio)} (${reach})`;
}
