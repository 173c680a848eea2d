/** Differences of this size between replicates are rounding, not spread. */
const rounding = 1e-12;

/**
 * The standard error of an estimate, from the estimates with each of n replicates left out in turn:
 * √((n−1)/n · Σ(θ₍ᵢ₎ − θ̄)²), with n−1 degrees of freedom (Tukey 1958; Efron and Tibshirani, An Introduction to the
 * Bootstrap, 11.5). Null with fewer replicates than `fewest`.
 */
export function jackknifeError(without: readonly number[], fewest: number): number | null {
  const n = without.length;
  if (n < fewest) return null;
  const center = without.reduce((sum, one) => sum + one, 0) / n;
  const squares = without.reduce((sum, one) => sum + (one - center) ** 2, 0);
  const error = Math.sqrt(((n - 1) / n) * squares);
  return error < rounding ? 0 : error;
}
