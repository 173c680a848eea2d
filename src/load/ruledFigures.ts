import { studentQuantile } from '../compare/statistics/studentT.ts';
import type { OfferedLoad } from '../model/loadPlan.ts';
import type { Estimate, RuledFigures, RuledPercentile } from '../model/loadReport.ts';
import type { Counts } from '../model/loadRun.ts';
import { steadyState } from './backlog.ts';
import { atRank, countOf, countOver, highestOf } from './counts.ts';
import { tail } from './dependence.ts';
import { type JudgedSpan, type SecondOfClass, wholeSeconds } from './judgedSpan.ts';
import { firstOf, type Latencies, toldShares } from './latencies.ts';
import { judgeErrors, judgeLatency } from './promises.ts';

/**
 * What rules of a gate are held against. A promise counts requests that failed, and so does a rule: percentiles are of all requests.
 *
 * @param judged seconds of one class
 * @param limitMs within which a request is good; undefined: every one that is answered well is
 * @param shares of which percentiles are told, ascending
 */
export function ruledFigures(
  { arrival }: Pick<OfferedLoad, 'arrival'>,
  judged: readonly SecondOfClass[],
  latencies: Latencies,
  span: JudgedSpan,
  limitMs: number | undefined,
  tailOfEach?: number,
  shares: readonly number[] = toldShares,
): RuledFigures {
  const whole = wholeSeconds(judged, span);
  const achieved = meanRate(whole.map(({ done }) => done));
  const good = meanRate(
    whole.map(
      ({ latency }) => countOf(latency) - (limitMs === undefined ? 0 : countOver(latency, limitMs * 1000).atMost),
    ),
  );
  return {
    latency: shares.flatMap((share) => percentileOfAll(share, latencies, tailOfEach) ?? []),
    errors: judgeErrors(0, latencies, tailOfEach).share,
    ...(achieved === undefined ? {} : { achieved }),
    ...(good === undefined ? {} : { good }),
    backlog: steadyState(new Map(arrival.kind === 'closed' ? [] : [['', whole]])).kind,
  };
}

/** A request that was not answered well comes after all others. The bounds are the limits between which a promise would be undecided. */
function percentileOfAll(share: number, latencies: Latencies, tailOfEach?: number): RuledPercentile | undefined {
  const { answered, blocks } = latencies;
  const n = blocks.reduce((sum, { offered }) => sum + offered, 0);
  if (n === 0) return undefined;
  const lowestIn = (bucket: number): number => (answered[bucket] as Counts[number])[0] / 1000;
  const highestIn = (bucket: number): number => highestOf((answered[bucket] as Counts[number])[0]) / 1000;
  const verdictAt = (mostMs: number) => judgeLatency({ share, mostMs }, latencies, tailOfEach).verdict;
  const low = firstOf(answered.length, (bucket) => verdictAt(highestIn(bucket)) !== 'missed');
  const high = firstOf(answered.length, (bucket) => verdictAt(highestIn(bucket)) === 'kept');
  // Below all that was answered, every request is over the limit, and few of them prove nothing.
  const isLowMissed = low > 0 || verdictAt(-1) === 'missed';
  // A share such as 0.07 times 100 is a little above 7, and must not ask for the eighth.
  const us = atRank(answered, Math.max(1, Math.ceil(n * share * (1 - 4 * Number.EPSILON))));
  return {
    share,
    ms: us === undefined ? null : us / 1000,
    bounds: {
      low: !isLowMissed ? 0 : low === answered.length ? null : lowestIn(low),
      high: high === answered.length ? null : highestIn(high),
    },
  };
}

/**
 * The mean of what came each second, with the interval of Student's t over blocks of time (batch means; Law, Simulation Modeling and
 * Analysis, 9.5.3). Blocks of several lengths are tried, each twice the last, as long as ten are left, and the widest interval counts.
 *
 * @returns undefined where there are fewer than ten seconds
 */
export function meanRate(counts: readonly number[]): Estimate | undefined {
  const longest = Math.floor(counts.length / fewestBlocks);
  if (longest < 1) return undefined;
  const value = counts.reduce((sum, one) => sum + one, 0) / counts.length;
  let reach = 0;
  for (let length = 1; length <= longest; length *= 2) reach = Math.max(reach, reachOfBlocks(counts, length));
  return { value, low: Math.max(0, value - reach), high: value + reach };
}

const fewestBlocks = 10;

function reachOfBlocks(counts: readonly number[], length: number): number {
  const number = Math.floor(counts.length / length);
  const means = Array.from({ length: number }, (_, block) => {
    const own = counts.slice(block * length, (block + 1) * length);
    return own.reduce((sum, one) => sum + one, 0) / length;
  });
  const mean = means.reduce((sum, one) => sum + one, 0) / number;
  const variance = means.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (number - 1);
  return studentQuantile(tail, number - 1) * Math.sqrt(variance / number);
}
