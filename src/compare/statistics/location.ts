import { ascending, median, type Values } from './averages.ts';
import { studentQuantile, studentTail } from './studentT.ts';

/** A robust location of log ratios with its standard error. All in natural-log units. */
export interface Location {
  readonly n: number;
  /** Trimmed mean. */
  readonly theta: number;
  /** Squared standard error of `theta`. */
  readonly v: number;
  readonly df: number;
}

/**
 * Trimmed mean with the winsorised variance, of a share γ trimmed at each end: g = floor(γn), h = n − 2g,
 * v = s_w²(n−1)/(h(h−1)), df = h − 1 (Yuen 1974; Wilcox, Robust Estimation, 3.3 and 4.3).
 * Null for fewer than two values, which have no spread.
 */
export function trimmedLocation(values: Values, trimmedShare: number): Location | null {
  const n = values.length;
  if (n < 2) return null;
  const sorted = ascending(values);
  const g = Math.floor(trimmedShare * n);
  const h = n - 2 * g;
  let sum = 0;
  for (let i = g; i < n - g; i++) sum += sorted[i] as number;
  sorted.fill(sorted[g] as number, 0, g).fill(sorted[n - 1 - g] as number, n - g);
  let total = 0;
  for (let i = 0; i < n; i++) total += sorted[i] as number;
  const middle = total / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((sorted[i] as number) - middle) ** 2;
  return { n, theta: sum / h, v: squares / (h * (h - 1)), df: h - 1 };
}

/** The ends of θ ± t·se, in log units; `tail` is the one-sided error of each. */
export function interval(location: Location, tail: number): { readonly low: number; readonly high: number } {
  const reach = studentQuantile(tail, location.df) * Math.sqrt(location.v);
  return { low: location.theta - reach, high: location.theta + reach };
}

/** P(T > (θ − threshold)/se); without any spread the answer is certain. */
export function pAbove(location: Location, threshold: number): number {
  const gap = location.theta - threshold;
  if (location.v === 0) return gap > 0 ? 0 : 1;
  return studentTail(gap / Math.sqrt(location.v), location.df);
}

/** Whether `pAbove` is at most `level`; hardly a probability has to be worked out for it. */
export function isPAtMost(level: number, location: Location, threshold: number): boolean {
  const t = (location.theta - threshold) / Math.sqrt(location.v);
  const critical = studentQuantile(level, location.df);
  if (t < critical - nearQuantile * Math.abs(critical)) return false;
  return pAbove(location, threshold) <= level;
}

/** Where a probability is so near to a level that rounding might decide, it is worked out. */
const nearQuantile = 1e-6;

/** The same location seen in the other direction: a slowdown becomes a speed-up. */
export function towards(location: Location, direction: 1 | -1): Location {
  return direction === 1 ? location : { ...location, theta: -location.theta };
}

/** Hodges–Lehmann estimate: the median of the means of all pairs of values, each with itself too. */
export function hodgesLehmann(values: readonly number[]): number {
  const n = values.length;
  const means: number[] = [];
  for (let i = 0; i < n; i++)
    for (let j = i; j < n; j++) means.push(((values[i] as number) + (values[j] as number)) / 2);
  return median(means);
}
