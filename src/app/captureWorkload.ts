import { type CapturedCase, captureCase, mergeEqual, type Skip } from '../capture/capturedCases.ts';
import { type CaseChoice, chooseGroups, type Extent, groupName, mostShapes, planCases } from '../capture/casePlan.ts';
import type { Privacy } from '../capture/redactSql.ts';
import { redactTags, shownTag } from '../capture/redactTags.ts';
import type { CapturedGroup } from '../capture/workloadText.ts';
import { UserError } from '../model/errors.ts';
import type { UnitPrices } from '../model/price.ts';
import type { RecordedTiming } from '../model/recordedTiming.ts';
import type { CostMetric, LoggedExecution, Stratum, TrafficGroup, TrafficRanking } from '../model/traffic.ts';
import type { EpochMs } from '../model/units.ts';
import { type CapturedMoney, capturedMoney } from './capturedMoney.ts';
import { captureTiming } from './captureTiming.ts';
import { checkWork, type MarkedCase } from './checkWork.ts';
import type { TrafficLog } from './trafficLog.ts';

export interface CaptureChoice {
  readonly by: CostMetric;
  readonly shapeTags: readonly string[];
  readonly extent: Extent;
  readonly strata: readonly string[];
  readonly strataValues: number;
  readonly database: string | undefined;
  /** What executions cost, which the log is read with as its weights; absent: nobody said. */
  readonly prices?: UnitPrices | undefined;
  /** The tag that names an owner. */
  readonly ownerTag?: string;
  /** Whether to keep when each execution was sent. */
  readonly timing?: boolean;
}

export interface CapturedWorkload {
  readonly name: string;
  readonly ranking: TrafficRanking;
  /** What was taken for granted in reading the log, in sentences. */
  readonly assumed: readonly string[];
  readonly database: string;
  /** The end of the window: what the clock of the workload shows. */
  readonly now: EpochMs;
  readonly groups: readonly CapturedGroup[];
  /** Share of the metric that groups with a case have. */
  readonly covered: number;
  /** Cases that stand for strata. */
  readonly strata: number;
  readonly skipped: Readonly<Partial<Record<Skip, number>>>;
  /** Cases that are not written as such, as their text may not do the statement's work. */
  readonly marked: readonly MarkedCase[];
  readonly errorNames: Readonly<Record<string, string>>;
  /** What a day of the log costs; absent where nothing has a price, or the log lacks what has one. */
  readonly money?: CapturedMoney;
  /** Absent where it was not asked for. */
  readonly timing?: RecordedTiming;
}

/**
 * Chooses groups and executions of a log, and makes cases of them.
 * @throws UserError when nothing in the log can be replayed
 */
export async function captureWorkload(
  log: TrafficLog,
  choice: CaptureChoice,
  privacy: Privacy,
): Promise<CapturedWorkload> {
  const request = { by: choice.by, tags: choice.shapeTags, byShape: true, most: 10_000, withPicks: true };
  const ranking = await log.rank(request);
  const chosen = chooseGroups(ranking, choice.extent).slice(0, mostShapes);
  const strata = await readAllStrata(log, choice, request);
  const byKey = new Map(ranking.groups.map((one) => [one.key, one]));
  const added = [...new Set(strata.map((one) => one.key))].flatMap((key) => byKey.get(key) ?? []);
  const groups = [...new Set([...chosen, ...added])];
  const planned = groups.map((group) => ({
    group,
    cases: planCases(
      group,
      // A group that is there for its strata alone needs no more.
      chosen.includes(group) ? group.picks : {},
      // Names of cases are made of these values.
      strata
        .filter((one) => one.key === group.key)
        .map((one) => ({ ...one, value: shownTag(one.tag, one.value, privacy) })),
      log.survey.days,
    ),
  }));
  const ids = [...new Set(planned.flatMap(({ cases }) => cases.map((one) => one.queryId)))];
  const executions = await log.executions(ids);
  const database = choice.database ?? mainDatabase(planned, executions);
  const made = makeCases(planned, executions, { privacy, knownSettings: await log.settings(), database });
  const { groups: sound, marked } = await checkWork(log, database, made.groups, executions);
  const captured = sound.filter((one) => one.cases.length > 0);
  if (captured.length === 0) throw nothingMade(made.skipped, marked.length, log.name);
  const timed = { by: choice.by, tags: choice.shapeTags, groups: captured, strata, ranking };
  const timing =
    choice.timing === true
      ? await captureTiming(log, { ...timed, chosen: new Set(chosen.map(({ key }) => key)) })
      : undefined;
  const money = await capturedMoney(log, choice, { captured, ranking }, privacy);
  return {
    name: log.name,
    ...(money === undefined ? {} : { money }),
    ...(timing === undefined ? {} : { timing }),
    ranking,
    assumed: log.assumed,
    database,
    now: log.survey.until,
    groups: captured,
    covered: captured.reduce((sum, one) => sum + one.group.share, 0),
    strata: captured.flatMap((one) => one.cases).filter((one) => one.role === 'stratum').length,
    skipped: made.skipped,
    marked,
    errorNames: await log.errorNames([...new Set(captured.flatMap((one) => Object.keys(one.group.failureCodes)))]),
  };
}

async function readAllStrata(
  log: TrafficLog,
  { strata: asked, strataValues }: CaptureChoice,
  request: Parameters<TrafficLog['strata']>[0],
): Promise<readonly Stratum[]> {
  const strata = [...new Set(asked)];
  if (strata.length === 0) return [];
  return log.strata(request, strata, strataValues);
}

interface PlannedGroup {
  readonly group: TrafficGroup;
  readonly cases: readonly CaseChoice[];
}

/** The database whose chosen groups weigh most. */
function mainDatabase(planned: readonly PlannedGroup[], executions: readonly LoggedExecution[]): string {
  const databaseOf = new Map(executions.map((one) => [one.queryId, one.database]));
  const totals = new Map<string, number>();
  for (const { group, cases } of planned) {
    const database = cases.flatMap((one) => databaseOf.get(one.queryId) ?? [])[0];
    if (database !== undefined) totals.set(database, (totals.get(database) ?? 0) + group.metric);
  }
  return [...totals].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}

function makeCases(
  planned: readonly PlannedGroup[],
  executions: readonly LoggedExecution[],
  context: Parameters<typeof captureCase>[4],
): { readonly groups: readonly CapturedGroup[]; readonly skipped: Readonly<Partial<Record<Skip, number>>> } {
  const byId = new Map(executions.map((one) => [one.queryId, one]));
  const skipped: Partial<Record<Skip, number>> = {};
  const groups = planned.map(({ group, cases }) => {
    const name = groupName({ key: group.key, tags: shownTags(group, context.privacy) });
    const made = cases.flatMap((one): readonly CapturedCase[] => {
      const outcome = captureCase(name, group, one, byId.get(one.queryId), context);
      if (outcome.kind === 'captured') return [outcome.captured];
      skipped[outcome.skip] = (skipped[outcome.skip] ?? 0) + 1;
      return [];
    });
    return { name, group, cases: mergeEqual(made) };
  });
  return { groups, skipped };
}

function shownTags(group: TrafficGroup, privacy: Privacy): Readonly<Record<string, string>> {
  const tags = redactTags(group.tags, { ...privacy, tally: privacy.tally.apart() });
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]));
}

function nothingMade(skipped: Readonly<Partial<Record<Skip, number>>>, marked: number, where: string): UserError {
  const reasons = Object.entries(skipped).map(([skip, count]) => `${count} ${skip}`);
  if (marked > 0) reasons.push(`${marked} with a replaced text that the statement may need`);
  return new UserError(
    'target',
    `nothing of this log can be replayed (${reasons.join(', ') || 'all texts were cut'})`,
    'Raise log_queries_cut_to_length on the server, name another --database, a longer --since, or texts that may be kept under capture.privacy.allow.',
    where,
  );
}
