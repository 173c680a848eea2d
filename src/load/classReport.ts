import type { LoadClass } from '../model/loadClass.ts';
import type { OfferedLoad } from '../model/loadPlan.ts';
import type { ClassReport, OutcomeCount } from '../model/loadReport.ts';
import type { Trial } from '../model/loadRun.ts';
import { classSeconds } from './classSeconds.ts';
import { countOf, countOver, maxOf, meanOf } from './counts.ts';
import { type JudgedSpan, type SecondOfClass, wholeSeconds } from './judgedSpan.ts';
import { latenciesOf, percentileCurve, percentileWithBounds, toldShares } from './latencies.ts';
import { judgeErrors, judgeLatency, tightestMs, worstVerdict } from './promises.ts';
import { ruledFigures } from './ruledFigures.ts';
import { completed } from './tallyBook.ts';
import { timeSpent } from './timeSpent.ts';

/** What became of the requests of one class that were intended in the judged span. */
export function classReport(
  { of, background, arrival }: OfferedLoad,
  slo: LoadClass['slo'],
  all: readonly SecondOfClass[],
  span: JudgedSpan,
  requests: Trial['requests'],
  tailOfEach?: number,
): ClassReport {
  const judged = all.slice(span.from, span.to);
  const latencies = latenciesOf(judged);
  const { answered } = latencies;
  const sum = (part: (second: SecondOfClass) => number): number => judged.reduce((total, one) => total + part(one), 0);
  const whole = wholeSeconds(judged, span);
  const perSecond = (count: number): number => (span.seconds > 0 ? count / span.seconds : 0);
  const offered = sum((one) => one.offered);
  const promised = background ? undefined : slo;
  const latencyPromises = (promised?.latency ?? []).map((one) => judgeLatency(one, latencies, tailOfEach));
  const errorPromise = promised?.errors === undefined ? undefined : judgeErrors(promised.errors, latencies, tailOfEach);
  const verdict = worstVerdict(
    [...latencyPromises, ...(errorPromise === undefined ? [] : [errorPromise])].map((one) => one.verdict),
  );
  const limit = tightestMs(slo);
  const late = limit === undefined ? 0 : countOver(answered, limit * 1000).atMost;
  const [mean, max] = [meanOf(answered), maxOf(answered)];
  const time = timeSpent(requests, of, span.from * 1000);
  return {
    name: of,
    background,
    offered: perSecond(offered),
    achieved:
      whole.length === 0
        ? perSecond(sum(({ done }) => done))
        : whole.reduce((total, { done }) => total + done, 0) / whole.length,
    good: perSecond(countOf(answered) - late),
    requests: offered,
    failed: failedOutcomes(judged, offered),
    percentiles: sharesToTell(slo).flatMap((share) => percentileWithBounds(share, latencies) ?? []),
    ...(mean === undefined ? {} : { meanMs: mean / 1000 }),
    ...(max === undefined ? {} : { maxMs: max / 1000 }),
    latencyPromises,
    ...(errorPromise === undefined ? {} : { errorPromise }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(time === undefined ? {} : { time }),
    ruled: ruledFigures({ arrival }, judged, latencies, span, limit, tailOfEach, sharesToTell(slo)),
    curve: percentileCurve(answered, offered),
    seconds: classSeconds(all),
  };
}

function sharesToTell(slo: LoadClass['slo']): readonly number[] {
  const promised = slo?.latency.map(({ share }) => share) ?? [];
  return [...new Set([...toldShares, ...promised])].sort((a, b) => a - b);
}

function failedOutcomes(seconds: readonly SecondOfClass[], offered: number): readonly OutcomeCount[] {
  const counts = new Map<string, number>();
  for (const { outcomes } of seconds) {
    for (const [name, count] of Object.entries(outcomes)) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  counts.delete(completed);
  return [...counts]
    .map(([name, count]) => ({ name, count, share: count / offered }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
