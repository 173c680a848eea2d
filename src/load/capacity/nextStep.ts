import type { Capacity, TrialReport } from '../../model/loadReport.ts';
import type { Milliseconds } from '../../model/units.ts';
import { bracketOf } from './bracket.ts';
import { capacityOf } from './capacityOf.ts';
import { probeTime, sustainTime } from './durations.ts';
import { type NextRate, nextRate } from './nextRate.ts';
import { nextHold } from './rateToHold.ts';
import { endsSearch } from './rateVerdict.ts';
import type { SearchState } from './searchState.ts';
import { type TriedRate, triedRate } from './triedRate.ts';

/** What a search wants next. Rates are requests a second over all classes that are offered openly. */
export type SearchStep =
  | {
      readonly kind: 'probe' | 'sustain';
      readonly rate: number;
      readonly warmupMs: Milliseconds;
      readonly durationMs: Milliseconds;
    }
  | { readonly kind: 'done'; readonly capacity: Capacity };

/**
 * The next trial of a search, or its answer. A function of the finished trials alone, so that one that was killed goes on, or is
 * reported, from what its file holds.
 *
 * @param finished of any arm; those of others are left out
 */
export function nextStep(state: SearchState, finished: readonly TrialReport[]): SearchStep {
  const done: SearchStep = { kind: 'done', capacity: capacityOf(state.arm, finished) };
  const own = finished.filter(({ plan }) => plan.arm === state.arm);
  const tries = own.flatMap((report) => triedRate(report) ?? []);
  if (own.some(isLast) || isSpoiltAlways(tries)) return done;
  if (!tries.some(({ sustained }) => sustained)) {
    const probes = own.filter(({ plan }) => plan.purpose.kind === 'probe').length;
    // A trial of which nothing can be said would be run again and again.
    if (probes > tries.length) return done;
    const next = probes < state.maxProbes ? nextRate(state, bracketOf(tries), ceilingOf(tries)) : undefined;
    if (next !== undefined) return probe(state, next, tries);
  }
  const hold = nextHold(state, tries);
  if (hold === undefined) return done;
  const durationMs = sustainTime(state.times, hold, tries.at(-1)?.report);
  return { kind: 'sustain', rate: hold.rate, warmupMs: Math.max(state.times.warmupMs, longWarmup), durationMs };
}

/** The queue of a rate near the edge takes its time to become as long as it will be. */
const longWarmup = 5_000;

/** Nothing follows a trial in which somebody stopped the run, the server went away for good, or queries went on that nobody could end. */
function isLast({ end, faults }: TrialReport): boolean {
  const ended = end?.ended.kind;
  return ended === 'interrupted' || ended === 'lost' || faults.some(endsSearch);
}

/** What spoils one trial after the other does not pass: a log that cannot be read, background that never runs. */
function isSpoiltAlways(tries: readonly TriedRate[]): boolean {
  return tries.length >= timesToBelieve && tries.slice(-timesToBelieve).every((one) => one.isSpoilt);
}

/**
 * The lowest rate that our own machine could not offer, above all that it could. Once or twice, something else may have been in its way,
 * and the rate is tried again.
 */
function ceilingOf(tries: readonly TriedRate[]): number {
  const offered = Math.max(0, ...tries.flatMap(({ beyondClient, probe: { rate } }) => (beyondClient ? [] : [rate])));
  const failed = tries.flatMap(({ beyondClient, probe: { rate } }) => (beyondClient && rate > offered ? [rate] : []));
  return failed.length < timesToBelieve ? Number.POSITIVE_INFINITY : Math.min(...failed);
}

const timesToBelieve = 3;

function probe({ times }: SearchState, { rate, length }: NextRate, tries: readonly TriedRate[]): SearchStep {
  const full = probeTime(times, rate, tries.at(-1)?.report);
  const durationMs = length === 'glance' ? times.glanceMs : length === 'probe' ? full : 2 * full;
  return { kind: 'probe', rate, warmupMs: times.warmupMs, durationMs };
}
