import type { Design, Family } from '../../model/design.ts';
import type { RunPlan } from '../../model/run.ts';
import { isHopeless } from '../executionFailures.ts';
import { interval, type Location, pAbove, towards, trimmedLocation } from '../statistics/location.ts';
import { fitPrior, moderate, type Prior } from '../statistics/moderation.ts';
import { familiesOf, isWorthReading, logMargin, logRatios, testedMargin } from './families.ts';
import { caseLooks } from './looks.ts';
import type { CaseSamples } from './pairing.ts';

/** A change that screening found likely; only fresh data can confirm it. */
export interface Suspicion {
  readonly caseId: string;
  readonly family: Family;
  /** 1: slower, −1: faster. */
  readonly direction: 1 | -1;
}

/** Where screening stands with a case. `pairs` is how many pairs had been tried at the look that decided. */
export type Screened =
  | { readonly kind: 'open'; readonly pairs: number }
  | { readonly kind: 'equivalent'; readonly pairs: number }
  | { readonly kind: 'limit'; readonly pairs: number }
  | { readonly kind: 'hopeless'; readonly pairs: number }
  | { readonly kind: 'noEvidence'; readonly pairs: number }
  | {
      readonly kind: 'suspect';
      readonly pairs: number;
      readonly suspicions: readonly Suspicion[];
      /** Time alone would have been called equivalent: the suspicion is about CPU time. */
      readonly timeEquivalent: boolean;
    };

export interface Screening {
  readonly cases: ReadonlyMap<string, Screened>;
  /** Spread of all cases at the first look, which the second stage borrows from. */
  readonly priors: Readonly<Record<Family, Prior | null>>;
}

/**
 * Replays every look of the first stage on the first pairs of each case. `borrowed` are priors that other cases were
 * fitted to, for cases that must not add to them.
 */
export function screen(
  cases: ReadonlyMap<string, CaseSamples>,
  plan: RunPlan,
  borrowed: Screening['priors'] | null = null,
): Screening {
  const decided = new Map<string, Screened>();
  let priors: Screening['priors'] = borrowed ?? { time: null, instructions: null, cpu: null, memory: null };
  const looks = new Map([...cases].map(([caseId, one]) => [caseId, caseLooks(one, plan)]));
  const all = [...new Set([...looks.values()].flat())].sort((a, b) => a - b);
  for (const [index, look] of all.entries()) {
    const isDue = ({ caseId, screening }: CaseSamples): boolean =>
      !decided.has(caseId) && screening.length >= look && looks.get(caseId)?.includes(look) === true;
    const here = [...cases.values()].filter(isDue);
    const located = locate(here, look, plan.design);
    if (index === 0 && borrowed === null)
      priors = eachFamily((family) => fitPrior([...located[family].values()], plan.design.estimate));
    for (const one of here) {
      const last = looks.get(one.caseId)?.at(-1) === look;
      const at = eachFamily((family) => moderated(located[family].get(one.caseId), priors[family]));
      const answer = decide(one, look, at, plan, last);
      if (answer !== null) decided.set(one.caseId, answer);
    }
  }
  for (const one of cases.values()) if (!decided.has(one.caseId)) decided.set(one.caseId, undecided(one, plan));
  return { cases: decided, priors };
}

type Located = Readonly<Record<Family, ReadonlyMap<string, Location>>>;

function eachFamily<T>(make: (family: Family) => T): Record<Family, T> {
  return { time: make('time'), instructions: make('instructions'), cpu: make('cpu'), memory: make('memory') };
}

function locate(cases: readonly CaseSamples[], look: number, design: Design): Located {
  const located = eachFamily(() => new Map<string, Location>());
  for (const family of familiesOf(design))
    for (const one of cases) {
      const location = trimmedLocation(
        logRatios(one.screening.slice(0, look), family, design),
        design.estimate.trimmedShare,
      );
      if (location !== null) located[family].set(one.caseId, location);
    }
  return located;
}

function moderated(location: Location | undefined, prior: Prior | null): Location | null {
  return location === undefined ? null : moderate(location, prior);
}

function decide(
  samples: CaseSamples,
  pairs: number,
  at: Readonly<Record<Family, Location | null>>,
  plan: RunPlan,
  last: boolean,
): Screened | null {
  if (isHopeless(samples, plan)) return { kind: 'hopeless', pairs };
  const timeEquivalent = at.time !== null && isInside(at.time, logMargin('time', plan), plan.design);
  const suspicions = familiesOf(plan.design).flatMap(
    (family) => suspicion(samples, pairs, family, at[family], plan) ?? [],
  );
  // A suspicion about CPU time or memory alone waits until server time has an answer, which is what people ask for.
  // More instructions than the margin allows do not: they are known better than any time is.
  const more = (at.instructions?.theta ?? 0) > logMargin('instructions', plan);
  const isUrgent = ({ family }: Suspicion): boolean => family === 'time' || (family === 'instructions' && more);
  const timeIsOpen = !timeEquivalent && !last && !suspicions.some(isUrgent);
  if (suspicions.length > 0 && !timeIsOpen) return { kind: 'suspect', pairs, suspicions, timeEquivalent };
  if (timeEquivalent) return { kind: 'equivalent', pairs };
  if (samples.screening.slice(0, pairs).every((one) => one.pair === null)) return { kind: 'noEvidence', pairs };
  return last ? { kind: 'limit', pairs } : null;
}

function undecided(samples: CaseSamples, plan: RunPlan): Screened {
  const pairs = samples.screening.length;
  return isHopeless(samples, plan) ? { kind: 'hopeless', pairs } : { kind: 'open', pairs };
}

/** The whole interval lies within ±margin (log units): two one-sided tests. */
export function isInside(location: Location, margin: number, { estimate }: Design): boolean {
  const { low, high } = interval(location, estimate.intervalTail);
  return low > -margin && high < margin;
}

function suspicion(
  samples: CaseSamples,
  pairs: number,
  family: Family,
  location: Location | null,
  plan: RunPlan,
): Suspicion | null {
  if (location === null || !isWorthReading(samples.screening.slice(0, pairs), family, plan.design)) return null;
  const direction = location.theta >= 0 ? 1 : -1;
  const seen = towards(location, direction);
  if (seen.theta <= testedMargin(family, plan)) return null;
  return pAbove(seen, 0) > (plan.design.families[family]?.suspectLevel ?? 0)
    ? null
    : { caseId: samples.caseId, family, direction };
}
