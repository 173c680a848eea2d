import type { Values } from './averages.ts';

/** More is a series that wanders, which has no levels. */
const most = 0.7;
/** A level of fewer values says nothing of it. */
const fewest = 3;

/**
 * How many times the variance of a mean is what it would be if values did not depend on those before them: (1 + ρ)/(1 − ρ) of a
 * first-order autoregression, with ρ from the values less the mean of their level. Its bias, −1/n for each level, is put back
 * (Kendall 1954). Never below 1: values that take turns are no reason to be surer.
 *
 * @param changes first values of the levels after the first, ascending
 */
export function serialInflation(values: Values, changes: readonly number[]): number {
  const bounds = [0, ...changes, values.length];
  let [products, squares, levels, count] = [0, 0, 0, 0];
  for (let level = 0; level + 1 < bounds.length; level++) {
    const [from, to] = [bounds[level] as number, bounds[level + 1] as number];
    if (to - from < fewest) continue;
    let sum = 0;
    for (let i = from; i < to; i++) sum += values[i] as number;
    const mean = sum / (to - from);
    for (let i = from; i < to; i++) {
      const off = (values[i] as number) - mean;
      squares += off ** 2;
      if (i > from) products += off * ((values[i - 1] as number) - mean);
    }
    levels++;
    count += to - from;
  }
  if (squares === 0) return 1;
  const rho = Math.min(most, Math.max(0, products / squares + levels / count));
  return (1 + rho) / (1 - rho);
}
