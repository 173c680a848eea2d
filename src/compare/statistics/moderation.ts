import { mean } from 'simple-statistics';
import type { Design } from '../../model/design.ts';
import type { Location } from './location.ts';
import { digamma, trigamma } from './specialFunctions.ts';

/** The spread that the cases of a run have in common; degrees of freedom say how much it weighs. */
export interface Prior {
  readonly df: number;
  /** Variance of one pair's log ratio, n·v of a `Location`, so that looks of any size can share it. */
  readonly variance: number;
}

/**
 * Fits the prior by the moments of the log variances (Smyth 2004, "Linear models and empirical Bayes
 * methods", 6.2, the method of limma): e = ln s² − ψ(ν/2) + ln(ν/2); ψ′(d₀/2) = Var(e) − mean ψ′(ν/2);
 * s₀² = exp(ē + ψ(d₀/2) − ln(d₀/2)). Null with too few usable cases.
 */
export function fitPrior(
  locations: readonly Location[],
  { fewestForPrior, mostPriorDegrees }: Pick<Design['estimate'], 'fewestForPrior' | 'mostPriorDegrees'>,
): Prior | null {
  const usable = locations.filter((one) => one.v > 0 && one.df > 0);
  if (usable.length < fewestForPrior) return null;
  const e = usable.map((one) => Math.log(one.n * one.v) - digamma(one.df / 2) + Math.log(one.df / 2));
  // Sums of floats depend on their order, and a run that was measured in parts has its cases in another.
  e.sort((a, b) => a - b);
  const center = mean(e);
  const spread = e.reduce((sum, x) => sum + (x - center) ** 2, 0) / (e.length - 1);
  const excess = spread - mean(usable.map((one) => trigamma(one.df / 2)).sort((a, b) => a - b));
  const df = excess > 0 ? Math.min(mostPriorDegrees, 2 * trigammaInverse(excess)) : mostPriorDegrees;
  return { df, variance: Math.exp(center + digamma(df / 2) - Math.log(df / 2)) };
}

/** Draws a case's own variance towards the prior: ṽ = (d₀s₀² + νv)/(d₀ + ν), df = d₀ + ν. */
export function moderate(location: Location, prior: Prior | null): Location {
  if (prior === null) return location;
  const df = prior.df + location.df;
  return { ...location, df, v: (prior.df * (prior.variance / location.n) + location.df * location.v) / df };
}

/** The x > 0 with ψ′(x) = y, y > 0. ψ′ falls steadily, so bisection on log x always arrives. */
export function trigammaInverse(y: number): number {
  let low = Math.log(1e-8);
  let high = Math.log(1e8);
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (trigamma(Math.exp(middle)) > y) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
