import type { ComparisonReport } from '../model/comparison.ts';
import type { SuiteRatio } from '../model/suite.ts';
import { formatChange } from './format.ts';
import { costOf, coveredCases } from './suiteTable.ts';

/** `2.4%` of a ratio of 1.024 or of 1 / 1.024 read as a loss: a change without its sign. */
function size(ratio: number): string {
  return formatChange(ratio).replace(/^[+-]/, '');
}

/** A sentence about the workload is a verdict of its own; an interval of 90% would be wrong in every tenth. */
function isSure({ pValue }: SuiteRatio): boolean {
  return pValue !== null && pValue <= 0.01;
}

/**
 * What the whole workload costs, as the end of a sentence: `the workload costs 2.4% more CPU time (1.9% to 2.9%)`. More
 * or less is said only where chance would say so once in a hundred workloads; empty without an interval.
 */
export function workloadCost({ suite }: Pick<ComparisonReport, 'suite'>): string {
  if (suite === null) return '';
  const cost = costOf(suite.whole, 'cpu_time') ?? costOf(suite.whole, 'server_time');
  if (cost === undefined || cost.interval === null) return '';
  const { ratio, interval, label, cases } = cost;
  const { of } = suite.whole;
  const workload = cases === of ? 'the workload' : `the workload (${coveredCases({ ...suite.whole, cases })} cases)`;
  if (!isSure(cost)) {
    const reach = `${formatChange(interval.low)} to ${formatChange(interval.high)}`;
    return `${workload} is not shown to cost more or less ${label}: ${formatChange(ratio)} (${reach})`;
  }
  if (ratio > 1)
    return `${workload} costs ${size(ratio)} more ${label} (${size(interval.low)} to ${size(interval.high)})`;
  return `${workload} costs ${size(ratio)} less ${label} (${size(interval.high)} to ${size(interval.low)})`;
}
