import type { Values } from './averages.ts';

/** Where a stretch of values falls apart most, and how far. */
export interface Divergence {
  /** Of the first value after the change. */
  readonly index: number;
  /** Q̂, in the unit of the values. */
  readonly size: number;
}

/**
 * The place within [from, to) whose two sides differ most by the energy statistic of E-divisive (Matteson and James 2014,
 * "A nonparametric approach for multiple change point analysis of multivariate data", 2.2, with α = 1). All values from `from` to
 * the place are compared with those after it up to any end, so that a later change does not hide an earlier one:
 * Q̂ = 2/(n+m)·Σ|x−y| − 2m/((n+m)(n−1))·Σ|x−x′| − 2n/((n+m)(m−1))·Σ|y−y′|, sums over pairs.
 * Of equal ones the first. Takes time with the square of the length. Null for fewer than two values.
 */
export function greatestDivergence(values: Values, from: number, to: number): Divergence | null {
  const length = to - from;
  if (length < 2) return null;
  // Sums of distances among the values of [place, end), for the end that is looked at.
  const within = new Float64Array(length);
  const before = new Float64Array(length + 1);
  let best: Divergence | null = null;
  for (let end = 2; end <= length; end++) {
    const last = values[from + end - 1] as number;
    let toLast = 0;
    for (let place = end - 2; place >= 0; place--) {
      toLast += Math.abs((values[from + place] as number) - last);
      within[place] = (within[place] as number) + toLast;
    }
    const all = within[0] as number;
    before[end] = all;
    for (let place = 1; place < end; place++) {
      const size = divergenceAt(place, end - place, all, before[place] as number, within[place] as number);
      if (best === null || size > best.size || (size === best.size && from + place < best.index))
        best = { index: from + place, size };
    }
  }
  return best;
}

function divergenceAt(n: number, m: number, all: number, left: number, right: number): number {
  const across = 2 * (all - left - right);
  const among = (n > 1 ? (2 * m * left) / (n - 1) : 0) + (m > 1 ? (2 * n * right) / (m - 1) : 0);
  return (across - among) / (n + m);
}
