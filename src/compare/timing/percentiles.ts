import type { PerArm } from '../../model/arm.ts';
import type { MetricComparison } from '../../model/metric.ts';
import { judgesTime } from '../../model/mode.ts';
import {
  type Percentile,
  type RefusedPercentile,
  type ToldPercentile,
  toldPercentiles,
} from '../../model/percentile.ts';
import type { RunPlan } from '../../model/run.ts';
import type { Sample } from '../../model/sample.ts';
import { type ClusterEffect, clusterEffect } from '../statistics/clusters.ts';
import { fewestForInterval, intervalRanks, percentilePosition } from '../statistics/orderStatistics.ts';
import { factsOf } from './pairing.ts';

/** What the server answers where an execution took longer than its own limit. */
const timeoutExceeded = 159;

/** Executions of one arm, as far as their times are known. */
interface Timed {
  /** In ascending order; those that timed out took longer than any other, however long. */
  readonly times: readonly { readonly us: number; readonly session: number }[];
  /** Executions whose time can be any. */
  readonly unknown: number;
  readonly sessions: number;
}

/** Which run it is, as far as percentiles go by it. */
interface OfRun {
  readonly plan: Pick<RunPlan, 'design' | 'mode'>;
  /** As `Run.lost`. */
  readonly lost?: string | undefined;
}

/** The metrics of a case that both arms have, server time with its percentiles. */
export function withPercentiles<T extends Pick<MetricComparison, 'metric' | 'percentiles'>>(
  metrics: readonly T[],
  { baseline, candidate }: PerArm<readonly Sample[]>,
  run: OfRun,
): readonly T[] {
  const percentiles = { baseline: percentilesIn(baseline, run), candidate: percentilesIn(candidate, run) };
  return metrics.map((one) => (one.metric === 'server_time' ? { ...one, percentiles } : one));
}

/**
 * Percentiles of the server time of one case in one arm, of all its executions: nothing slow is set aside that a user would feel. One
 * that timed out is slower than all others; one that failed, was cut, or is not in the log may have taken any time. All are refused
 * where the run counts, for then its times are no measurement, and where nobody knows how many executions are lost.
 */
export function percentilesIn(samples: readonly Sample[], { plan, lost }: OfRun): readonly Percentile[] {
  const tail = plan.design.estimate.intervalTail;
  if (!judgesTime(plan.mode)) return untoldPercentiles(samples, 'counters', tail);
  return lost === undefined ? percentilesOf(samples, tail) : untoldPercentiles(samples, 'lost', tail);
}

function percentilesOf(samples: readonly Sample[], tail: number): readonly Percentile[] {
  const timed = timesOf(samples);
  const rankEffect = clusterEffect(ranksOf(timed.times), sessionsOf(timed));
  return toldPercentiles.map((p) => percentile(p, timed, rankEffect, tail));
}

function untoldPercentiles(
  samples: readonly Sample[],
  why: RefusedPercentile['why'],
  tail: number,
): readonly Percentile[] {
  const executions = samples.filter(({ outcome }) => outcome.kind !== 'skipped').length;
  return toldPercentiles.map((p) => sharedRefusal(p, why, executions, executionsNeeded(p, tail)));
}

function timesOf(samples: readonly Sample[]): Timed {
  const times: { us: number; session: number }[] = [];
  const sessions = new Set<number>();
  let unknown = 0;
  for (const sample of samples) {
    if (sample.outcome.kind === 'skipped') continue;
    const { session } = sample;
    sessions.add(session);
    const facts = factsOf(sample);
    if (facts !== null) times.push({ us: facts.durationUs, session });
    else if (isTooSlow(sample)) times.push({ us: Number.POSITIVE_INFINITY, session });
    else unknown++;
  }
  times.sort((a, b) => (a.us === b.us ? 0 : a.us - b.us));
  return { times, unknown, sessions: sessions.size };
}

function sessionsOf({ times }: Pick<Timed, 'times'>): readonly number[] {
  return times.map(({ session }) => session);
}

function isTooSlow({ outcome }: Sample): boolean {
  return outcome.kind === 'timedOut' || (outcome.kind === 'failed' && outcome.code === timeoutExceeded);
}

/** Ranks of times in order; equal ones share the middle of theirs. */
function ranksOf(times: Timed['times']): readonly number[] {
  const ranks: number[] = [];
  for (let i = 0; i < times.length; ) {
    let next = i + 1;
    while (next < times.length && times[next]?.us === times[i]?.us) next++;
    while (ranks.length < next) ranks.push((i + next + 1) / 2);
    i = next;
  }
  return ranks;
}

function percentile(p: ToldPercentile, timed: Timed, rankEffect: ClusterEffect, tail: number): Percentile {
  const { times, unknown, sessions } = timed;
  const share = p / 100;
  const executions = times.length + unknown;
  const needed = executionsNeeded(p, tail);
  const untimed = unknown + countUnended(times);
  const refuse = (why: RefusedPercentile['why'], countAs?: number): RefusedPercentile => {
    // Most are of a few kinds, and a large run has tens of thousands.
    if (countAs === undefined && untimed === 0) return sharedRefusal(p, why, executions, needed);
    const lacks = { p, kind: 'refused', why, executions, needed } as const;
    return { ...lacks, ...(countAs === undefined ? {} : { countAs }), ...(untimed === 0 ? {} : { untimed }) };
  };
  if (executions < needed) return refuse('few');
  const value = atPosition(times, percentilePosition(executions, share));
  if (value === null) return refuse('untimed');
  const countAs = independent(timed, value, rankEffect);
  if (countAs.executions < needed && countAs.isBeyondChance) return refuse('sessions', countAs.executions);
  const as = Math.max(countAs.executions, needed);
  const ranks = intervalRanks(as, share, tail);
  if (ranks === null) return refuse('few');
  // Of fewer independent values, at the same shares of all.
  const scale = (executions + 1) / (as + 1);
  // An execution of unknown time is taken for the slowest at the upper end, and for the fastest at the lower.
  const low = times[Math.floor(ranks.low * scale) - 1 - unknown]?.us ?? null;
  const high = finite(times[Math.ceil(ranks.high * scale) - 1]?.us);
  if (low === null || high === null) return refuse('untimed');
  // Literals: what is spread together takes several times the room.
  const level = 1 - 2 * tail;
  return as === executions
    ? { p, kind: 'known', value, low, high, level, executions, sessions }
    : { p, kind: 'known', value, low, high, level, executions, sessions, countAs: as };
}

/**
 * Executions of one arm that a percentile takes at least: fewer have no interval of it.
 * @param p in percent
 * @param tail of its interval, on each side
 */
export function executionsNeeded(p: number, tail: number): number {
  return fewestForInterval(p / 100, tail);
}

function countUnended(times: Timed['times']): number {
  let ended = times.length;
  while (ended > 0 && times[ended - 1]?.us === Number.POSITIVE_INFINITY) ended--;
  return times.length - ended;
}

const refusals = new Map<string, RefusedPercentile>();
const mostRefusals = 1000;

function sharedRefusal(
  p: ToldPercentile,
  why: RefusedPercentile['why'],
  executions: number,
  needed: number,
): RefusedPercentile {
  const key = `${p} ${why} ${executions} ${needed}`;
  const known = refusals.get(key);
  if (known !== undefined) return known;
  const fresh: RefusedPercentile = { p, kind: 'refused', why, executions, needed };
  if (refusals.size < mostRefusals) refusals.set(key, fresh);
  return fresh;
}

/** As how many independent executions these count: ranks tell of sessions that are slower, and what lies beyond the percentile of those that are so at times. */
function independent(
  { times, unknown }: Timed,
  value: number,
  rankEffect: ClusterEffect,
): { readonly executions: number; readonly isBeyondChance: boolean } {
  const beyond = clusterEffect(
    times.map(({ us }) => (us > value ? 1 : 0)),
    sessionsOf({ times }),
  );
  return {
    executions: Math.floor((times.length + unknown) / Math.max(rankEffect.effect, beyond.effect)),
    isBeyondChance: rankEffect.isBeyondChance || beyond.isBeyondChance,
  };
}

function atPosition(times: Timed['times'], position: number): number | null {
  const [below, part] = [Math.floor(position), position % 1];
  const low = finite(times[below - 1]?.us);
  if (low === null || part === 0) return low;
  const high = finite(times[below]?.us);
  return high === null ? null : low + part * (high - low);
}

function finite(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
