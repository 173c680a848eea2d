import { classFigures, type LoadMetric, type LoadUnit } from '../model/loadGate.ts';
import { isTakenForMetric } from './ruleMetrics.ts';

/** A name of a class, as a workload may write it, and a figure. */
const ofClass = /^(\p{L}[\p{L}\p{N}_-]{0,63})\.([\w.]+)$/u;

/**
 * What of a load a rule names; undefined for a metric of comparisons, and for what is neither. A name that may be a mistyped metric is no
 * class: its rule would ask nothing of the comparison that it was written for.
 */
export function loadMetric(name: string): LoadMetric | undefined {
  if (name === 'capacity') return { kind: 'capacity', name };
  const [, of, given] = ofClass.exec(name) ?? [];
  const figure = classFigures.find((one) => one === given);
  if (of === undefined || figure === undefined || isTakenForMetric(of)) return undefined;
  return { kind: 'class', name, of, figure };
}

/** In what its figure is counted. */
export function loadUnit(of: LoadMetric): LoadUnit {
  if (of.kind === 'capacity' || of.figure === 'good' || of.figure === 'achieved') return 'perSecond';
  return of.figure === 'errors' ? 'share' : 'ms';
}

/** Whether a rule gives it a least value, as of a rate, and no largest one. */
export function isRate(of: LoadMetric): boolean {
  return loadUnit(of) === 'perSecond';
}
