import type { ComparisonReport } from '../../model/comparison.ts';
import { jsonEscape } from '../../text/safeText.ts';
import type { Telling } from '../words/reportLink.ts';
import { candidateFigures, verdictCounts } from './candidateFigures.ts';

interface Metric {
  readonly value: number;
  readonly lower_value?: number;
  readonly upper_value?: number;
}

/** Bencher's limits of a name: https://bencher.dev/docs/reference/bencher-metric-format */
const longestBenchmark = 1024;
const longestMeasure = 64;

/**
 * The candidate's costs in the Bencher Metric Format: a benchmark a case, a measure a metric, in base units (microseconds, bytes, rows),
 * with the interval where there is one. The benchmark `hogbench` counts verdicts.
 */
export function renderBencher(report: ComparisonReport, telling: Telling = {}): string {
  const benchmarks = new Map<string, Map<string, Metric>>();
  const add = (benchmark: string, measure: string, metric: Metric): void => {
    const name = cut(benchmark, longestBenchmark);
    const measures = benchmarks.get(name) ?? new Map<string, Metric>();
    benchmarks.set(name, measures);
    measures.set(cut(measure, longestMeasure), metric);
  };
  for (const { name, count } of verdictCounts(report, telling)) add('hogbench', name, { value: count });
  for (const { caseId, metric, value, low, high } of candidateFigures(report))
    add(caseId, metric, {
      value,
      ...(low === null || high === null ? {} : { lower_value: low, upper_value: high }),
    });
  const all = Object.fromEntries([...benchmarks].map(([name, measures]) => [name, Object.fromEntries(measures)]));
  return `${JSON.stringify(all, null, 2).replace(/[\u007f-\u009f]/g, jsonEscape)}\n`;
}

/** Characters as the service counts them; no half of a pair is left. */
function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
