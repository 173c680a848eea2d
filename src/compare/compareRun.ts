import type { ArmCase } from '../model/arm.ts';
import type { ComparisonReport, SavedRuns, Verdict } from '../model/comparison.ts';
import { byMode, judgesTime, startsTogether } from '../model/mode.ts';
import type { Notice } from '../model/notice.ts';
import type { Untimed } from '../model/reason.ts';
import type { Run } from '../model/run.ts';
import { type CaseContext, compareCase } from './caseComparison.ts';
import type { CaseArms } from './caseDescription.ts';
import { schemaChange } from './environment/changedTables.ts';
import { versionChange } from './environment/changedVersions.ts';
import type { EnvironmentCheck } from './environment/environments.ts';
import { beyondTolerance } from './environment/lessData.ts';
import { serverFindings } from './environment/servers.ts';
import { loneCase } from './loneCase.ts';
import {
  countersSettleThere,
  debtsThere,
  distinct,
  judgedStatus,
  measuredPlaces,
  placesDiffer,
  sentAlikeThere,
} from './measuredPlaces.ts';
import { notBorneOut } from './notBorneOut.ts';
import { explanationsByCase } from './plans/comparePlans.ts';
import { provedEquivalent } from './provedEquivalent.ts';
import { caseInWords } from './reasons/caseInWords.ts';
import { lessDataNotice } from './reasons/dataText.ts';
import { ownDesignNotice } from './reasons/designText.ts';
import { environmentNotices } from './reasons/environmentText.ts';
import { queryCacheNotice } from './reasons/queryCacheText.ts';
import {
  countersOnlyNotice,
  foundOptionsNotice,
  lostNotice,
  renamedNotice,
  retaggedNotice,
  sameArmsNotice,
  statusNotice,
  unknownTagNotices,
} from './reasons/runNotices.ts';
import { serverNotices } from './reasons/serverText.ts';
import { shardNotices } from './reasons/shardText.ts';
import { countersStand, runStallNotices, setAside } from './reasons/stallText.ts';
import { oneArm } from './reasons/timeRefusals.ts';
import { tellSettings } from './reasons/versionText.ts';
import { judgeResult, readingsByCase } from './results/caseResults.ts';
import { type SplitCases, splitSelfChecks } from './selfCheck/selfCheckPool.ts';
import { judgeSelfChecks } from './selfCheck/selfCheckResult.ts';
import { bySeverity, countVerdicts } from './severity.ts';
import { serversOverTime } from './state/serversOverTime.ts';
import { stateNotices } from './state/stateNotices.ts';
import { chooseTags, classTags } from './suite/tagGroups.ts';
import { judgeSuite } from './suite/workloadCost.ts';
import { workloadMoney } from './suite/workloadMoney.ts';
import { machineNoise } from './timing/machineNoise.ts';
import { type CaseSamples, pairSamples, withoutPairs } from './timing/pairing.ts';
import { withClock } from './timing/runningTime.ts';
import { type CaseTiming, judgeTiming } from './timing/timing.ts';

/** What a reader may choose; it changes what is shown, never a verdict. */
export interface ReportChoices {
  /** Tags to show totals by; absent: the usual ones that a workload has. */
  readonly totalsBy?: readonly string[] | undefined;
}

/**
 * Judges a run of two arms that were measured together. A pure function of the run: the same samples,
 * in any order, give the same report.
 */
export function compareRun(run: Run, choices: ReportChoices = {}): ComparisonReport {
  if (run.plan.arms.length < 2) throw oneArm(run);
  return byMode(run.plan.mode, {
    paired: () => judgePairs(run, choices),
    duet: () => judgePairs(run, choices),
    counters: () => judgeCounters(run, choices),
    sessions: () => {
      throw oneArm(run);
    },
  });
}

function judgePairs(run: Run, choices: ReportChoices): ComparisonReport {
  const found = splitSelfChecks(pairSamples(run.samples), run.plan);
  const split = { ...found, cases: withClock(found.cases, run.plan) };
  const timings = judgeTiming(split.cases, run.plan, countersSettleThere(measuredPlaces(run)));
  return reportOf(run, { ...together(run), split, timings, untimed: null, hasTotals: run.lost === undefined }, choices);
}

function judgeCounters(run: Run, choices: ReportChoices): ComparisonReport {
  const split = splitSelfChecks(pairSamples(run.samples), run.plan);
  const untimed = { kind: 'notAsked' } as const;
  return reportOf(run, { ...together(run), split, timings: null, untimed, hasTotals: false }, choices);
}

/** Judges two saved runs that were put together. Of such the suite as a whole is the machine or everything: see `CommonShift`. */
export function judgeApart(run: Run, { saved, ...apart }: MeasuredApart): ComparisonReport {
  const split = splitSelfChecks(withoutPairs(pairSamples(run.samples)), run.plan);
  return reportOf(run, { ...apart, split, saved: { saved }, servers: [], hasTotals: false }, {});
}

function together(run: Run): Pick<Judging, 'environment' | 'places' | 'servers' | 'saved'> {
  const places = measuredPlaces(run);
  const found = distinct(places.flatMap((one) => serverNotices(serverFindings(one))));
  const servers = [...sameArmsNotice(sentAlikeThere(places)), ...found];
  return { environment: placesDiffer(places), places: [], servers, saved: {} };
}

/** What judging a run takes from its mode. */
interface Judging extends Omit<MeasuredApart, 'saved'> {
  readonly split: SplitCases;
  /** On the servers of arms that were measured together. */
  readonly servers: readonly Notice[];
  readonly saved: { readonly saved?: SavedRuns };
  readonly hasTotals: boolean;
}

/** What is known of two arms that were measured in separate runs. */
export interface MeasuredApart {
  readonly environment: EnvironmentCheck;
  /** On their server processes. */
  readonly places: readonly Notice[];
  /** Null when times are not judged. */
  readonly timings: ReadonlyMap<string, CaseTiming> | null;
  /** Why server time cannot be judged; null when it is. */
  readonly untimed: Untimed | null;
  readonly saved: SavedRuns;
}

function reportOf(run: Run, judging: Judging, { totalsBy }: ReportChoices): ComparisonReport {
  const { environment, split, timings, untimed } = judging;
  const { mode } = run.plan;
  const samples = split.cases;
  const lessData = beyondTolerance(environment.lessData, run.plan);
  const readings = readingsByCase(run.digests);
  const isApart = judging.saved.saved !== undefined;
  const debtOf = debtsThere(measuredPlaces(run), !isApart);
  const context: CaseContext = { run, workDecides: environment.tablesDecide, lessData, debtOf, untimed };
  const explanations = explanationsByCase(run.explanations ?? []);
  const rowDifferences = new Map(run.rowDifferences?.map(({ caseId, difference }) => [caseId, difference] as const));
  const cases = casesOf(run.cases).map(({ caseId, baseline, candidate }) => {
    const [explained, rowDifference] = [explanations.get(caseId), rowDifferences.get(caseId)];
    const arms = { caseId, baseline, candidate, explanations: explained, rowDifference };
    const own = samples.get(caseId) ?? unmeasured(caseId);
    if (baseline === null || candidate === null) return caseInWords(loneCase(arms, own, run));
    const result = ignoresResults(arms) ? ignored : judgeResult(readings.get(caseId), arms.rowDifference);
    const judged = compareCase({ ...arms, baseline, candidate }, own, timings?.get(caseId) ?? null, result, context);
    // Put into words at once: what words are made of is several times as much as they are.
    if (isApart) return caseInWords(judged);
    const first = notBorneOut(judged, own, result, readings.get(caseId), context);
    return caseInWords(first === null ? judged : { ...judged, notBorneOut: first });
  });
  const severest = bySeverity(cases, run.plan);
  const versions = versionChange(run, severest);
  const state = serversOverTime(run, cases);
  const sorted = versions === undefined ? severest : tellSettings(severest, run.cases, versions);
  const chosen = chooseTags(sorted.map(classTags), totalsBy);
  const { selfCheck, notices } = judgeSelfChecks(run, split, context);
  const isTimed = judgesTime(mode);
  const hasTotals = judging.hasTotals && lessData.length === 0;
  const schema = schemaChange(run);
  const report: ComparisonReport = {
    schemaVersion: 1,
    kind: 'comparison',
    runId: run.id,
    startedAt: run.startedAt,
    status: judgedStatus(run),
    arms: run.arms,
    method: {
      margin: run.plan.margin,
      falseDiscoveryRate: run.plan.design.falseDiscoveryRate,
      seed: run.plan.seed,
      minPairs: run.plan.minPairs,
      maxPairs: run.plan.maxPairs,
      sessions: new Set(run.samples.map((one) => one.session)).size,
      ...(judgesTime(mode) && judging.saved.saved === undefined ? { noise: machineNoise(samples, run.plan) } : {}),
      duet: startsTogether(mode),
      countersOnly: !isTimed,
      ...judging.saved,
    },
    counts: countVerdicts(sorted),
    suite: hasTotals && isMany(sorted) ? judgeSuite(sorted, samples, run.plan, chosen.tags) : null,
    cases: sorted,
    executions: executionsOf(samples),
    // Known of the whole run, and no merit of a part.
    ...(run.identical === undefined || run.shard !== undefined ? {} : { identical: run.identical }),
    ...(run.unopened === undefined ? {} : { unopened: run.unopened }),
    ...(run.options === undefined ? {} : { options: run.options }),
    ...(versions === undefined ? {} : { versions }),
    ...(state === undefined ? {} : { state }),
    ...(schema === undefined ? {} : { schema }),
    selfCheck,
    notices: [
      ...foundOptionsNotice(run.options),
      ...renamedNotice(countVerdicts(sorted)),
      ...retaggedNotice(sorted),
      ...ownDesignNotice(run.plan.design, run.comparisons),
      ...(isTimed ? [] : [countersOnlyNotice]),
      ...notices,
      ...runStallNotices(run.samples, isTimed ? setAside : countersStand),
      ...queryCacheNotice(run.samples),
      ...shardNotices(run),
      ...run.notices,
      ...lessDataNotice(lessData),
      ...stateNotices(state, cases),
      ...environmentNotices(environment),
      ...judging.places,
      ...unknownTagNotices(chosen.unknown),
      ...judging.servers,
      ...statusNotice(run),
      ...lostNotice(run),
    ],
  };
  const money = workloadMoney(run, {
    ...{ cases: sorted, samples, tags: chosen.tags, hasTotals },
    proof: provedEquivalent(report),
  });
  return money === undefined ? report : { ...report, money };
}

/** A total of one case would say of it what its own figures say, by another estimate. */
function isMany(cases: readonly { readonly verdict: Verdict }[]): boolean {
  return cases.filter(({ verdict }) => verdict !== 'added' && verdict !== 'removed').length > 1;
}

const ignored = { kind: 'ignored' } as const;

/** Both arms have to say so: a change cannot excuse itself from the comparison that it is up for. */
function ignoresResults({ baseline, candidate }: CaseArms): boolean {
  return baseline?.results === 'ignore' && candidate?.results === 'ignore';
}

function executionsOf(cases: ReadonlyMap<string, CaseSamples>): number {
  return [...cases.values()].reduce((sum, { samples }) => sum + samples.baseline.length + samples.candidate.length, 0);
}

function casesOf(cases: readonly ArmCase[]): readonly CaseArms[] {
  const byId = new Map<string, CaseArms>();
  for (const one of cases) {
    const known = byId.get(one.caseId) ?? { caseId: one.caseId, baseline: null, candidate: null };
    byId.set(one.caseId, { ...known, [one.arm]: one });
  }
  return [...byId.values()];
}

function unmeasured(caseId: string): CaseSamples {
  return {
    caseId,
    screening: [],
    confirmation: [],
    samples: { baseline: [], candidate: [] },
    tally: { baseline: noTally, candidate: noTally },
    halfPairs: 0,
  };
}

const noTally = {
  ...{ completed: 0, missing: 0, cut: 0, failed: 0, timedOut: 0, unanswered: 0, halted: 0 },
  ...{ message: null, missingDetail: null, limitMs: null },
};
