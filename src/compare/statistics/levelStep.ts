import type { Values } from './averages.ts';
import { studentQuantile, studentTail } from './studentT.ts';

/** Two neighbouring levels of a series, compared by their means. */
export interface LevelStep {
  readonly before: number;
  readonly after: number;
  /** Standard error of `after − before`; 0 where neither side has any spread. */
  readonly error: number;
  readonly df: number;
  /** Values of the side that has fewer. */
  readonly shorter: number;
}

/** Spread below this part of the size of the values is rounding. */
const rounding = 1e-12;

/**
 * The values of [from, index) beside those of [index, to), with one variance for both sides: after a change there are few values
 * at first, which cannot tell their own.
 */
export function levelStep(values: Values, from: number, index: number, to: number): LevelStep {
  const [left, right] = [sideOf(values, from, index), sideOf(values, index, to)];
  const df = left.n + right.n - 2;
  const size = Math.max(Math.abs(left.mean), Math.abs(right.mean));
  const spread = df > 0 ? Math.sqrt((left.squares + right.squares) / df) : 0;
  const error = spread <= rounding * size ? 0 : spread * Math.sqrt(1 / left.n + 1 / right.n);
  return { before: left.mean, after: right.mean, error, df, shorter: Math.min(left.n, right.n) };
}

/**
 * The two-sided chance of such a step where there is none, by Student's t test; 1 with fewer than three values, 0 where two levels
 * without any spread differ. Inference for a single place that was not searched for.
 *
 * @param inflation how many times the variance of a mean is what it would be if values did not depend on those before them
 * @param guard degrees of freedom at most for each value of the shorter side; absent: as many as there are. The mean of a few
 *   values is no normal number where noise has long tails: with three for each, long tails are what the test reckons with.
 */
export function stepChance(step: LevelStep, inflation = 1, guard: number = Number.POSITIVE_INFINITY): number {
  const { before, after, error, df, shorter } = step;
  const gap = Math.abs(after - before);
  if (df <= 0 || gap <= rounding * Math.max(Math.abs(before), Math.abs(after))) return 1;
  if (error === 0) return 0;
  return Math.min(1, 2 * studentTail(gap / (error * Math.sqrt(inflation)), Math.min(df, guard * shorter)));
}

/** The ends of `after − before`, each with a one-sided error of `tail`. */
export function stepInterval(step: LevelStep, tail: number, inflation = 1): readonly [low: number, high: number] {
  const gap = step.after - step.before;
  const reach = step.error === 0 ? 0 : studentQuantile(tail, step.df) * step.error * Math.sqrt(inflation);
  return [gap - reach, gap + reach];
}

function sideOf(values: Values, from: number, to: number): { n: number; mean: number; squares: number } {
  const n = to - from;
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i] as number;
  const mean = sum / n;
  let squares = 0;
  for (let i = from; i < to; i++) squares += ((values[i] as number) - mean) ** 2;
  return { n, mean, squares };
}
