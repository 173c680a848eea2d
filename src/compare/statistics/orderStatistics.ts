/**
 * Distribution-free intervals of percentiles: for the p-th percentile of n independent values the number of them below it
 * is binomial (n, p), whatever their distribution, so [x₍ₗ₎, x₍ᵤ₎] covers it with P(l ≤ B < u) at least (Conover, Practical
 * Nonparametric Statistics, 3.2; Hahn and Meeker, Statistical Intervals, 5.2).
 */

/** The order statistics that an interval ends at, counted from 1. */
export interface Ranks {
  readonly low: number;
  readonly high: number;
}

/**
 * The narrowest interval of order statistics in which each end errs with a chance of `tail` at most; null where n values have
 * none, so that even the smallest or the largest would err more often.
 *
 * @param share of the values, that lie below the percentile: 0.95
 */
export function intervalRanks(n: number, share: number, tail: number): Ranks | null {
  const key = `${n} ${share} ${tail}`;
  const known = ranks.get(key);
  if (known !== undefined) return known;
  const found = searchRanks(n, share, tail);
  if (ranks.size < mostRanks) ranks.set(key, found);
  return found;
}

/** Cases of a run have few numbers of executions, and ask for the same four shares. */
const ranks = new Map<string, Ranks | null>();
const mostRanks = 4096;

/** Goes through the binomial distribution of the values above: P(A ≤ a) from the bottom, in logarithms since its first term may be 1e−1000. */
function searchRanks(n: number, share: number, tail: number): Ranks | null {
  const odds = Math.log(1 - share) - Math.log(share);
  let log = n * Math.log(share);
  let atMost = 0;
  let high = n + 1;
  for (let above = 0; above <= n; above++) {
    if (above > 0) log += Math.log((n - above + 1) / above) + odds;
    atMost += Math.exp(log);
    // x₍ₙ₋ₐ₎ is below the percentile only where a values or fewer are above it.
    if (atMost <= tail) high = n - above;
    // x₍ₙ₋ₐ₎ is above the percentile only where more than a values are.
    if (1 - atMost <= tail) return high > n || above === n ? null : { low: n - above, high };
  }
  return null;
}

/**
 * Values that surely give an interval: n ≥ ln(1/tail)/(1 − share), for the larger of both sides. P(no value above) = shareⁿ is at most
 * exp(−n(1 − share)), as Poisson has it. With a tail of 5% that is the rule of three: so many that three lie beyond on average.
 */
export function fewestForInterval(share: number, tail: number): number {
  return Math.ceil(-Math.log(tail) / Math.min(share, 1 - share));
}

/** Where the percentile lies among n values in order, counted from 1: (n + 1/3)·p + 1/3, type 8 of Hyndman and Fan (1996), median-unbiased. */
export function percentilePosition(n: number, share: number): number {
  return Math.min(n, Math.max(1, (n + 1 / 3) * share + 1 / 3));
}
