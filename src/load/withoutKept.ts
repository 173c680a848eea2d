import type { Capacity, ClassReport, LoadReport, PromiseVerdict, TrialReport } from '../model/loadReport.ts';
import { notAsMeant } from '../model/notAsMeant.ts';

/**
 * The report of a load that was not as meant, in which nothing is kept any more, be it a promise, a cell or a rate, nor reckoned from what was:
 * readers of one figure need not know of the notice that takes its worth. Any other report as it is.
 */
export function withoutKept<R extends Omit<LoadReport, 'verdict'>>(report: R): R {
  if (notAsMeant(report.notices).length === 0) return report;
  const { capacityRatio: _ratio, costRatio: _costs, ...others } = report;
  const { trials, capacity, matrix } = report;
  return {
    ...(others as R),
    trials: trials.map(trialWithout),
    ...(capacity === undefined ? {} : { capacity: capacity.map(capacityWithout) }),
    ...(matrix === undefined ? {} : { matrix: matrix.map(undecided) }),
  };
}

function trialWithout(trial: TrialReport): TrialReport {
  return { ...undecided(trial), classes: trial.classes.map(classWithout) };
}

function classWithout(one: ClassReport): ClassReport {
  const { latencyPromises, errorPromise } = one;
  return {
    ...undecided(one),
    latencyPromises: latencyPromises.map(undecided),
    ...(errorPromise === undefined ? {} : { errorPromise: undecided(errorPromise) }),
  };
}

/** Its edge stays as a guess: no rate was held, and none has a cost. */
function capacityWithout({ cost: _, ...one }: Capacity): Capacity {
  const { sustained, probes } = one;
  return {
    ...one,
    low: 0,
    probes: probes.map(undecided),
    ...(sustained === undefined ? {} : { sustained: undecided(sustained) }),
  };
}

function undecided<T extends { readonly verdict?: PromiseVerdict }>(one: T): T {
  return one.verdict === 'kept' ? { ...one, verdict: 'undecided' } : one;
}
