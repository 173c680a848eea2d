import { incompleteBeta } from './specialFunctions.ts';

/** Bounds of a share. */
export interface ShareBounds {
  readonly low: number;
  readonly high: number;
}

/**
 * The shares between which k of n independent trials leave it open which is the true one (Clopper and Pearson 1934): each end errs
 * with a chance of `tail` at most. With k and n divided by a design effect it is the interval of Korn and Graubard (1998), so that
 * neither need be whole. Of no trials nothing is known.
 */
export function shareBounds(k: number, n: number, tail: number): ShareBounds {
  if (n <= 0) return { low: 0, high: 1 };
  return {
    low: k <= 0 ? 0 : betaQuantile(tail, k, n - k + 1),
    high: k >= n ? 1 : betaQuantile(1 - tail, k + 1, n - k),
  };
}

/** The x below which a beta distribution has the probability p. Halving: 60 times gives all digits of a share. */
function betaQuantile(p: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b, true, false) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
