import type { LoadClass } from '../../model/loadClass.ts';
import type { TrialPlan } from '../../model/loadPlan.ts';
import type { ClassReport, TrialReport } from '../../model/loadReport.ts';
import type { Milliseconds } from '../../model/units.ts';

/** How long the trials of a search are. */
export interface SearchTimes {
  readonly warmupMs: Milliseconds;
  /** Of a glance that only says where to look closer. */
  readonly glanceMs: Milliseconds;
  /** Of a probe, where a second holds enough requests. */
  readonly probeMs: Milliseconds;
  /** No probe is longer. */
  readonly mostProbeMs: Milliseconds;
  /** Of the sustained run, at least. */
  readonly sustainMs: Milliseconds;
  readonly mostSustainMs: Milliseconds;
}

/** What is used where nothing is asked for: long enough for the slowest promise to be missed, short enough to wait for. */
export function usualTimes(classes: readonly LoadClass[], asked: Partial<SearchTimes> = {}): SearchTimes {
  const limits = classes
    .filter((one) => one.arrival !== 'closed')
    .flatMap((one) => one.slo?.latency.map(({ mostMs }) => mostMs) ?? []);
  const slowest = Math.min(30_000, Math.max(0, ...limits));
  const probeMs = asked.probeMs ?? Math.max(10_000, 5 * slowest);
  return {
    warmupMs: asked.warmupMs ?? Math.max(2_000, slowest),
    glanceMs: asked.glanceMs ?? Math.min(probeMs, Math.max(4_000, 1.5 * slowest)),
    probeMs,
    mostProbeMs: asked.mostProbeMs ?? Math.max(60_000, probeMs),
    sustainMs: asked.sustainMs ?? Math.max(30_000, 3 * probeMs),
    mostSustainMs: asked.mostSustainMs ?? Math.max(600_000, 3 * probeMs),
  };
}

/**
 * Requests of a class without which its promises cannot be proved even if none is over: ln 0.025 / ln share, 72 for p95 and 368 for p99
 * (the upper bound of Clopper and Pearson for 0 of n).
 */
export function requestsToProve(one: ClassReport): number {
  const shares = one.latencyPromises.map(({ share }) => share);
  if (one.errorPromise !== undefined) shares.push(1 - one.errorPromise.most);
  return Math.max(0, ...shares.map(toProve));
}

/** Without promises of errors, whose proof is left to the sustained run. */
function requestsForLatency(one: ClassReport): number {
  return Math.max(0, ...one.latencyPromises.map(({ share }) => toProve(share)));
}

function toProve(share: number): number {
  return share >= 1 ? 0 : Math.ceil(Math.log(tail) / Math.log(share));
}

const tail = 0.025;

/** Judged time of a probe at a rate: twice the requests that a proof needs, as far as `mostProbeMs` allows. */
export function probeTime(times: SearchTimes, rate: number, known: TrialReport | undefined): Milliseconds {
  const needed = known === undefined ? 0 : 2 * timeFor(known, rate, requestsForLatency);
  return wholeSeconds(Math.min(times.mostProbeMs, Math.max(times.probeMs, needed)));
}

/** Judged time of the run that holds a rate: twice as long where no probe has proved it. */
export function sustainTime(
  times: SearchTimes,
  { rate, proved }: { readonly rate: number; readonly proved: boolean },
  known: TrialReport | undefined,
): Milliseconds {
  const needed = known === undefined ? 0 : 1.5 * timeFor(known, rate, requestsToProve);
  const usual = proved ? times.sustainMs : 2 * times.sustainMs;
  return wholeSeconds(Math.min(times.mostSustainMs, Math.max(usual, needed)));
}

/** In which the class that gets fewest requests, for what it needs, gets them. A closed loop goes on as it went. */
function timeFor(known: TrialReport, rate: number, needed: (one: ClassReport) => number): Milliseconds {
  const scale = rate / totalRate(known.plan);
  const times = known.classes.flatMap((one) => {
    const offered = known.plan.offered.find(({ of }) => of === one.name);
    if (offered === undefined || offered.background) return [];
    const { arrival } = offered;
    const perSecond = 'rate' in arrival ? arrival.rate * scale : one.achieved;
    return perSecond > 0 ? [(1000 * needed(one)) / perSecond] : [];
  });
  return Math.max(0, ...times);
}

function totalRate(plan: TrialPlan): number {
  return plan.offered.reduce(
    (sum, { arrival, background }) => sum + (!background && 'rate' in arrival ? arrival.rate : 0),
    0,
  );
}

function wholeSeconds(ms: Milliseconds): Milliseconds {
  return 1000 * Math.ceil(ms / 1000);
}
