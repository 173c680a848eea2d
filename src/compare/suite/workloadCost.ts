import type { CaseComparison } from '../../model/comparison.ts';
import type { Design } from '../../model/design.ts';
import type { RunPlan } from '../../model/run.ts';
import type { LeftOut, Suite, SuiteCost, SuiteFigures, SuiteGroup, SuiteRatio } from '../../model/suite.ts';
import { describeMetric, readMetric } from '../counters/metricCatalog.ts';
import { leftOutText, type WhyLeftOut } from '../reasons/whyNotText.ts';
import { jackknifeError } from '../statistics/jackknife.ts';
import { studentQuantile, studentTail } from '../statistics/studentT.ts';
import { familyValue } from '../timing/families.ts';
import type { CaseSamples } from '../timing/pairing.ts';
import { isClocked } from '../timing/runningTime.ts';
import { type CaseCosts, isKnown, meanCosts, typicalCosts } from './caseCosts.ts';
import { classTags, groupsByTag } from './tagGroups.ts';

/** What a case has to tell of itself to be summed up. */
export type SuiteCase = Pick<CaseComparison, 'caseId' | 'verdict' | 'tags' | 'weight' | 'results'> &
  Partial<Pick<CaseComparison, 'because' | 'baselineTags'>>;

/** A case with its place among those that have pairs; null when no figure may cover it. */
interface Member {
  readonly one: SuiteCase;
  readonly index: number;
  readonly leftOut: WhyLeftOut | null;
}

interface Costs {
  readonly design: Design;
  /** By the clock that each case is judged by. */
  readonly time: CaseCosts;
  /** Which cases are judged by running time, by their places. */
  readonly clocked: ReadonlySet<number>;
  readonly server: CaseCosts;
  readonly cpu: CaseCosts;
  readonly bytes: CaseCosts;
}

/**
 * What the workload costs as a whole and for each value of `tags`: geometric mean of the ratios of time, and
 * weighted totals. Every figure comes from each case's first look; its interval from leaving out each round of all
 * cases at once, which keeps what the cases of a round have in common.
 */
export function judgeSuite(
  cases: readonly SuiteCase[],
  samples: ReadonlyMap<string, CaseSamples>,
  plan: Pick<RunPlan, 'minPairs' | 'design'>,
  tags: readonly string[],
): Suite {
  const compared = cases.flatMap((one) => (whyLeftOut(one) === null ? (samples.get(one.caseId) ?? []) : []));
  const places = new Map(compared.map((one, index) => [one.caseId, index]));
  const costs: Costs = {
    design: plan.design,
    time: typicalCosts(compared, plan, (facts, { runningUs }, arm) => runningUs?.[arm] ?? familyValue(facts, 'time')),
    clocked: new Set(compared.flatMap((one, index) => (isClocked(one) ? [index] : []))),
    server: typicalCosts(compared, plan, (facts) => familyValue(facts, 'time')),
    cpu: typicalCosts(compared, plan, (facts) => familyValue(facts, 'cpu')),
    bytes: meanCosts(compared, plan, (facts) => readMetric(facts, 'read_bytes')),
  };
  const members = cases.map((one): Member => {
    const index = places.get(one.caseId) ?? -1;
    const isMeasured = index >= 0 && isKnown(costs.time, index);
    return { one, index, leftOut: whyLeftOut(one) ?? (isMeasured ? null : 'fewPairs') };
  });
  const groups = tags.flatMap((tag) =>
    groupsByTag(members, tag, ({ one }) => classTags(one))
      .map(({ value, items }): SuiteGroup => ({ tag, value, ...figures(items, costs) }))
      .sort((a, b) => heaviest(b) - heaviest(a) || ((a.value ?? '') < (b.value ?? '') ? -1 : 1)),
  );
  return { whole: figures(members, costs), groups };
}

/** Times of arms that failed, or of which it is not known that they return the same, are no comparison of cost. */
export function whyLeftOut({ verdict, results, because }: SuiteCase): WhyLeftOut | null {
  if (verdict === 'added' || verdict === 'removed') return 'oneArm';
  if (verdict === 'failed') return 'failed';
  if (results === 'changed') return 'otherResults';
  if (because?.some(({ kind }) => kind === 'debt')) return 'debt';
  return results === 'notCompared' ? 'resultsUnread' : null;
}

function heaviest({ costs }: SuiteFigures): number {
  return costs.find((one) => one.metric === 'server_time')?.baseline ?? -1;
}

function figures(members: readonly Member[], costs: Costs): SuiteFigures {
  const covered = members.filter((one) => one.leftOut === null);
  const leftOut = members.flatMap(({ one, leftOut: why }): readonly LeftOut[] =>
    why === null ? [] : [{ caseId: one.caseId, reason: leftOutText[why] }],
  );
  return {
    cases: covered.length,
    of: members.length,
    rounds: costs.time.rounds,
    geometricMean: covered.length === 0 ? null : suiteRatio(meanLogRatios(covered, costs.time), costs.design),
    costs: [
      ...byRunningTime(covered, costs),
      ...total('server_time', covered, costs.server, costs.design),
      ...total('cpu_time', covered, costs.cpu, costs.design),
      ...total('read_bytes', covered, costs.bytes, costs.design),
    ],
    leftOut,
  };
}

/** Mean log ratio over the cases, in every column. */
function meanLogRatios(members: readonly Member[], costs: CaseCosts): readonly number[] {
  return columns(costs, (column) => {
    let sum = 0;
    for (const { index } of members) {
      const at = index * (costs.rounds + 1) + column;
      sum += Math.log((costs.candidate[at] ?? 1) / (costs.baseline[at] ?? 1));
    }
    return sum / members.length;
  });
}

/**
 * The total of time as the cases are judged, where one of the workload's is judged by running time. A case that keeps server time is in it with
 * that: it may wait by its own doing.
 */
function byRunningTime(members: readonly Member[], { time, clocked, design }: Costs): readonly SuiteCost[] {
  if (clocked.size === 0) return [];
  const others = members.filter(({ index }) => !clocked.has(index)).length;
  return total('running_time', members, time, design).map((one) => ({
    ...one,
    ...(others === 0 ? {} : { byServerTime: others }),
  }));
}

/** Nothing when no case has this cost, or when an arm's total is 0. */
function total(
  metric: SuiteCost['metric'],
  all: readonly Member[],
  costs: CaseCosts,
  design: Design,
): readonly SuiteCost[] {
  const members = all.filter(({ index }) => isKnown(costs, index));
  const sums = (cells: Float64Array): readonly number[] =>
    columns(costs, (column) =>
      members.reduce((sum, { one, index }) => sum + one.weight * (cells[index * (costs.rounds + 1) + column] ?? 0), 0),
    );
  const baseline = sums(costs.baseline);
  const candidate = sums(costs.candidate);
  if ([...baseline, ...candidate].some((one) => !(one > 0))) return [];
  const { label, unit } = describeMetric(metric);
  const logRatios = candidate.map((one, column) => Math.log(one / (baseline[column] ?? 1)));
  const ratio = suiteRatio(logRatios, design);
  return [
    { metric, label, unit, baseline: baseline[0] ?? 0, candidate: candidate[0] ?? 0, cases: members.length, ...ratio },
  ];
}

function columns(costs: CaseCosts, of: (column: number) => number): readonly number[] {
  return Array.from({ length: costs.rounds + 1 }, (_, column) => of(column));
}

function pOfNoChange(logRatio: number, error: number, freedom: number): number {
  if (error === 0) return logRatio === 0 ? 1 : 0;
  return 2 * studentTail(Math.abs(logRatio) / error, freedom);
}

/** From a log ratio of all rounds, followed by those with each round left out. */
function suiteRatio([all = 0, ...without]: readonly number[], design: Design): SuiteRatio {
  const { intervalTail } = design.estimate;
  const error = jackknifeError(without, design.suite.fewestRounds);
  if (error === null) return { ratio: Math.exp(all), interval: null, pValue: null };
  const freedom = without.length - 1;
  const reach = error === 0 ? 0 : studentQuantile(intervalTail, freedom) * error;
  const level = 1 - 2 * intervalTail;
  return {
    ratio: Math.exp(all),
    interval: { low: Math.exp(all - reach), high: Math.exp(all + reach), level },
    pValue: pOfNoChange(all, error, freedom),
  };
}
