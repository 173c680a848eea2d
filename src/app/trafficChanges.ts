import type { Privacy } from '../capture/redactSql.ts';
import { type GroupSample, groupChange, nothingRan } from '../compare/traffic/groupChange.ts';
import type { TrafficGroup, TrafficRanking, TrendParts } from '../model/traffic.ts';
import type { ChangeRow, GroupChange, TrafficChangeReport } from '../model/trafficChange.ts';
import { kinds, remarksOf, totalOf, unreadOf } from './changeTotals.ts';
import {
  comparedParts,
  type OpenWindow,
  openWindows,
  type WindowCounts,
  type WindowPair,
  windowOf,
} from './comparedWindows.ts';
import { pricedBy, rowOf, type TopChoice } from './rankTraffic.ts';
import type { Services } from './services.ts';
import type { Ranking } from './trafficLog.ts';
import type { World } from './world.ts';

/** Groups that are read of each window; of the other window each of them is asked for by name. */
const mostRead = 1000;

/**
 * Compares two windows of traffic, group by group.
 * @throws UserError when a log cannot be read or ranked so, or when the two cannot be compared
 */
export async function trafficChanges(
  pair: WindowPair,
  choice: TopChoice,
  privacy: Privacy,
  world: World,
  services: Services,
): Promise<TrafficChangeReport> {
  const { before, after, close } = await openWindows(pair, choice.by, choice.groupBy.length === 0, world, services);
  try {
    const samples = await readSamples(before, after, choice);
    const days = { before: before.days, after: after.days };
    const count = Math.max(samples.before.all.groupCount, samples.after.all.groupCount, samples.groups.size);
    const changes = [...samples.groups.keys()].map((key) =>
      groupChange(key, samples.before.of(key), samples.after.of(key), days, count),
    );
    changes.sort((a, b) => Math.abs(b.perDay) - Math.abs(a.perDay) || (a.key < b.key ? -1 : 1));
    const shown = kinds.flatMap((kind) =>
      kind === 'unclear' ? [] : changes.filter((one) => one.kind === kind).slice(0, choice.most),
    );
    const total = groupChange('total', samples.before.total, samples.after.total, days, 1);
    const sides = [windowOf(before, samples.before), windowOf(after, samples.after)] as const;
    return {
      by: choice.by,
      ...currencyOf([before, after], choice),
      groupBy: choice.groupBy,
      before: sides[0],
      after: sides[1],
      total,
      kinds: kinds.map((kind) => totalOf(kind, changes)),
      rows: await shownRows(shown, samples.groups, { before, after }, choice, privacy),
      unread: unreadOf(total, changes, samples.before.all.groupCount, samples.after.all.groupCount),
      remarks: remarksOf(before.log, after.log, sharedGroups(samples)),
    };
  } finally {
    await close();
  }
}

/** That of costs, where both windows tell all that has a price. */
function currencyOf(windows: readonly OpenWindow[], { by, prices }: TopChoice): Pick<TrafficChangeReport, 'currency'> {
  const isMoney = by === 'cost' && windows.every(({ log }) => pricedBy(log, prices) !== undefined);
  return isMoney && prices !== undefined ? { currency: prices.currency } : {};
}

/** What is read of one window. */
interface SideSamples extends WindowCounts {
  readonly total: GroupSample;
  readonly of: (key: string) => GroupSample;
}

interface Samples {
  readonly before: SideSamples;
  readonly after: SideSamples;
  /** Every group that was read on either side, as its later window has it where it does. */
  readonly groups: ReadonlyMap<string, TrafficGroup>;
}

async function readSamples(before: OpenWindow, after: OpenWindow, choice: TopChoice): Promise<Samples> {
  const byShape = choice.groupBy.length === 0;
  const parts = comparedParts(before, after);
  const ranking = {
    by: choice.by,
    tags: byShape ? choice.shapeTags : choice.groupBy,
    byShape,
    withPicks: false,
    spread: true,
  };
  const ofSide = (trend: TrendParts): Ranking => ({ ...ranking, trend, most: mostRead });
  const earlier = await before.log.rank(ofSide(parts.before));
  const later = await after.log.rank(ofSide(parts.after));
  const earlierMore = await missing(before, ofSide(parts.before), earlier, later);
  const laterMore = await missing(after, ofSide(parts.after), later, earlier);
  const groups = new Map(
    [...earlier.groups, ...earlierMore, ...later.groups, ...laterMore].map((one) => [one.key, one] as const),
  );
  return {
    groups,
    before: await side(before, parts.before, ranking, earlier, earlierMore),
    after: await side(after, parts.after, ranking, later, laterMore),
  };
}

/** Groups of the other window that lie below what was read of this one: they may be there all the same. */
async function missing(
  { log }: OpenWindow,
  ranking: Ranking,
  own: TrafficRanking,
  other: TrafficRanking,
): Promise<readonly TrafficGroup[]> {
  if (own.groupCount <= own.groups.length) return [];
  const known = new Set(own.groups.map((one) => one.key));
  const keys = other.groups.map((one) => one.key).filter((key) => !known.has(key));
  return keys.length === 0 ? [] : (await log.rank({ ...ranking, only: keys })).groups;
}

async function side(
  { log }: OpenWindow,
  parts: TrendParts,
  ranking: Omit<Ranking, 'most'>,
  all: TrafficRanking,
  more: readonly TrafficGroup[],
): Promise<SideSamples> {
  const whole = { ...ranking, tags: [], byShape: false, most: 1, trend: parts };
  const [total] = (await log.rank(whole)).groups;
  const [counts] = (await log.rank({ ...whole, by: 'count' })).groups;
  const byKey = new Map([...all.groups, ...more].map((one) => [one.key, sampleOf(one)]));
  return {
    ...{ parts, all, total: total === undefined ? nothingRan : sampleOf(total), counts: counts?.trend ?? [] },
    of: (key) => byKey.get(key) ?? nothingRan,
  };
}

function sampleOf({ executions, metric, metricSquares = 0, trend = [] }: TrafficGroup): GroupSample {
  return { executions, metric, squares: metricSquares, parts: trend };
}

async function shownRows(
  changes: readonly GroupChange[],
  groups: ReadonlyMap<string, TrafficGroup>,
  { before, after }: { readonly before: OpenWindow; readonly after: OpenWindow },
  choice: TopChoice,
  privacy: Privacy,
): Promise<readonly ChangeRow[]> {
  const withSql = choice.withSql && choice.groupBy.length === 0;
  const idsOf = (isGone: boolean): readonly string[] =>
    changes.flatMap((one) => ((one.kind === 'gone') === isGone ? (groups.get(one.key)?.exampleId ?? []) : []));
  const examples = withSql
    ? [...(await before.log.executions(idsOf(true))), ...(await after.log.executions(idsOf(false)))]
    : [];
  const byId = new Map(examples.map((one) => [one.queryId, one]));
  return changes.flatMap((change) => {
    const group = groups.get(change.key);
    if (group === undefined) return [];
    const { name, tags, sql } = rowOf(group, choice, byId.get(group.exampleId), privacy);
    return [{ ...change, name, tags, ...(sql === undefined ? {} : { sql }) }];
  });
}

/** Groups of the earlier ranking that ran in the later window too; undefined where one of the two has none at all. */
function sharedGroups({ before, after }: Samples): number | undefined {
  if (before.all.groupCount === 0 || after.all.groupCount === 0) return undefined;
  return before.all.groups.filter((one) => after.of(one.key).executions > 0).length;
}
