import type { LoadClass } from '../../model/loadClass.ts';
import type { TrialPlan } from '../../model/loadPlan.ts';
import type { LoadTally, PendingRequests, Trial } from '../../model/loadRun.ts';
import type { Milliseconds } from '../../model/units.ts';
import { summarizeTrial } from '../summarizeTrial.ts';
import { verdictAtRate } from './rateVerdict.ts';

/** A trial of a search while it runs. */
export interface ProbeLook {
  readonly plan: TrialPlan;
  readonly classes: readonly LoadClass[];
  /** Of all that has ended so far. */
  readonly tallies: readonly LoadTally[];
  readonly pending: readonly PendingRequests[];
  /** Since the start of the trial. */
  readonly atMs: Milliseconds;
}

/**
 * When a trial of a search is looked at before its end: after so many judged seconds, each twice as many as the time before, at most
 * four times. Milliseconds since its start. Looking again and again would find anything some day, so each of these looks calls a rate
 * kept with an error of 0.1%, which with the 2.5% at the end is 2.9% at most, and missed with 0.5%, which is 4.5%.
 */
export function lookTimes(plan: TrialPlan, classes: readonly LoadClass[]): readonly Milliseconds[] {
  const settled = plan.warmupMs + longestPromise(plan, classes);
  const end = plan.warmupMs + plan.durationMs;
  const times: Milliseconds[] = [];
  for (let judged = fewestMs; settled + judged < end; judged *= 2) times.push(settled + judged);
  return times.slice(-mostLooks);
}

const fewestMs = 5_000;
const mostLooks = 4;
const tails = { kept: 0.001, missed: 0.005 } as const;
/** How requests depend on each other is not known from fewer blocks of a second. */
const fewestToKeep = 10;

/**
 * Whether a trial of a search can end: it is proved that its rate is missed, or of a probe that it is kept, with a backlog that is steady.
 * The run that holds a rate goes on while all is well, since the time for which it was held is what it is to tell.
 *
 * What was intended later than the slowest promise ago is left out, since a slow request of it has not come to its end; what is pending
 * from before is over its limit.
 */
export function decideProbe(look: ProbeLook): 'go on' | 'stop' {
  const trial = trialSoFar(look);
  const proved = (verdict: 'kept' | 'missed'): boolean =>
    verdictAtRate(summarizeTrial(trial, { classes: look.classes }, tails[verdict])) === verdict;
  if (proved('missed')) return 'stop';
  if (look.plan.purpose.kind === 'sustained') return 'go on';
  const judged = ((trial.end?.sentForMs ?? 0) - look.plan.warmupMs) / 1000;
  return judged >= fewestToKeep && proved('kept') ? 'stop' : 'go on';
}

function trialSoFar({ plan, classes, tallies, pending, atMs }: ProbeLook): Trial {
  const seconds = Math.max(0, Math.floor((atMs - longestPromise(plan, classes)) / 1000));
  const waiting = pending.map(({ of, second, count }): LoadTally => {
    const [none, lateness] = [{ latency: [], failedAfter: [], done: 0 }, [[0, count]] as const];
    const late = { lag: lateness, held: lateness };
    return { trial: plan.id, of, second, offered: count, outcomes: { pending: count }, ...late, ...none };
  });
  const sentForMs = seconds * 1000;
  return {
    plan,
    tallies: [...tallies, ...waiting].filter(({ second }) => second < seconds),
    requests: [],
    end: { trial: plan.id, startedAt: 0, sentForMs, ended: { kind: 'complete' }, leftRunning: 0, silent: [] },
  };
}

function longestPromise({ offered }: TrialPlan, classes: readonly LoadClass[]): Milliseconds {
  const judged = new Set(offered.flatMap(({ of, background }) => (background ? [] : [of])));
  const limits = classes.flatMap(({ name, slo }) => (judged.has(name) ? (slo?.latency ?? []) : []));
  return Math.max(0, ...limits.map(({ mostMs }) => mostMs));
}
