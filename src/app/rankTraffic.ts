import { groupName, shortKey } from '../capture/casePlan.ts';
import { type Privacy, redactSql } from '../capture/redactSql.ts';
import { shownTag } from '../capture/redactTags.ts';
import { shownId } from '../capture/workloadText.ts';
import type { LogSurvey } from '../model/logFacts.ts';
import type { UnitPrices } from '../model/price.ts';
import type {
  AttributionCoverage,
  CostMetric,
  LoggedExecution,
  TrafficGroup,
  TrafficReport,
  TrafficRow,
  TrendParts,
} from '../model/traffic.ts';
import { costOfDay, type PricedLog, pricedLog } from '../money/trafficMoney.ts';
import { tokenize } from '../sql/sqlLexer.ts';
import type { Services } from './services.ts';
import { checkMetric, surveyRemarks, unpaidRemarks } from './surveyRemarks.ts';
import type { LogRequest, TrafficLog } from './trafficLog.ts';
import type { World } from './world.ts';

export interface TopChoice {
  readonly by: CostMetric;
  /** Tags to group by; empty groups by shape. */
  readonly groupBy: readonly string[];
  readonly shapeTags: readonly string[];
  readonly most: number;
  readonly requiredTags: readonly string[];
  readonly ownerTag: string;
  readonly showsOwners: boolean;
  /** What executions cost, which the log is read with as its weights; absent: nobody said. */
  readonly prices?: UnitPrices | undefined;
  /** Reads a query of each shape. */
  readonly withSql: boolean;
}

/**
 * Opens a log, and tells what costs most in it and whose it is.
 * @throws UserError when the log cannot be read, or cannot be ranked so
 */
export async function rankTraffic(
  request: LogRequest,
  choice: TopChoice,
  privacy: Privacy,
  world: World,
  services: Services,
): Promise<TrafficReport> {
  const log = await services.openLog(request, world);
  try {
    checkMetric(choice.by, log);
    return await trafficReport(log, choice, privacy);
  } finally {
    await log.close();
  }
}

/** Reads a log's ranking and attribution, and takes everything private out. */
async function trafficReport(log: TrafficLog, choice: TopChoice, privacy: Privacy): Promise<TrafficReport> {
  const byShape = choice.groupBy.length === 0;
  const tags = byShape ? choice.shapeTags : choice.groupBy;
  const trend = trendParts(log.survey);
  const ranking = await log.rank({
    ...{ by: choice.by, tags, byShape, most: choice.most, withPicks: false },
    ...(trend === undefined ? {} : { trend }),
    ...(tags.includes(choice.ownerTag) ? {} : { owner: choice.ownerTag }),
  });
  const examples = byShape && choice.withSql ? await log.executions(ranking.groups.map((one) => one.exampleId)) : [];
  const byId = new Map(examples.map((one) => [one.queryId, one]));
  const priced = pricedBy(log, choice.prices);
  const rows = ranking.groups.map((group) => ({
    ...rowOf(group, choice, byId.get(group.exampleId), privacy),
    ...(priced === undefined ? {} : { costPerDay: costOfDay(group.cost, priced) }),
  }));
  const coverage = shownCoverage(await log.coverage(choice.requiredTags, choice.ownerTag), privacy);
  return {
    log: log.name,
    from: log.survey.from,
    until: log.survey.until,
    by: choice.by,
    groupBy: choice.groupBy,
    ...(trend === undefined ? {} : { trend }),
    rows,
    groupCount: ranking.groupCount,
    executions: ranking.executions,
    failures: ranking.failures,
    coverage: priced === undefined ? coverage : withAmounts(coverage, priced),
    ...(priced === undefined ? {} : { money: { currency: priced.currency, perDay: costOfDay(ranking.cost, priced) } }),
    showsOwners: choice.showsOwners,
    errorNames: await log.errorNames([...new Set(rows.flatMap((row) => Object.keys(row.failureCodes)))]),
    remarks: [...surveyRemarks(log), ...unpaidRemarks(log, choice.prices)],
  };
}

/** By what money is told of a log; undefined where nothing has a price, or the log lacks what has one. */
export function pricedBy(log: TrafficLog, prices: UnitPrices | undefined): PricedLog | undefined {
  return prices === undefined ? undefined : pricedLog(prices, { lacking: log.lacking, days: log.survey.days });
}

function withAmounts(coverage: AttributionCoverage, priced: PricedLog): AttributionCoverage {
  return {
    ...coverage,
    owners: coverage.owners.map((one) => ({ ...one, costPerDay: costOfDay(one.cost, priced) })),
  };
}

/** A group as it may be shown. */
export function rowOf(
  group: TrafficGroup,
  { groupBy, ownerTag }: TopChoice,
  example: LoggedExecution | undefined,
  privacy: Privacy,
): TrafficRow {
  const { exampleId, picks: _, owners, ...numbers } = group;
  const tags = Object.fromEntries(
    Object.entries(group.tags).map(([key, value]) => [key, shownTag(key, value, privacy)]),
  );
  const byShape = groupBy.length === 0;
  const isTagged = Object.keys(tags).length > 0;
  const untagged = byShape ? `(untagged) ${shortKey(group.key)}` : '(untagged)';
  const named = byShape ? groupName({ key: group.key, tags }) : groupBy.map((key) => tags[key] ?? '-').join(', ');
  const id = shownId(exampleId);
  return {
    ...numbers,
    tags,
    isTagged,
    name: isTagged ? named : untagged,
    owners: (owners ?? [{ owner: group.tags[ownerTag] ?? '', share: 1 }]).map(({ owner, share }) => ({
      owner: shownTag(ownerTag, owner, privacy),
      share,
    })),
    ...(id === exampleId ? { exampleId: id } : {}),
    ...(example === undefined ? {} : { sql: shownSql(example.sql, privacy) }),
  };
}

const dayMs = 86_400_000;
/** Bars that are still told apart in a terminal. */
const usualParts = 12;
const mostDays = 14;
/** A part of a second would be all noise. */
const shortestPart = 5000;

/** Days where the log covers some days and little else, else a dozen equal parts; undefined where it is too short. */
export function trendParts({ rowsFrom, until }: Pick<LogSurvey, 'rowsFrom' | 'until'>): TrendParts | undefined {
  const span = until - rowsFrom;
  const days = Math.round(span / dayMs);
  const isDays = days >= 3 && days <= mostDays && Math.abs(span - days * dayMs) < dayMs / 24;
  const parts = isDays ? days : usualParts;
  return span / parts < shortestPart ? undefined : { from: rowsFrom, until, parts };
}

/** A text that was cut cannot be read to its end, so it is not shown. */
function shownSql(sql: string, privacy: Privacy): string {
  return tokenize(sql).some((token) => token.unterminated) ? '' : redactSql(sql, privacy);
}

/** With pseudonyms for owners whose names may not be shown. */
export function shownCoverage(coverage: AttributionCoverage, privacy: Privacy): AttributionCoverage {
  const { ownerTag } = coverage;
  return {
    ...coverage,
    owners: coverage.owners.map((one) => ({ ...one, owner: shownTag(ownerTag, one.owner, privacy) })),
  };
}
