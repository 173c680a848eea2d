import {
  type ChangeRule,
  changeRule,
  type ExcludedRun,
  type HistoryReport,
  type HistoryRun,
  type HistorySeries,
  type Reset,
} from '../model/history.ts';
import type { RunIdentity } from '../model/storedRun.ts';
import type { Series } from '../store/archive.ts';
import { comparableRuns } from './comparableRuns.ts';
import { historyChange, worstFirst } from './historyChange.ts';
import { type HistoryPoints, searchHistory } from './searchHistory.ts';

/** What a history is asked for. */
export interface HistoryRequest {
  readonly store: string;
  readonly metric: string;
  readonly asked: HistoryReport['asked'];
  readonly resets: readonly Reset[];
  readonly hogbenchVersion: string;
}

/** A series with its name; the total has no id. */
interface Named extends HistoryPoints {
  readonly caseId: string | null;
  readonly name: string;
}

/** Series that are shown although they did not change, where there are no more. */
const mostCalm = 20;

/** How the total is called. */
const totalName = 'all cases';

/** Makes the report of what a store tells of one metric. Pure: the same answer, the same report. */
export function historyReport(stored: Series, request: HistoryRequest, rule: ChangeRule = changeRule): HistoryReport {
  const { kept, excluded, places } = usableRuns(stored);
  const { stretches, events, unknownResets } = comparableRuns(kept, request.resets, request.asked.across);
  const cases = caseSeries(stored, places, stretches);
  const total = totalSeries(stored, places, stretches);
  // The sum of one case is that case.
  const withTotal = request.asked.cases === null && cases.length >= 2;
  const named = withTotal ? [total, ...cases] : cases;
  const { found, enough, visible } = searchHistory(named, rule);
  const changes = named.flatMap((one, at) => (found[at] ?? []).map((change) => historyChange(one, change)));
  // Runs are held against levels of the total, also where it is no series of this report.
  const ofTotal = (withTotal ? found : searchHistory([total], rule).found)[0] ?? [];
  const levelStarts = new Set(
    ofTotal.flatMap((one) => (one.change.isTentative ? [] : [historyChange(total, one).first])),
  );
  const changed = new Set(changes.map(({ caseId }) => caseId));
  const shown = named.length <= mostCalm ? named : named.filter(({ caseId }) => caseId === null || changed.has(caseId));
  return {
    schemaVersion: 1,
    hogbenchVersion: request.hogbenchVersion,
    store: request.store,
    metric: request.metric,
    unit: stored.series[0]?.unit ?? null,
    asked: request.asked,
    runs: historyRuns(kept, stretches, stored, places, levelStarts),
    excluded,
    olderRuns: stored.olderRuns,
    events,
    unknownResets,
    searched: { all: named.length, enough },
    changes: changes.sort(worstFirst),
    series: shown.map(
      ({ caseId, name, points }): HistorySeries => ({
        caseId,
        name,
        points: points.map(({ run, value }) => ({ run, value })),
      }),
    ),
    visible,
    rule,
  };
}

/** Runs that say something of levels, and where they stand among all. */
function usableRuns({ runs, totals }: Series): {
  readonly kept: readonly RunIdentity[];
  readonly excluded: readonly ExcludedRun[];
  /** From a place in the store's list to one among those kept. */
  readonly places: ReadonlyMap<number, number>;
} {
  const measured = new Set(totals.map(({ run }) => run));
  const kept: RunIdentity[] = [];
  const excluded: ExcludedRun[] = [];
  const places = new Map<number, number>();
  for (const [at, run] of runs.entries()) {
    const { runId, startedAt, status } = run;
    if (status !== 'complete') excluded.push({ runId, startedAt, reason: status });
    else if (!measured.has(at)) excluded.push({ runId, startedAt, reason: 'withoutMetric' });
    else {
      places.set(at, kept.length);
      kept.push(run);
    }
  }
  return { kept, excluded, places };
}

function caseSeries(
  { runs, series }: Series,
  places: ReadonlyMap<number, number>,
  stretches: readonly number[],
): readonly Named[] {
  return series.map(({ caseId, name, points }): Named => {
    const own = places.size === runs.length ? points : points.flatMap(({ run, value }) => placed(places, run, value));
    return { caseId, name, points: own, stretches: own.map(({ run }) => stretches[run] ?? 0) };
  });
}

function totalSeries(
  { totals }: Series,
  places: ReadonlyMap<number, number>,
  stretches: readonly number[],
): Named & { readonly caseId: null } {
  const own = totals.flatMap(({ run, total, casesHash }) =>
    placed(places, run, total).map((one) => ({ ...one, casesHash })),
  );
  return {
    caseId: null,
    name: totalName,
    points: own.map(({ run, value }) => ({ run, value })),
    // Totals of other cases are not comparable.
    stretches: own.map(({ run, casesHash }) => `${stretches[run]} ${casesHash}`),
  };
}

function placed(places: ReadonlyMap<number, number>, run: number, value: number) {
  const at = places.get(run);
  return at === undefined ? [] : [{ run: at, value }];
}

/**
 * Each run beside the newest level of totals that it can be compared with.
 *
 * @param levelStarts first runs of confirmed levels of the total
 */
function historyRuns(
  kept: readonly RunIdentity[],
  stretches: readonly number[],
  { totals }: Series,
  places: ReadonlyMap<number, number>,
  levelStarts: ReadonlySet<number>,
): readonly HistoryRun[] {
  const own = new Map(
    totals.flatMap((one) => placed(places, one.run, one.total).map(({ run }) => [run, one] as const)),
  );
  const levels = new Map<string, number[]>();
  const keyOf = (run: number): string => `${stretches[run]} ${own.get(run)?.casesHash}`;
  for (const run of kept.keys()) {
    const key = keyOf(run);
    const total = own.get(run)?.total;
    if (total === undefined) continue;
    const level = levels.get(key);
    if (level === undefined || levelStarts.has(run)) levels.set(key, [total]);
    else level.push(total);
  }
  const middles = new Map([...levels].map(([key, values]) => [key, middle(values)] as const));
  return kept.map((run, at): HistoryRun => {
    const total = own.get(at)?.total ?? null;
    const level = middles.get(keyOf(at)) ?? null;
    return {
      runId: run.runId,
      startedAt: run.startedAt,
      commit: run.commit ?? null,
      branch: run.branch ?? null,
      uncommitted: run.uncommitted ?? null,
      stretch: stretches[at] ?? 0,
      total,
      ratio: total === null || level === null || level <= 0 ? null : total / level,
    };
  });
}

/** Of one value at least. */
function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (
    ((sorted[Math.floor((sorted.length - 1) / 2)] as number) + (sorted[Math.ceil((sorted.length - 1) / 2)] as number)) /
    2
  );
}
