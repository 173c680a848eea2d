import type { LoadFault, PromiseVerdict, TrialReport } from '../../model/loadReport.ts';
import { partlyFailed } from '../failedShare.ts';
import { unjudged } from '../unjudged.ts';

/** Faults of the machine that offers the load: it can offer no more than this. */
const clientLimits: ReadonlySet<LoadFault['kind']> = new Set(['lag', 'rate-not-reached']);

/** Whether this rate is more than our own machine can offer. */
export function beyondClient(report: TrialReport): boolean {
  return report.faults.some((fault) => clientLimits.has(fault.kind));
}

/** Faults after which no further trial can be relied on: what was left running, or may have been, disturbs those that follow. */
const lastFaults: ReadonlySet<LoadFault['kind']> = new Set(['interrupted', 'lost', 'left-running', 'end-unknown']);

/** Whether a fault ends the search. */
export function endsSearch({ kind }: LoadFault): boolean {
  return lastFaults.has(kind);
}

/** What the server itself did under a rate. It proves no miss, but no later trial takes it back: at that rate, nothing is held. */
const serverFaults: ReadonlySet<LoadFault['kind']> = new Set(['restarted', 'silence']);

/** Whether a fault stays with the rate at which it was met. */
export function staysWithRate({ kind }: LoadFault): boolean {
  return serverFaults.has(kind);
}

/**
 * Whether what a trial shows is not of its rate: something else went wrong with it. Where too little was sent, that is for want of a
 * higher rate.
 */
export function isSpoilt(report: TrialReport): boolean {
  return report.faults.some(({ kind }) => kind !== 'nothing-sent' && !clientLimits.has(kind));
}

/**
 * Whether every class keeps its promises at the rate of a trial *in steady state*. While the backlog grows it is missed, however good
 * the latencies still are: they only have not got there yet. It is kept where the backlog was shown to be steady. A trial with a fault
 * tells neither: a miss that has another cause would make a capacity look smaller than it is, and the one beside it better. A class that
 * promises nothing is in the rate, so that no more than a few of its requests may fail, and the run that holds a rate has to answer
 * something of each.
 */
export function verdictAtRate(report: TrialReport): PromiseVerdict {
  if (report.faults.length > 0) return 'undecided';
  const verdicts = report.classes.flatMap((one) => (one.background || one.verdict === undefined ? [] : [one.verdict]));
  if (verdicts.length === 0) return 'undecided';
  if (verdicts.includes('missed') || report.steady.kind === 'growing') return 'missed';
  const unpromised = partlyFailed(report).map(({ verdict }) => verdict);
  if (unpromised.includes('missed')) return 'missed';
  if (unpromised.includes('undecided')) return 'undecided';
  if (report.plan.purpose.kind === 'sustained' && unjudged(report).length > 0) return 'undecided';
  const kept = verdicts.every((verdict) => verdict === 'kept') && report.steady.kind === 'steady';
  return kept && report.verdict === 'kept' ? 'kept' : 'undecided';
}
