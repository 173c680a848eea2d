import type { ArmName, RunArm } from '../../model/arm.ts';
import type { Missing } from '../../model/certificate.ts';
import type { Run } from '../../model/run.ts';
import { comparisonsOf } from '../arms/comparisonsOf.ts';
import { tableName } from '../environment/lessData.ts';
import { besideWork } from '../state/besideWork.ts';
import { runsOnOneServer } from '../state/oneServer.ts';
import { readingsOf, shareOf } from '../state/tableTimeline.ts';
import { vanishedRows } from './vanishedRows.ts';

const arms = ['baseline', 'candidate'] as const;

/** As `runGaps`, by the candidates of a run. */
export function runGapsByArm(run: Run<RunArm>): ReadonlyMap<RunArm, readonly Missing[]> {
  return new Map(comparisonsOf(run).map((one) => [one.arm, runGaps(one.run)] as const));
}

/** What keeps a comparison from being certified that is in its run and not in its report: what nobody saw of the servers and their data. */
export function runGaps(run: Run): readonly Missing[] {
  const ofTwoServers = runsOnOneServer(run) ? [] : [...unknownData(run), ...busierBaseline(run)];
  return [...unreadTables(run), ...ofTwoServers, ...vanishedRows(run, tablesOfCases(run, 'candidate'))];
}

/** Tables that cases read, and that no reading of the server tells of: nobody knows whether it still worked on them. */
function unreadTables(run: Run): readonly Missing[] {
  return arms.flatMap((arm) => {
    const told = new Set(
      readingsOf(run, arm).flatMap(({ state: { tables, withoutParts = [] } }) => [
        ...tables.map(({ table }) => table),
        ...withoutParts,
      ]),
    );
    const unread = tablesOfCases(run, arm).filter((table) => !told.has(table));
    return unread.length === 0 ? [] : [{ kind: 'tablesUnread', arm, tables: unread } as const];
  });
}

/** Of a case that the log does not tell of, all tables of the arm may be its own. */
function tablesOfCases({ plan, arms: described, tablesRead = [] }: Run, arm: ArmName): readonly string[] {
  const read = new Map(tablesRead.flatMap((one) => (one.arm === arm ? [[one.caseId, one.tables] as const] : [])));
  const all = described.find((one) => one.arm === arm)?.environment.dataset.map(tableName) ?? [];
  return [...new Set(plan.caseIds.flatMap((caseId) => read.get(caseId) ?? all))].sort();
}

/** Two servers that tell of no table hold who knows what. Cases that read none need none. */
function unknownData({ plan, arms: described, tablesRead = [] }: Run): readonly Missing[] {
  if (described.some(({ environment }) => environment.dataset.length > 0)) return [];
  const read = new Map(tablesRead.map((one) => [`${one.arm} ${one.caseId}`, one.tables] as const));
  const readsNone = plan.caseIds.every((caseId) => arms.every((arm) => read.get(`${arm} ${caseId}`)?.length === 0));
  return readsNone ? [] : [{ kind: 'dataUnknown' }];
}

/** Half a query at all times, and a tenth more than the other server has: so much more is not the same work at another moment. */
const muchMore = { atOnce: 0.5, times: 1.1 };

/**
 * Work beside the queries slows an arm down by itself: in more of the readings, or more of it at once. More of it on the candidate's server speaks
 * against the candidate alone, which is safe.
 */
function busierBaseline(run: Run): readonly Missing[] {
  const [baseline, candidate] = arms.map((arm) => besideWork(readingsOf(run, arm)));
  if (baseline === undefined || candidate === undefined) return [];
  return (['foreign', 'work'] as const).flatMap((by) => {
    const seen = { baseline: baseline[by], candidate: candidate[by] };
    const mean = { baseline: baseline.mean[by], candidate: candidate.mean[by] };
    const isOftener = shareOf(seen.baseline) - shareOf(seen.candidate) > run.plan.design.state.busyMore;
    const isMore = mean.baseline - mean.candidate > muchMore.atOnce && mean.baseline > muchMore.times * mean.candidate;
    return isOftener || isMore ? [{ kind: 'baselineBusier', by, seen, mean } as const] : [];
  });
}
