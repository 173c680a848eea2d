import type { Plan } from '../model/run.ts';
import { isHopeless } from './failures.ts';
import { type Family, families, logRatios } from './families.ts';
import { interval, type Location, pAbove, towards, trimmedLocation } from './location.ts';
import { screeningLooks } from './looks.ts';
import { fitPrior, moderate, type Prior } from './moderation.ts';
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

/** One-sided level at which a likely change becomes a suspicion; false ones cost pairs, not verdicts. */
const suspectLevel: Readonly<Record<Family, number>> = { time: 0.05, cpu: 0.01 };

/** Replays every look of the first stage on the first pairs of each case. */
export function screen(cases: ReadonlyMap<string, CaseSamples>, plan: Plan): Screening {
  const decided = new Map<string, Screened>();
  let priors: Record<Family, Prior | null> = { time: null, cpu: null };
  const looks = screeningLooks(plan);
  for (const [index, look] of looks.entries()) {
    const here = [...cases.values()].filter((one) => !decided.has(one.caseId) && one.screening.length >= look);
    const located = locate(here, look);
    if (index === 0) priors = { time: fitPrior(all(located.time)), cpu: fitPrior(all(located.cpu)) };
    const last = index === looks.length - 1;
    for (const one of here) {
      const time = moderated(located.time.get(one.caseId), priors.time);
      const cpu = moderated(located.cpu.get(one.caseId), priors.cpu);
      const answer = decide(one, look, { time, cpu }, plan, last);
      if (answer !== null) decided.set(one.caseId, answer);
    }
  }
  for (const one of cases.values()) if (!decided.has(one.caseId)) decided.set(one.caseId, undecided(one, plan));
  return { cases: decided, priors };
}

type Located = Readonly<Record<Family, Map<string, Location>>>;

function locate(cases: readonly CaseSamples[], look: number): Located {
  const located: Located = { time: new Map(), cpu: new Map() };
  for (const family of families)
    for (const one of cases) {
      const location = trimmedLocation(logRatios(one.screening.slice(0, look), family));
      if (location !== null) located[family].set(one.caseId, location);
    }
  return located;
}

function all(located: ReadonlyMap<string, Location>): readonly Location[] {
  return [...located.values()];
}

function moderated(location: Location | undefined, prior: Prior | null): Location | null {
  return location === undefined ? null : moderate(location, prior);
}

function decide(
  samples: CaseSamples,
  pairs: number,
  at: Readonly<Record<Family, Location | null>>,
  plan: Plan,
  last: boolean,
): Screened | null {
  if (isHopeless(samples, plan.minPairs)) return { kind: 'hopeless', pairs };
  const margin = Math.log1p(plan.margin);
  const timeEquivalent = at.time !== null && isInside(at.time, margin);
  const suspicions = families.flatMap((family) => suspicion(samples.caseId, family, at[family], margin) ?? []);
  // A suspicion about CPU time alone waits until server time has an answer, which is what people ask for.
  const timeIsOpen = !timeEquivalent && !last && !suspicions.some((one) => one.family === 'time');
  if (suspicions.length > 0 && !timeIsOpen) return { kind: 'suspect', pairs, suspicions, timeEquivalent };
  if (timeEquivalent) return { kind: 'equivalent', pairs };
  if (samples.screening.slice(0, pairs).every((one) => one.pair === null)) return { kind: 'noEvidence', pairs };
  return last ? { kind: 'limit', pairs } : null;
}

function undecided(samples: CaseSamples, plan: Plan): Screened {
  const pairs = samples.screening.length;
  return isHopeless(samples, plan.minPairs) ? { kind: 'hopeless', pairs } : { kind: 'open', pairs };
}

/** The whole interval lies within ±margin (log units): two one-sided tests at 5% each. */
export function isInside(location: Location, margin: number): boolean {
  const { low, high } = interval(location);
  return low > -margin && high < margin;
}

function suspicion(caseId: string, family: Family, location: Location | null, margin: number): Suspicion | null {
  if (location === null) return null;
  const direction = location.theta >= 0 ? 1 : -1;
  const seen = towards(location, direction);
  if (seen.theta <= margin / 2 || pAbove(seen, 0) > suspectLevel[family]) return null;
  return { caseId, family, direction };
}
