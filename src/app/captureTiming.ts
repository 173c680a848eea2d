import { caseShares } from '../capture/casePlan.ts';
import type { CapturedGroup } from '../capture/workloadText.ts';
import { UserError } from '../model/errors.ts';
import type { RecordedTiming, TimedGroup } from '../model/recordedTiming.ts';
import type { CostMetric, Stratum, TrafficRanking } from '../model/traffic.ts';
import type { EpochMs, Microseconds, Milliseconds } from '../model/units.ts';
import type { TrafficLog } from './trafficLog.ts';

/** What decides whose times are read. */
export interface TimingChoice {
  readonly by: CostMetric;
  readonly tags: readonly string[];
  readonly groups: readonly CapturedGroup[];
  /** Keys of groups that have cases of their own, beside those for strata. */
  readonly chosen: ReadonlySet<string>;
  /** As the log has them. */
  readonly strata: readonly Stratum[];
  readonly ranking: TrafficRanking;
}

/** So many times that are all whole seconds are no chance. */
const tellingCount = 20;

/**
 * When each execution was sent that a captured case stands for.
 * @throws UserError usage where the log does not keep it, or to the second alone
 */
export async function captureTiming(log: TrafficLog, choice: TimingChoice): Promise<RecordedTiming> {
  const { by, tags, ranking } = choice;
  const caseIds = choice.groups.flatMap(({ cases }) => cases.map((one) => one.name));
  const { sent, nextAt, placed } = await log.times({ by, tags, groups: timedGroups(choice), shares: caseShares });
  const [start] = sent;
  if (start === undefined)
    throw new UserError('target', 'no execution of the captured cases was found again', 'Capture again.', log.name);
  const first = start.at;
  if (sent.length >= tellingCount && sent.every(({ at }) => at % 1_000_000 === 0))
    throw new UserError(
      'usage',
      'the log keeps whole seconds of when its queries were sent, so that their bursts are not known',
      'Name a column with microseconds: capture: {columns: {query_start_time_microseconds: …}}; or leave out --timing.',
      log.name,
    );
  return {
    caseIds,
    offsetsMs: Float64Array.from(sent, ({ at }) => (at - first) / 1000),
    caseIndex: Uint32Array.from(sent, ({ place }) => place),
    durationMs:
      nextAt === undefined ? wholeWindowMs(log.survey.until, first, sent.at(-1)?.at ?? first) : (nextAt - first) / 1000,
    standFor: placed,
    // Rows may have been written since they were counted.
    ofLog: Math.max(ranking.executions, placed),
  };
}

/** To the end of the window, and beyond the last one sent. In whole seconds: with the end it would tell when exactly the first was sent. */
function wholeWindowMs(until: EpochMs, firstUs: Microseconds, lastUs: Microseconds): Milliseconds {
  return Math.ceil((Math.max(until * 1000, lastUs + 1) - firstUs) / 1e6) * 1000;
}

function timedGroups({ groups, chosen, strata }: TimingChoice): readonly TimedGroup[] {
  let before = 0;
  return groups.map(({ group, cases }): TimedGroup => {
    const places = new Map(
      cases.flatMap((one, at) => [one.queryId, ...one.alsoFor].map((id) => [id, before + at] as const)),
    );
    before += cases.length;
    const placeOf = (id: string | undefined): number | undefined => (id === undefined ? undefined : places.get(id));
    const { typical, high, highest, failed } = chosen.has(group.key) ? group.picks : {};
    return {
      key: group.key,
      p50: placeOf(typical),
      p95: placeOf(high),
      max: placeOf(highest),
      failed: placeOf(failed),
      strata: strata.flatMap(({ key, tag, value, queryId }) => {
        const place = key === group.key ? placeOf(queryId) : undefined;
        return place === undefined ? [] : [{ tag, value, place }];
      }),
    };
  });
}
