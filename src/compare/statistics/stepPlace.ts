import type { Values } from './averages.ts';

/** Where one step lies. */
export interface StepPlace {
  /** The place that the values tell best: first value after the step. */
  readonly index: number;
  /** The first and last place that they do not rule out. */
  readonly earliest: number;
  readonly latest: number;
}

/**
 * Where the step between two levels lies within [from, to): the place that leaves least squares, and those whose likelihood is
 * within a factor of it. Of a step between normal levels the true place is outside with a chance of at most 1 − (1 − e^−x)² for a
 * difference of x in log likelihood (Siegmund 1988, "Confidence sets in change-point problems"; here with the variance estimated).
 *
 * @param sides values that stay on each side at least
 * @param level chance that the place is among those that are told, for instance 0.95
 * @param inflation as of `stepChance`: values that depend on each other tell so many times less
 */
export function stepPlace(
  values: Values,
  [from, to]: readonly [number, number],
  sides: readonly [before: number, after: number],
  { level, inflation }: { readonly level: number; readonly inflation: number },
): StepPlace | null {
  const left = squaresBefore(values, from, to, 1);
  const right = squaresBefore(values, from, to, -1);
  const n = to - from;
  const squares: number[] = [];
  for (let index = sides[0]; index <= n - sides[1]; index++)
    squares.push((left[index] as number) + (right[n - index] as number));
  const least = Math.min(...squares);
  if (!Number.isFinite(least)) return null;
  const x = -Math.log(1 - Math.sqrt(level)) * inflation;
  const limit = least * Math.exp((2 * x) / n);
  const at = (found: number): number => from + sides[0] + found;
  return {
    index: at(squares.indexOf(least)),
    earliest: at(squares.findIndex((one) => one <= limit)),
    latest: at(squares.findLastIndex((one) => one <= limit)),
  };
}

/** Squared distances from their mean of the first k values, for each k; with a step of −1, of the last k (Welford 1962). */
function squaresBefore(values: Values, from: number, to: number, step: 1 | -1): readonly number[] {
  const sums = [0];
  let [mean, squares] = [0, 0];
  for (let k = 1; k <= to - from; k++) {
    const value = values[step === 1 ? from + k - 1 : to - k] as number;
    const off = value - mean;
    mean += off / k;
    squares += off * (value - mean);
    sums.push(squares);
  }
  return sums;
}
