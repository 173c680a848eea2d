import type { Design } from '../../model/design.ts';
import type { RunPlan } from '../../model/run.ts';
import type { Ratio } from '../../model/units.ts';
import type { Location } from '../statistics/location.ts';
import { studentQuantile, studentTail } from '../statistics/studentT.ts';
import { levelOf, logMargin, testedMargin } from '../timing/families.ts';
import { confirmationLooks, screeningLooks } from '../timing/looks.ts';

type Judged = Pick<RunPlan, 'margin' | 'design'>;

/** How noisy a pair of a case is, as far as it is known before anything is measured. */
export interface Spread {
  /** Of the log ratio of one pair. */
  readonly variance: number;
  /** Degrees of freedom borrowed from the other cases. */
  readonly borrowedDf: number;
}

/** What a look at an unchanged case is expected to say. Both are shares of such cases, over this and all earlier looks. */
export interface LookChances {
  readonly pairs: number;
  readonly equivalent: number;
  readonly suspect: number;
}

/** The location of `pairs` pairs of an unchanged case, as `trimmedLocation` and `moderate` would find it. */
function expectedLocation({ variance, borrowedDf }: Spread, pairs: number, { estimate }: Design): Location {
  const kept = pairs - 2 * Math.floor(estimate.trimmedShare * pairs);
  return { n: pairs, theta: 0, v: variance / pairs, df: Math.max(1, kept - 1) + borrowedDf };
}

/** P(|θ| + t·se < δ): the chance that this many pairs of an unchanged case prove it equivalent. */
export function chanceEquivalent(spread: Spread, pairs: number, plan: Judged): number {
  const location = expectedLocation(spread, pairs, plan.design);
  const se = Math.sqrt(location.v);
  if (se === 0) return 1;
  const room = logMargin('time', plan) / se - studentQuantile(plan.design.estimate.intervalTail, location.df);
  return room <= 0 ? 0 : 1 - 2 * studentTail(room, location.df);
}

/** P(|θ| > δ/2 and |θ| > t·se): the chance that an unchanged case looks changed. */
function chanceSuspect(spread: Spread, pairs: number, plan: Judged): number {
  const location = expectedLocation(spread, pairs, plan.design);
  const se = Math.sqrt(location.v);
  if (se === 0) return 0;
  const { suspectLevel } = plan.design.families.time;
  const threshold = Math.max(testedMargin('time', plan) / se, studentQuantile(suspectLevel, location.df));
  return 2 * studentTail(threshold, location.df);
}

/** What each look of the first stage says of an unchanged case. A case that one look decided sees no other. */
export function screeningChances(spread: Spread, plan: RunPlan): readonly LookChances[] {
  let equivalent = 0;
  let suspect = 0;
  return screeningLooks(plan).map((pairs) => {
    // Looks share most of their pairs: what is beyond the chances of the looks before is what this one adds.
    suspect = Math.max(suspect, Math.min(chanceSuspect(spread, pairs, plan), 1 - equivalent));
    equivalent = Math.max(equivalent, Math.min(chanceEquivalent(spread, pairs, plan), 1 - suspect));
    return { pairs, equivalent, suspect };
  });
}

/** Pairs that fresh sessions spend on a false suspicion until it is futile: P(θ + t·se < δ) at each look. */
export function pairsToRefute(spread: Spread, plan: RunPlan): number {
  let open = 1;
  let before = 0;
  let pairs = 0;
  for (const look of confirmationLooks(plan)) {
    pairs += open * (look.pairs - before);
    before = look.pairs;
    const location = expectedLocation(spread, look.pairs, plan.design);
    const tail = studentQuantile(plan.design.estimate.intervalTail, location.df);
    const room = logMargin('time', plan) / Math.sqrt(location.v) - tail;
    open = Math.min(open, studentTail(room, location.df));
  }
  return pairs;
}

/** How far the measuring of a case gets. */
export interface Reach {
  /** Pairs of the first stage. */
  readonly screening: number;
  /** Fresh pairs of the second. */
  readonly confirmation: number;
  /** Cases that confirmation is shared with, this one included. */
  readonly suspects: number;
}

/** P(θ̂ > threshold) when the true change is `change`, in log units. */
function chanceAbove({ v, df }: Location, threshold: number, change: number): number {
  return v === 0 ? Number(change > threshold) : studentTail((threshold - change) / Math.sqrt(v), df);
}

/** Larger changes are all the same to a plan. */
const largestLog = Math.log(100);

/** Standard error of a median over that of a mean, for normal noise: √(π/2). */
const medianToMean = Math.sqrt(Math.PI / 2);

/**
 * The smallest slowdown that is found with the chance that the design calls power: exp(δ/2 + (t₁₋q/m + t₀.₈)·se) where nothing but the last
 * test is in doubt, q being what the last look may spend. But it must also become a suspect, θ̂ > max(δ/2, t₀.₉₅·se) in the first stage; be shown beyond the
 * margin in the second; and have the median of each replicate beyond δ/2. The chances of all are multiplied and solved
 * for the change. Null when a stage is not reached, or when it is larger than a hundredfold.
 */
export function plannedSmallest(spread: Spread, plan: RunPlan, reach: Reach): Ratio | null {
  if (reach.screening < plan.minPairs || reach.confirmation === 0) return null;
  const { design } = plan;
  const margin = logMargin('time', plan);
  const tested = testedMargin('time', plan);
  const first = expectedLocation(spread, reach.screening, design);
  const second = expectedLocation(spread, reach.confirmation, design);
  const replicate = { ...second, v: second.v * plan.confirmationSessions * medianToMean ** 2 };
  const suspicion = Math.max(tested, studentQuantile(design.families.time.suspectLevel, first.df) * Math.sqrt(first.v));
  const spent = confirmationLooks(plan).findLast((look) => look.pairs <= reach.confirmation)?.share ?? 1;
  const level = (levelOf('time', design) * spent) / Math.max(1, reach.suspects);
  const proof = Math.max(margin, tested + studentQuantile(level, second.df) * Math.sqrt(second.v));
  const found = (change: number): boolean =>
    chanceAbove(first, suspicion, change) *
      chanceAbove(second, proof, change) *
      chanceAbove(replicate, tested, change) ** plan.confirmationSessions >=
    design.power;
  if (!found(largestLog)) return null;
  let [low, high] = [margin, largestLog];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (found(middle)) high = middle;
    else low = middle;
  }
  return Math.exp(high);
}

/** Most pairs that are worth naming. */
const mostPairs = 10_000;

/** Pairs after which an unchanged case is proved equivalent with the chance that the design calls power; null when no number will do. */
export function pairsToSettle(spread: Spread, plan: RunPlan): number | null {
  const settles = (pairs: number): boolean => chanceEquivalent(spread, pairs, plan) >= plan.design.power;
  if (!settles(mostPairs)) return null;
  let low = 1;
  let high = mostPairs;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (settles(middle)) high = middle;
    else low = middle + 1;
  }
  return Math.max(low, plan.minPairs);
}
