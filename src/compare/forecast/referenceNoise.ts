import type { MachineNoise } from '../../model/comparison.ts';
import type { RunPlan } from '../../model/run.ts';
import { plausible, type Sample } from '../../model/sample.ts';
import type { Milliseconds, Ratio } from '../../model/units.ts';
import { median } from '../statistics/averages.ts';
import { trimmedLocation } from '../statistics/location.ts';
import { logRatios } from '../timing/families.ts';
import { machineNoise } from '../timing/machineNoise.ts';
import { pairSamples } from '../timing/pairing.ts';
import { withClock } from '../timing/runningTime.ts';
import { pairsToSettle, plannedSmallest } from './chances.ts';

/** How much two executions of one query differ on a machine where nothing changed, and what a run could see of such a query. */
export interface ReferenceNoise {
  readonly pairs: number;
  /** Median time of an execution, as the client saw it. */
  readonly queryMs: Milliseconds;
  /** By the clocks of the server; null where its log tells too little. */
  readonly noise: MachineNoise | null;
  /** Standard deviation of a pair's log ratio by the clock of the client, which has the network in it. */
  readonly clientTime: number;
  readonly usual: Usual;
}

/** What a run with the usual limits makes of such a query, by the clock that would judge it; by the client's where there is none. */
export interface Usual {
  readonly maxPairs: number;
  readonly margin: number;
  /** The smallest slowdown that is found with a chance of 80%; null when none is. */
  readonly smallestVisible: Ratio | null;
  /** Pairs that prove the query unchanged with a chance of 80%; null when 10,000 do not. */
  readonly pairsToSettle: number | null;
}

/** Fewer pairs have hardly a spread. */
const fewestPairs = 8;
/** As many as the second stage has at most. */
const freshPairs = 24;

/** @param plan the usual one; null when too few pairs were executed to tell */
export function referenceNoise(measured: readonly Sample[], plan: RunPlan): ReferenceNoise | null {
  const samples = measured.map((one) =>
    one.evidence === undefined
      ? one
      : { ...one, evidence: plausible(one.evidence, one.outcome, plan.design.plausible) },
  );
  const times = clientPairs(samples);
  if (times.length < fewestPairs) return null;
  // All pairs tell how busy the machine is, not the first ones alone.
  const whole = { ...plan, minPairs: times.length };
  const cases = withClock(pairSamples(samples), whole);
  const { design } = plan;
  const byServer = [...cases.values()].flatMap((one) => logRatios(one.screening, 'time', design));
  const byClient = times.map(([baseline, candidate]) => Math.log(candidate / baseline));
  const tells = byServer.length >= fewestPairs;
  const clientTime = spreadOf(byClient, plan);
  const variance = tells ? spreadOf(byServer, plan) ** 2 : clientTime ** 2;
  const spread = { variance, borrowedDf: 0 };
  const reach = { screening: plan.maxPairs, confirmation: freshPairs, suspects: 1 };
  return {
    pairs: times.length,
    queryMs: median(times.flat()),
    noise: tells ? machineNoise(cases, whole) : null,
    clientTime,
    usual: {
      maxPairs: plan.maxPairs,
      margin: plan.margin,
      smallestVisible: plannedSmallest(spread, plan, reach),
      pairsToSettle: pairsToSettle(spread, plan),
    },
  };
}

function clientPairs(samples: readonly Sample[]): readonly (readonly [Milliseconds, Milliseconds])[] {
  const byRound = new Map<number, { baseline?: Milliseconds; candidate?: Milliseconds }>();
  for (const { round, arm, outcome } of samples) {
    if (outcome.kind !== 'completed') continue;
    byRound.set(round, { ...byRound.get(round), [arm]: Math.max(outcome.clientMs, 0.001) });
  }
  return [...byRound.values()].flatMap(({ baseline, candidate }) =>
    baseline === undefined || candidate === undefined ? [] : [[baseline, candidate] as const],
  );
}

/** Of one pair: what the trimmed mean of n of them is n times less uncertain than. */
function spreadOf(values: readonly number[], { design }: RunPlan): number {
  const location = trimmedLocation(values, design.estimate.trimmedShare);
  return location === null ? 0 : Math.sqrt(location.n * location.v);
}
