import type { OfferedLoad, TrialPlan } from '../../model/loadPlan.ts';
import type { ClassReport, Estimate, ProbedRate, TrialReport } from '../../model/loadReport.ts';
import { mostFailed, partlyFailed } from '../failedShare.ts';
import { verdictAtRate } from './rateVerdict.ts';

/** A margin is cut here, so that a promise which allows nothing has one that can be written as JSON. */
export const largestMargin = 1e6;

/** How far a class has used up a promise: 1 is all that it allows. */
export interface ClassMargin {
  readonly of: string;
  readonly margin: Estimate;
}

/** Requests a second that are offered at a rate and judged, over all classes: a closed loop and what is there to disturb have none. */
export function offeredRate(plan: TrialPlan): number {
  return plan.offered.reduce((sum, one) => sum + (isOpen(one) ? one.arrival.rate : 0), 0);
}

type OpenLoad = OfferedLoad & { readonly arrival: { readonly kind: 'poisson' | 'constant'; readonly rate: number } };

function isOpen(one: OfferedLoad): one is OpenLoad {
  return !one.background && (one.arrival.kind === 'poisson' || one.arrival.kind === 'constant');
}

/** The largest margin of the promises of a class; undefined where it has none or is there to disturb. */
export function classMargin(one: ClassReport): ClassMargin | undefined {
  if (one.background) return undefined;
  const margins = one.latencyPromises.map(({ over, share }) => relative(over, 1 - share));
  if (one.errorPromise !== undefined) margins.push(relative(one.errorPromise.share, one.errorPromise.most));
  const [first, ...others] = margins;
  if (first === undefined) return undefined;
  return { of: one.name, margin: others.reduce((worst, other) => (exceeds(other, worst) ? other : worst), first) };
}

function relative(share: Estimate, allowed: number): Estimate {
  const part = (value: number): number => {
    if (value <= 0) return 0;
    // 1 − 0.95 is 0.050000000000000044.
    return Math.min(largestMargin, Number((value / allowed).toPrecision(12)));
  };
  return { value: part(share.value), low: part(share.low), high: part(share.high) };
}

/** Where nothing is over in either, the one that fewer requests tell of is nearer to its limit. */
function exceeds(one: Estimate, other: Estimate): boolean {
  return one.value === other.value ? one.high > other.high : one.value > other.value;
}

/**
 * The class that is nearest to missing its promise, or has missed it by most; undefined where none has a promise that is judged. One without
 * a promise counts by its failed requests.
 */
export function nearestClass(report: TrialReport): ClassMargin | undefined {
  const promised = report.classes.flatMap((one) => classMargin(one) ?? []);
  if (promised.length === 0) return undefined;
  const inRate = partlyFailed(report).filter(({ isInRate }) => isInRate);
  const unpromised = inRate.map(({ of, share }) => ({ of, margin: relative(share, mostFailed) }));
  return [...promised, ...unpromised].reduce((nearest, one) => (exceeds(one.margin, nearest.margin) ? one : nearest));
}

/**
 * What a search learns of one trial; undefined where nothing was promised, so that there is no capacity to search for.
 * `achieved` and `good` are requests a second, over the classes that are offered at a rate.
 */
export function probedRate(report: TrialReport): ProbedRate | undefined {
  const nearest = nearestClass(report);
  if (nearest === undefined) return undefined;
  const open = new Set(report.plan.offered.filter(isOpen).map((one) => one.of));
  const classes = report.classes.filter((one) => open.has(one.name));
  return {
    trial: report.plan.id,
    rate: offeredRate(report.plan),
    verdict: verdictAtRate(report),
    nearest: nearest.of,
    margin: nearest.margin,
    achieved: classes.reduce((sum, one) => sum + one.achieved, 0),
    good: classes.reduce((sum, one) => sum + one.good, 0),
  };
}
