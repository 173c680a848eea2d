import { type ClassFigure, type LoadDoubt, type LoadFound, type LoadMetric, shareOfFigure } from '../model/loadGate.ts';
import type { Capacity, Estimate, RuledFigures, TrialReport } from '../model/loadReport.ts';
import { isRate, loadUnit } from './loadMetrics.ts';

/** What a question comes to before anybody says how loud it is. */
export interface LoadAnswer {
  readonly is: 'held' | 'broken' | 'undecided';
  /** Id of the trial whose figure it is. */
  readonly trial?: number;
  readonly found?: LoadFound;
  readonly why?: LoadDoubt;
}

/**
 * What a trial says of a figure of a class. `held` and `broken` mean that the whole interval is on that side of the limit. Of a trial with a
 * fault neither is said, nor `held` where more may arrive than is done, since such a figure does not last.
 */
export function answerOfTrial(
  of: Extract<LoadMetric, { readonly kind: 'class' }>,
  limit: number,
  trial: TrialReport,
): LoadAnswer {
  const at = { trial: trial.plan.id };
  const report = trial.classes.find(({ name }) => name === of.of);
  if (report === undefined) return undecided('notOffered', at);
  if (report.background) return undecided('background', at);
  const figure = report.ruled && foundOf(report.ruled, of.figure);
  if (figure === undefined) return undecided(trial.faults.length > 0 ? 'trialUnsound' : 'fewRequests', at);
  const told = { ...at, found: { ...figure, unit: loadUnit(of) } };
  if (trial.faults.length > 0) return undecided('trialUnsound', told);
  // As of a promise: a figure of which we are a part ourselves is not the server's.
  if (loadUnit(of) === 'ms' && trial.lag.p99Ms > mostOwnShare * limit) return undecided('ownLag', told);
  const answer = sideOf(figure, limit, isRate(of));
  // As many are done each second, however many are left.
  const isLasting = of.figure === 'achieved' || report.ruled?.backlog === 'steady';
  return answer.is === 'held' && !isLasting ? undecided('notSteady', told) : { ...answer, ...told };
}

/** Our own lateness may take so large a share of a limit, at its 99th percentile. */
const mostOwnShare = 0.05;

/** Whether a capacity is at least so many requests a second. One that was not held in a run of its own answers nothing. */
export function answerOfCapacity(capacity: Capacity | undefined, least: number): LoadAnswer {
  if (capacity === undefined) return undecided('notHeld');
  const { rate, low, high } = capacity;
  const told = { found: { value: rate, bounds: { low, high: finite(high) }, unit: 'perSecond' as const } };
  if (!isHeld(capacity)) return undecided('notHeld', told);
  return { ...sideOf(told.found, least, true), ...told };
}

/** Whether the candidate's capacity is lower than the baseline's by at most so large a share. */
export function answerOfRatio(
  ratio: Estimate | undefined,
  capacities: readonly Capacity[],
  margin: number,
): LoadAnswer {
  if (capacities.length < 2) return undecided('noBaseline');
  if (ratio === undefined) return undecided('notHeld');
  const { value, low, high } = ratio;
  const told = { found: { value, bounds: { low, high: finite(high) }, unit: 'ratio' as const } };
  if (!capacities.every(isHeld)) return undecided('notHeld', told);
  return { ...sideOf(told.found, 1 - margin, true), ...told };
}

function isHeld({ faults, sustained }: Capacity): boolean {
  return faults.length === 0 && sustained?.verdict === 'kept';
}

function foundOf(ruled: RuledFigures, figure: ClassFigure): Omit<LoadFound, 'unit'> | undefined {
  switch (figure) {
    case 'errors':
      return estimated(ruled.errors);
    case 'good':
    case 'achieved':
      return ruled[figure] && estimated(ruled[figure]);
    default: {
      const share = shareOfFigure(figure);
      const one = ruled.latency.find((each) => each.share === share);
      return one && { value: one.ms, bounds: one.bounds };
    }
  }
}

function estimated({ value, low, high }: Estimate): Omit<LoadFound, 'unit'> {
  return { value, bounds: { low, high } };
}

function sideOf({ bounds }: Pick<LoadFound, 'bounds'>, bound: number, atLeast: boolean): LoadAnswer {
  const low = bounds.low ?? Number.POSITIVE_INFINITY;
  const high = bounds.high ?? Number.POSITIVE_INFINITY;
  const [isGood, isBad] = atLeast ? [low >= bound, high < bound] : [high <= bound, low > bound];
  // What is no interval, such as one with an end that is no number, answers nothing.
  if (!(low <= high) || isGood === isBad) return undecided('straddles');
  return { is: isGood ? 'held' : 'broken' };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function undecided(why: LoadDoubt, told: Omit<LoadAnswer, 'is' | 'why'> = {}): LoadAnswer {
  return { is: 'undecided', ...told, why };
}
