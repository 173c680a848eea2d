import type { Family } from '../../model/design.ts';
import type { RunPlan } from '../../model/run.ts';
import { median } from '../statistics/averages.ts';
import { adjusted, benjaminiHochberg } from '../statistics/falseDiscovery.ts';
import { interval, pAbove, towards, trimmedLocation } from '../statistics/location.ts';
import { moderate } from '../statistics/moderation.ts';
import { familiesOf, levelOf, logMargin, logRatio, logRatios, testedMargin, usedAttempts } from './families.ts';
import { type ConfirmationLook, confirmationLooks } from './looks.ts';
import type { Attempt, CaseSamples } from './pairing.ts';
import { needsNoConfirmation } from './redByWork.ts';
import type { Screening, Suspicion } from './screening.ts';

/**
 * What fresh sessions said of a suspicion. `p` is corrected over the suspects of its family, to which those that are
 * `needless` do not belong: exact counters decide their case.
 */
export interface Confirmation {
  readonly suspicion: Suspicion;
  readonly state: 'open' | 'confirmed' | 'futile' | 'limit' | 'hopeless' | 'needless';
  /** Pairs tried at the look that decided; those tried so far when still open. */
  readonly pairs: number;
  readonly p: number | null;
}

/**
 * Replays every look of the second stage on the first fresh pairs of each suspect.
 *
 * @param countersSettle exact counters can decide a case by themselves: `environments.ts`
 */
export function confirm(
  cases: ReadonlyMap<string, CaseSamples>,
  screening: Screening,
  plan: RunPlan,
  countersSettle = true,
): readonly Confirmation[] {
  const needless: Suspicion[] = [];
  const suspicions: Suspicion[] = [];
  for (const [caseId, one] of screening.cases) {
    if (one.kind !== 'suspect') continue;
    const isNeedless = countersSettle && needsNoConfirmation(cases.get(caseId), one.suspicions, plan);
    (isNeedless ? needless : suspicions).push(...one.suspicions);
  }
  return [
    ...needless.map((suspicion) => ({ suspicion, state: 'needless', pairs: 0, p: null }) as const),
    ...familiesOf(plan.design).flatMap((family) => {
      const own = suspicions.filter((one) => one.family === family);
      return own.length === 0 ? [] : confirmFamily(family, own, cases, screening, plan);
    }),
  ];
}

function confirmFamily(
  family: Family,
  suspicions: readonly Suspicion[],
  cases: ReadonlyMap<string, CaseSamples>,
  screening: Screening,
  plan: RunPlan,
): readonly Confirmation[] {
  const margin = logMargin(family, plan);
  let states = suspicions.map((suspicion) => start(suspicion, cases.get(suspicion.caseId), plan));
  const looks = confirmationLooks(plan);
  for (const [index, look] of looks.entries()) {
    const tested = states.map((one) => test(one, cases.get(one.suspicion.caseId), look, screening, plan));
    const pValues = states.map((one, i) => (one.state === 'confirmed' ? 0 : (tested[i]?.p ?? 1)));
    const rejected = benjaminiHochberg(pValues, levelOf(family, plan.design) * look.share);
    const shown = adjusted(pValues);
    states = states.map((one, i) => {
      const seen = tested[i];
      if (seen === undefined || seen === null) return one;
      const at = { ...one, pairs: look.pairs, p: shown[i] ?? null };
      if (rejected[i] === true) return { ...at, state: 'confirmed' };
      if (seen.high < margin) return { ...at, state: 'futile' };
      return index === looks.length - 1 ? { ...at, state: 'limit' } : at;
    });
  }
  return states;
}

function start(suspicion: Suspicion, samples: CaseSamples | undefined, plan: RunPlan): Confirmation {
  const state = samples !== undefined && isStuck(samples, plan) ? 'hopeless' : 'open';
  return { suspicion, state, pairs: samples?.confirmation.length ?? 0, p: null };
}

/** No pair of the second stage worked although a whole first look was tried. */
function isStuck({ confirmation }: CaseSamples, plan: RunPlan): boolean {
  const first = confirmationLooks(plan)[0]?.pairs ?? 0;
  return first > 0 && confirmation.length >= first && confirmation.every((one) => one.pair === null);
}

/** P-value and upper end, both in the suspected direction; null when this look is not reached or not needed. */
function test(
  one: Confirmation,
  samples: CaseSamples | undefined,
  look: ConfirmationLook,
  screening: Screening,
  plan: RunPlan,
): { readonly p: number; readonly high: number } | null {
  if (one.state !== 'open' || samples === undefined || samples.confirmation.length < look.pairs) return null;
  const { family, direction } = one.suspicion;
  const margin = logMargin(family, plan);
  const attempts = samples.confirmation.slice(0, look.pairs);
  const { trimmedShare, intervalTail } = plan.design.estimate;
  const raw = trimmedLocation(logRatios(attempts, family, plan.design), trimmedShare);
  if (raw === null) return { p: 1, high: Number.POSITIVE_INFINITY };
  const seen = towards(moderate(raw, screening.priors[family]), direction);
  const tested = testedMargin(family, plan);
  const repeats = replicateMedians(attempts, one.suspicion, plan).every((middle) => middle > tested);
  const p = seen.theta > margin && repeats ? pAbove(seen, tested) : 1;
  return { p, high: interval(seen, intervalTail).high };
}

/**
 * Median log ratio, in the suspected direction, of each of `confirmationSessions` replicates. A look opens
 * that many fresh sessions; the first of every look make up the first replicate, and so on, so that all
 * have equally many pairs and none shares a process with another.
 */
function replicateMedians(
  attempts: readonly Attempt[],
  { family, direction }: Suspicion,
  { confirmationSessions, design }: RunPlan,
): readonly number[] {
  const sessions = [...new Set(attempts.map((one) => one.session))];
  const replicates = Array.from({ length: confirmationSessions }, (): number[] => []);
  for (const attempt of usedAttempts(attempts, family, design)) {
    const d = logRatio(attempt, family);
    if (d !== null) replicates[sessions.indexOf(attempt.session) % confirmationSessions]?.push(direction * d);
  }
  return replicates.map((values) => (values.length === 0 ? Number.NEGATIVE_INFINITY : median(values)));
}
