import { cumulativeStdNormalProbability, mean, median, sampleVariance } from 'simple-statistics';
import { studentTail } from '../src/compare/statistics/studentT.ts';

/** Tests that other tools use, on plain samples of two arms. None of them judges anything in the product. */

export function medianOf(values: readonly number[]): number {
  return median([...values]);
}

export function changesBeyond(baseline: number, candidate: number, share: number): 'slower' | 'faster' | 'silent' {
  const ratio = candidate / baseline;
  if (ratio > 1 + share) return 'slower';
  return ratio < 1 / (1 + share) ? 'faster' : 'silent';
}

/** Two-sided p-value by the normal approximation with continuity correction (Mann and Whitney 1947); times have no ties. */
export function mannWhitney(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((value) => ({ value, own: true })), ...b.map((value) => ({ value, own: false }))];
  all.sort((x, y) => x.value - y.value);
  let rankSum = 0;
  for (const [index, one] of all.entries()) if (one.own) rankSum += index + 1;
  const u = rankSum - (a.length * (a.length + 1)) / 2;
  const middle = (a.length * b.length) / 2;
  const sd = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
  const z = Math.max(0, Math.abs(u - middle) - 0.5) / sd;
  return 2 * (1 - cumulativeStdNormalProbability(z));
}

/** Two-sided p-value of Student's test with a pooled variance. */
export function studentTwoSample(
  a: readonly number[],
  b: readonly number[],
): { readonly p: number; readonly difference: number } {
  const df = a.length + b.length - 2;
  const pooled = ((a.length - 1) * sampleVariance([...a]) + (b.length - 1) * sampleVariance([...b])) / df;
  const difference = mean([...b]) - mean([...a]);
  const t = Math.abs(difference) / Math.sqrt(pooled * (1 / a.length + 1 / b.length));
  return { p: 2 * studentTail(t, df), difference };
}

/** The 99th percentile of the gap between medians when the arms' labels are drawn at random. */
export function relabelingThreshold(
  a: readonly number[],
  b: readonly number[],
  times: number,
  random: () => number,
): number {
  const pooled = Float64Array.from([...a, ...b]);
  const gaps = new Float64Array(times);
  for (let draw = 0; draw < times; draw++) {
    for (let i = pooled.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const held = pooled[i] ?? 0;
      pooled[i] = pooled[j] ?? 0;
      pooled[j] = held;
    }
    gaps[draw] = Math.abs(middleOf(pooled.slice(0, a.length)) - middleOf(pooled.slice(a.length)));
  }
  return gaps.sort()[Math.floor(0.99 * times)] ?? 0;
}

function middleOf(values: Float64Array): number {
  values.sort();
  const half = values.length >> 1;
  return values.length % 2 === 1 ? (values[half] ?? 0) : ((values[half - 1] ?? 0) + (values[half] ?? 0)) / 2;
}
