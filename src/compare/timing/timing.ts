import type { Design, Family } from '../../model/design.ts';
import type { Test } from '../../model/evidence.ts';
import type { Clock, Estimate } from '../../model/metric.ts';
import type { TimingReason, WhyNotCompared } from '../../model/reason.ts';
import type { RunPlan } from '../../model/run.ts';
import { hodgesLehmann, interval, type Location, trimmedLocation } from '../statistics/location.ts';
import { moderate, type Prior } from '../statistics/moderation.ts';
import { studentQuantile } from '../statistics/studentT.ts';
import { type Confirmation, confirm } from './confirmation.ts';
import { levelOf, logMargin, logRatios, marginOf, testedMargin } from './families.ts';
import type { Attempt, CaseSamples } from './pairing.ts';
import { isClocked } from './runningTime.ts';
import { isInside, type Screened, type Screening, screen } from './screening.ts';
import { testBehind, wordFor } from './tested.ts';

/** What both stages say of one family of one case. */
export interface FamilyTiming {
  readonly kind: TimingReason['outcome'];
  readonly estimate: Estimate | null;
  /** The pairs that the estimate is made of. */
  readonly attempts: readonly Attempt[];
  /** Sessions that the estimate's pairs come from. */
  readonly sessions: number;
  /** True when the estimate rests on fresh sessions alone. */
  readonly fresh: boolean;
  readonly smallestVisible: number | null;
  /** The test that `kind` rests on; null when there was none yet. */
  readonly test: Test | null;
  readonly confirmation: Confirmation | null;
  /** Why there is no estimate, where that is known. */
  readonly why?: WhyNotCompared;
}

export interface CaseTiming {
  /** Null for saved runs, which are not screened. */
  readonly screened: Screened | null;
  /** What `time` was read by. */
  readonly clock: Clock;
  readonly time: FamilyTiming;
  readonly instructions: FamilyTiming;
  readonly cpu: FamilyTiming;
  readonly memory: FamilyTiming;
}

/** What a family says of a case, as a reason. */
export function timingReason(
  family: Family,
  { [family]: timing, clock }: CaseTiming,
  plan: Pick<RunPlan, 'margin' | 'design'>,
): TimingReason {
  const { kind: outcome, estimate, sessions, fresh, smallestVisible, confirmation, why = null } = timing;
  return {
    kind: 'timing',
    ...(family === 'time' && clock === 'running_time' ? { clock } : {}),
    ...{ family, outcome, margin: marginOf(family, plan), estimate, sessions, fresh, smallestVisible, why },
    suspected: confirmation === null ? null : wordFor(confirmation.suspicion),
    isOpen: confirmation?.state === 'open',
    isNeedless: confirmation?.state === 'needless',
  };
}

/**
 * Judges server time, CPU time and peak memory of every case, from paired samples; `countersSettle` as in `confirm`,
 * `borrowed` as in `screen`.
 */
export function judgeTiming(
  cases: ReadonlyMap<string, CaseSamples>,
  plan: RunPlan,
  countersSettle = true,
  borrowed: Screening['priors'] | null = null,
): ReadonlyMap<string, CaseTiming> {
  const screening = screen(cases, plan, borrowed);
  const confirmations = new Map<string, Confirmation>();
  const suspects: Record<Family, number> = { time: 0, instructions: 0, cpu: 0, memory: 0 };
  for (const one of confirm(cases, screening, plan, countersSettle)) {
    confirmations.set(`${one.suspicion.family} ${one.suspicion.caseId}`, one);
    if (one.state !== 'needless') suspects[one.suspicion.family]++;
  }
  const judged = new Map<string, CaseTiming>();
  for (const [caseId, samples] of cases) {
    const screened = screening.cases.get(caseId) ?? { kind: 'open', pairs: 0 };
    const of = (family: Family): FamilyTiming => {
      const confirmation = confirmations.get(`${family} ${caseId}`) ?? null;
      return judgeFamily({ family, samples, screened, confirmation, screening, plan, suspects: suspects[family] });
    };
    judged.set(caseId, {
      ...{ screened, clock: clockOf(samples) },
      ...{ time: of('time'), instructions: of('instructions'), cpu: of('cpu'), memory: of('memory') },
    });
  }
  return judged;
}

function clockOf(samples: CaseSamples): Clock {
  return isClocked(samples) ? 'running_time' : 'server_time';
}

interface FamilyInput {
  readonly family: Family;
  readonly samples: CaseSamples;
  readonly screened: Screened;
  readonly confirmation: Confirmation | null;
  readonly screening: Screening;
  readonly plan: RunPlan;
  readonly suspects: number;
}

function judgeFamily(input: FamilyInput): FamilyTiming {
  const { family, samples, confirmation, screening, plan } = input;
  const { design } = plan;
  const margin = logMargin(family, plan);
  const refuting = refutingPairs(input, margin);
  const fresh = refuting === null && confirmation !== null && samples.confirmation.length > 0;
  const attempts = refuting ?? (fresh ? samples.confirmation : firstStage(input));
  const values = logRatios(attempts, family, design);
  const location = locate(values, screening.priors[family], design);
  if (location === null) return { ...nothing, confirmation };
  // A run that its budget ended between two looks has one more look, at its end.
  const lastLook =
    input.screened.kind === 'open' && attempts.length >= plan.minPairs && isInside(location, margin, design);
  const kind = refuting !== null || (family === 'time' && lastLook) ? 'equivalent' : kindOf(input);
  const p = confirmation?.p ?? null;
  return {
    kind,
    estimate: estimateOf(values, location, p, design),
    attempts,
    sessions: new Set(attempts.filter((one) => one.pair !== null).map((one) => one.session)).size,
    fresh,
    smallestVisible: smallestVisible(location, family, input.suspects, plan),
    test: testBehind(kind !== 'equivalent', location, confirmation, input.suspects, margin),
    confirmation,
  };
}

/**
 * The pairs that prove a suspicion of server time wrong, or null. The fresh ones alone may do it; else all pairs of
 * both stages, which is the stricter test: those of the first stage were chosen because they look changed.
 */
function refutingPairs(
  { family, samples, confirmation, screening, plan: { design } }: FamilyInput,
  margin: number,
): readonly Attempt[] | null {
  if (confirmation === null || ['open', 'needless', 'confirmed'].includes(confirmation.state)) return null;
  const candidates = [
    samples.confirmation,
    ...(family === 'time' ? [[...samples.screening, ...samples.confirmation]] : []),
  ];
  const inside = candidates.find((attempts) => {
    const location = locate(logRatios(attempts, family, design), screening.priors[family], design);
    return location !== null && isInside(location, margin, design);
  });
  return inside ?? null;
}

/** All pairs, unless the first stage alone proved that time is equivalent: then later pairs prove nothing more. */
function firstStage({ samples, screened }: FamilyInput): readonly Attempt[] {
  if (screened.kind === 'suspect' && !screened.timeEquivalent) return [...samples.screening, ...samples.confirmation];
  return samples.screening;
}

function locate(values: readonly number[], prior: Prior | null, { estimate }: Design): Location | null {
  const raw = trimmedLocation(values, estimate.trimmedShare);
  return raw === null ? null : moderate(raw, prior);
}

const nothing: Omit<FamilyTiming, 'confirmation'> = {
  kind: 'none',
  estimate: null,
  attempts: [],
  sessions: 0,
  fresh: false,
  smallestVisible: null,
  test: null,
};

function kindOf({ family, screened, confirmation }: FamilyInput): FamilyTiming['kind'] {
  if (confirmation?.state === 'confirmed') return confirmation.suspicion.direction === 1 ? 'regressed' : 'improved';
  if (confirmation !== null) return 'unconfirmed';
  if (family !== 'time') return 'inconclusive';
  if (screened.kind === 'equivalent') return 'equivalent';
  return screened.kind === 'suspect' && screened.timeEquivalent ? 'equivalent' : 'inconclusive';
}

/** Ratio and interval as people read them. The interval is drawn wide enough to hold the ratio. */
export function estimateOf(
  values: readonly number[],
  location: Location,
  pValue: number | null,
  { estimate: { intervalTail } }: Design,
): Estimate {
  const ratio = Math.exp(hodgesLehmann(values));
  const { low, high } = interval(location, intervalTail);
  return {
    kind: 'estimate',
    pairs: values.length,
    ratio,
    low: Math.min(ratio, Math.exp(low)),
    high: Math.max(ratio, Math.exp(high)),
    level: 1 - 2 * intervalTail,
    pValue,
  };
}

/**
 * The smallest slowdown that this many pairs, this noisy, would have shown with the chance that the design calls power:
 * exp(δ/2 + (t₁₋q/m + t₀.₈)·se), never under the margin. m is the number of suspects of the family.
 */
export function smallestVisible(
  location: Location,
  family: Family,
  suspects: number,
  plan: Pick<RunPlan, 'margin' | 'design'>,
): number {
  const level = levelOf(family, plan.design) / Math.max(1, suspects);
  const reach = studentQuantile(level, location.df) + studentQuantile(1 - plan.design.power, location.df);
  return Math.max(1 + marginOf(family, plan), Math.exp(testedMargin(family, plan) + reach * Math.sqrt(location.v)));
}
