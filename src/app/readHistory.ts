import { historyReport } from '../history/historyReport.ts';
import { UserError } from '../model/errors.ts';
import type { HistoryReport, Reset } from '../model/history.ts';
import type { RunArchive, Series, SeriesQuery } from '../store/archive.ts';
import { suggestion } from '../text/nearest.ts';
import { quoted } from '../text/quote.ts';
import { hogbenchVersion } from './hogbenchVersion.ts';

/** What is asked of the history of a store. */
export interface HistoryQuestion {
  readonly metric: string;
  /** Ids or names of cases, with `*` and `?`; absent: all. */
  readonly cases?: readonly string[] | undefined;
  /** Absent: `main`, else `master`, where the store has runs of several branches; `*`: all. */
  readonly branch?: string | undefined;
  readonly workload?: string | undefined;
  /** Runs at most, the newest. */
  readonly last: number;
  readonly across: HistoryReport['asked']['across'];
  readonly resets: readonly Reset[];
}

const mainBranches = ['main', 'master'];
/** Of the newest runs, whose cases an error names; and how many of their names. */
const fewRuns = 20;
const mostNames = 8;

/**
 * Reads what a store holds of one metric and looks for changes of level in it.
 * @throws UserError usage for a store without runs, a branch or a case that it does not know, a metric that no run tells
 */
export async function readHistory(store: RunArchive, question: HistoryQuestion): Promise<HistoryReport> {
  const { metric, cases, last, workload } = question;
  const asked = { metric, last, ...(workload === undefined ? {} : { workload }) };
  const chosen = question.branch === '*' ? undefined : question.branch;
  const all = await store.series(queryOf(asked, cases, chosen));
  const branch = question.branch === undefined ? mainBranchOf(all) : chosen;
  const stored = branch === chosen ? all : await store.series(queryOf(asked, cases, branch));
  if (stored.runs.length === 0)
    throw new UserError(
      'usage',
      `there is no run${branch === undefined ? '' : ` of branch ${quoted(branch)}`}${workload === undefined ? '' : ` of workload ${quoted(workload)}`} in ${store.shown}`,
      'hogbench store list shows what is there; hogbench store push puts a run there.',
    );
  if (stored.totals.length === 0) await refuseMetric(store, stored, metric);
  if (cases !== undefined && stored.series.length === 0)
    await refuseCases(store, queryOf({ ...asked, last: Math.min(last, fewRuns) }, undefined, branch), cases);
  return historyReport(stored, {
    store: store.shown,
    metric,
    asked: {
      cases: cases ?? null,
      branch: branch ?? null,
      workload: workload ?? null,
      last,
      across: question.across,
    },
    resets: question.resets,
    hogbenchVersion,
  });
}

function queryOf(
  asked: Pick<SeriesQuery, 'metric' | 'last' | 'workload'>,
  cases: readonly string[] | undefined,
  branch: string | undefined,
): SeriesQuery {
  return { ...asked, ...(branch === undefined ? {} : { branch }), ...(cases === undefined ? {} : { cases }) };
}

/** A branch of somebody's own is no history of another: where there are several, that of the main line is meant. */
function mainBranchOf({ runs }: Series): string | undefined {
  const branches = new Set(runs.map((one) => one.branch));
  return branches.size > 1 ? mainBranches.find((one) => branches.has(one)) : undefined;
}

/** Metrics that runs may have; a store is asked for each of them before an error says that one is not there. */
const usualMetrics = [
  'server_time',
  'cpu_time',
  'read_rows',
  'read_bytes',
  'memory',
  'server_time.p95',
  'server_time.p99',
];

async function refuseMetric(store: RunArchive, { runs }: Series, metric: string): Promise<never> {
  const known: string[] = [];
  for (const one of usualMetrics) {
    const { totals } = await store.series({ metric: one, last: Math.min(runs.length, fewRuns), cases: [] });
    if (totals.length > 0) known.push(one);
  }
  throw new UserError(
    'usage',
    `no run that was looked at tells ${quoted(metric)}`,
    suggestion(metric, known),
    '--metric',
  );
}

async function refuseCases(store: RunArchive, query: SeriesQuery, cases: readonly string[]): Promise<never> {
  const { series } = await store.series(query);
  const names = [...new Set(series.map(({ name }) => name))];
  const [first = ''] = cases;
  const near = suggestion(first, names);
  throw new UserError(
    'usage',
    `no case is called ${cases.map(quoted).join(' or ')}`,
    near.startsWith('known') && names.length > mostNames
      ? `known here are ${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more`
      : near,
    '--case',
  );
}
