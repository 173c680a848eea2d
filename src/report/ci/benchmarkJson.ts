import type { ComparisonReport } from '../../model/comparison.ts';
import type { Telling } from '../words/reportLink.ts';
import { candidateFigures, plainNumber, verdictCounts } from './candidateFigures.ts';

/** An entry as github-action-benchmark reads it. */
interface Entry {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** `± 12.5`, in the unit. */
  readonly range?: string;
}

/**
 * The candidate's costs for github-action-benchmark with `tool: customSmallerIsBetter`: an entry a case and metric, in base units. Its range
 * has one number, which is the longer side of the interval. The first entries count verdicts.
 */
export function renderBenchmarkJson(report: ComparisonReport, telling: Telling = {}): string {
  const entries: readonly Entry[] = [
    ...verdictCounts(report, telling).map(({ name, count }) => ({
      name: `hogbench: ${name}`,
      unit: 'cases',
      value: count,
    })),
    ...candidateFigures(report).map(({ caseId, metric, unit, value, low, high }) => ({
      name: `${caseId}: ${metric}`,
      unit,
      value,
      ...(low === null || high === null ? {} : { range: `± ${plainNumber(Math.max(high - value, value - low))}` }),
    })),
  ];
  return `${JSON.stringify(entries, null, 2)}\n`;
}
