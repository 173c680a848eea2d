import type { Design } from '../../model/design.ts';
import { mean, median } from '../statistics/averages.ts';
import type { Location } from '../statistics/location.ts';
import { fitPrior, moderate } from '../statistics/moderation.ts';
import { studentQuantile } from '../statistics/studentT.ts';
import type { CaseSessions } from './sessions.ts';

/**
 * Difference of the arms' means with the pooled variance between sessions. `n` = KS/(K + S) makes n·v that variance
 * itself, which is the scale that `fitPrior` and `moderate` share; df = K + S − 2.
 */
export function pooledLocation({ baseline, candidate }: CaseSessions): Location {
  const [a, b] = [[...baseline.values()], [...candidate.values()]];
  const n = (a.length * b.length) / (a.length + b.length);
  const df = a.length + b.length - 2;
  return { n, theta: mean(b) - mean(a), v: (squares(a) + squares(b)) / df / n, df };
}

function squares(values: readonly number[]): number {
  const center = mean(values);
  return values.reduce((sum, one) => sum + (one - center) ** 2, 0);
}

/** Locations of all cases, their variances drawn towards what all have in common, and widened by `betweenRuns`. */
export function sessionLocations(cases: readonly CaseSessions[], { estimate }: Design): readonly Location[] {
  const raw = cases.map(pooledLocation);
  const prior = fitPrior(raw, estimate);
  const moderated = raw.map((one) => moderate(one, prior));
  const more = betweenRuns(moderated);
  return moderated.map((one) => ({ ...one, v: one.v + more }));
}

/**
 * What two runs differ by from case to case beyond what their sessions explain: two days, two machines of one kind.
 * The variance τ² at which half of all |θ|/√(v + τ²) lie under the quartile of Student's t, as they would if nothing had
 * changed; 0 when they do already. Most cases are taken to be unchanged, as for an empirical null (Efron 2004).
 */
export function betweenRuns(locations: readonly Location[]): number {
  const excess = (more: number): number =>
    median(locations.map(({ theta, v, df }) => Math.abs(theta) / (Math.sqrt(v + more) * studentQuantile(0.25, df)))) -
    1;
  const largest = Math.max(0, ...locations.map((one) => one.theta ** 2));
  if (largest === 0 || excess(tiny) <= 0) return 0;
  let [low, high] = [0, 4 * largest];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Keeps a case whose sessions are all equal from dividing by nothing. */
const tiny = 1e-12;
