import type { LatencyPromise, Slo } from '../model/loadClass.ts';
import type { Estimate, JudgedErrors, JudgedLatency, PromiseVerdict } from '../model/loadReport.ts';
import { countOf, countOver } from './counts.ts';
import { designEffect, estimateShare, tail } from './dependence.ts';
import { effectNear, type Latencies } from './latencies.ts';

/**
 * A promise of latency on judged seconds. A request is over unless it was answered well within the time. `kept` and `missed` mean
 * that the whole interval of the share over is on that side of what is allowed.
 *
 * The design effect is the larger of two: of the requests over the limit, and of those that are slow for it. Where few or none are over,
 * they do not tell how requests depend on each other, and the slow ones do.
 */
export function judgeLatency(promise: LatencyPromise, latencies: Latencies, tailOfEach: number = tail): JudgedLatency {
  const limit = promise.mostMs * 1000;
  const { blocks } = latencies;
  const counted = blocks.map(({ offered, latency }) => {
    const { surely, atMost } = countOver(latency, limit);
    const failed = offered - countOf(latency);
    return { of: offered, hits: atMost + failed, surely: surely + failed };
  });
  // A limit within a bucket leaves some on either side.
  const surely = counted.reduce((sum, one) => sum + one.surely, 0);
  const over = estimateShare(
    counted,
    Math.max(designEffect(counted), effectNear(limit, latencies)),
    tailOfEach,
    surely,
  );
  return { ...promise, over, verdict: verdictOf(over, 1 - promise.share) };
}

/** A promise of few errors, on judged seconds. */
export function judgeErrors(most: number, { blocks }: Latencies, tailOfEach: number = tail): JudgedErrors {
  const portions = blocks.map(({ offered, latency }) => ({ of: offered, hits: offered - countOf(latency) }));
  const share = estimateShare(portions, designEffect(portions), tailOfEach);
  return { most, share, verdict: verdictOf(share, most) };
}

/** The worst: one that is missed, then one that is undecided; of no promise there is none. */
export function worstVerdict(verdicts: readonly PromiseVerdict[]): PromiseVerdict | undefined {
  return severity.find((one) => verdicts.includes(one));
}

const severity = ['missed', 'undecided', 'kept'] as const satisfies readonly PromiseVerdict[];

/** The shortest time that is promised; undefined where none is. Milliseconds. */
export function tightestMs(slo: Slo | undefined): number | undefined {
  const limits = slo?.latency.map(({ mostMs }) => mostMs) ?? [];
  return limits.length === 0 ? undefined : Math.min(...limits);
}

function verdictOf({ low, high }: Estimate, most: number): PromiseVerdict {
  if (high <= most) return 'kept';
  return low > most ? 'missed' : 'undecided';
}
