import { gammaln } from 'simple-statistics';

const maxTerms = 400;
const tiny = 1e-300;

/**
 * The continued fraction of the incomplete beta function by the modified Lentz method
 * (DLMF 8.17.22; Press et al., Numerical Recipes, 6.4). Converges fast for x < (a+1)/(a+b+2).
 */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / guarded(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= maxTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guarded(1 + even * d);
    c = guarded(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guarded(1 + odd * d);
    c = guarded(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return value;
}

function guarded(x: number): number {
  return Math.abs(x) < tiny ? tiny : x;
}

/** Regularised incomplete beta I_x(a, b); `y` is 1 − x, given apart so that no digit is lost near 1. */
function regularizedBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const front = Math.exp(gammaln(a + b) - gammaln(a) - gammaln(b) + a * Math.log(x) + b * Math.log(y));
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / a;
  return 1 - (front * betaFraction(y, b, a)) / b;
}

/** P(T > t) for Student's t with `df` degrees of freedom, whole or not. DLMF 8.17: I_x(ν/2, 1/2)/2, x = ν/(ν+t²). */
export function studentTail(t: number, df: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  if (!Number.isFinite(t)) return t > 0 ? 0 : 1;
  const square = t * t;
  const half = regularizedBeta(df / (df + square), square / (df + square), df / 2, 0.5) / 2;
  return t >= 0 ? half : 1 - half;
}

const cached = new Map<string, number>();

/** The t with P(T > t) = `tail`, 0 < tail < 0.5: bisection on `studentTail`. */
export function studentQuantile(tail: number, df: number): number {
  const key = `${tail} ${df}`;
  const known = cached.get(key);
  if (known !== undefined) return known;
  let low = 0;
  let high = 2;
  while (studentTail(high, df) > tail && high < 1e12) high *= 2;
  for (let step = 0; step < 100 && high - low > 1e-14 * high; step++) {
    const middle = (low + high) / 2;
    if (studentTail(middle, df) > tail) low = middle;
    else high = middle;
  }
  const value = (low + high) / 2;
  if (cached.size < cacheLimit) cached.set(key, value);
  return value;
}

/** Moderated degrees of freedom are few in a run; the cache only saves repeating the same bisection. */
const cacheLimit = 4096;
