import type { RunIdentity, StoredFigure } from '../model/storedRun.ts';
import type { Unit } from '../model/units.ts';
import { globPattern } from '../text/glob.ts';

/** Which stored runs; every part that is there has to hold. */
export interface RunFilter {
  /** The baseline they were pushed as. */
  readonly name?: string;
  readonly branch?: string;
  readonly workload?: string;
  /** Only so many of the newest. */
  readonly last?: number;
}

/** Which figures, of which runs. */
export interface SeriesQuery extends Omit<RunFilter, 'last'> {
  /** As `StoredFigure.metric`. */
  readonly metric: string;
  /** Ids or names, with `*` and `?`; absent: all cases. An empty list is none, and asks for totals alone. */
  readonly cases?: readonly string[];
  /** Of so many of the newest runs. */
  readonly last: number;
}

/** One figure of a series. A run that has none of the case has no point. */
export interface SeriesPoint {
  /** Place of the run in `Series.runs`. */
  readonly run: number;
  readonly value: number;
  readonly executions: number;
}

/** A metric of one case, run by run. */
export interface CaseSeries {
  readonly caseId: string;
  readonly name: string;
  readonly unit: Unit;
  /** Oldest first. */
  readonly points: readonly SeriesPoint[];
}

/** The sum of a metric over all cases of a run, whichever series were asked for. */
export interface RunTotal {
  /** Place of the run in `Series.runs`. */
  readonly run: number;
  readonly total: number;
  readonly cases: number;
  /** Of their ids: totals of other cases are not comparable. */
  readonly casesHash: string;
}

/** What a store tells of one metric. */
export interface Series {
  /** The runs that were looked at, oldest first; each once, whatever it was pushed as. */
  readonly runs: readonly RunIdentity[];
  /** In the order of ids. */
  readonly series: readonly CaseSeries[];
  readonly totals: readonly RunTotal[];
  /** Runs that the filter would have, and `last` left out. */
  readonly olderRuns: number;
}

/** Something of a store that is not as it was written. */
export interface StoreTrouble {
  /** The file or the row. */
  readonly where: string;
  readonly what: string;
  /** Absent where it cannot be told whose it is. */
  readonly runId?: string;
}

/** What a check of everything in a store came to. */
export interface StoreCheck {
  /** How many pushed runs were read. */
  readonly runs: number;
  readonly troubles: readonly StoreTrouble[];
  /** What an interrupted push left: it is no part of the store, and harms nothing. */
  readonly leftOvers: number;
}

/** A run with the file that it was measured into. */
export interface ArchivedRun {
  readonly identity: RunIdentity;
  readonly runFile: Uint8Array;
}

/** Where runs are kept, with what they are known by. Nothing that is in it is ever changed. */
export interface RunArchive {
  /** For people, without credentials: a folder, or a target and its database. */
  readonly shown: string;
  /**
   * Stores a run whole or not at all. Repeating it is harmless.
   * @returns `known` when it was there already
   * @throws UserError when the store cannot be written
   */
  push(run: ArchivedRun, figures: readonly StoredFigure[]): Promise<'stored' | 'known'>;
  /** Newest first by start. @throws UserError when the store cannot be read, or is newer than this program */
  list(filter?: RunFilter): Promise<readonly RunIdentity[]>;
  /** The file of a run, as it was pushed. @throws UserError when it is not there, or not as it was pushed */
  pull(identity: RunIdentity): Promise<Uint8Array>;
  series(query: SeriesQuery): Promise<Series>;
  /** Takes runs away; harmless to repeat. */
  remove(identities: readonly RunIdentity[]): Promise<void>;
  /** Reads everything, and tells what is not as it was written. */
  verify(): Promise<StoreCheck>;
  close(): Promise<void>;
}

/** What a push is known by: a file may be pushed under several names, and ids of runs are short. */
export function archiveKey({ runId, sha256, name }: Pick<RunIdentity, 'runId' | 'sha256' | 'name'>): string {
  return [runId, sha256.slice(0, 16), ...(name === undefined ? [] : [name])].join('-');
}

/** Newest first; runs that began at once, by their key. */
export function newestFirst(a: RunIdentity, b: RunIdentity): number {
  return b.startedAt - a.startedAt || (archiveKey(a) < archiveKey(b) ? -1 : 1);
}

/** Whether a run is one that was asked for. */
export function passes(identity: RunIdentity, { name, branch, workload }: RunFilter): boolean {
  return (
    (name === undefined || identity.name === name) &&
    (branch === undefined || identity.branch === branch) &&
    (workload === undefined || identity.workload === workload)
  );
}

/** The runs a series is made of, oldest first and each once, parts left out, and how many were left out. */
export function runsOfSeries(all: readonly RunIdentity[], query: SeriesQuery): Pick<Series, 'runs' | 'olderRuns'> {
  const once = new Map<string, RunIdentity>();
  for (const one of all) {
    if (one.part !== undefined || !passes(one, query)) continue;
    const key = archiveKey({ runId: one.runId, sha256: one.sha256 });
    const known = once.get(key);
    // The named push of a run tells more than the other.
    if (known === undefined || known.name === undefined) once.set(key, one);
  }
  const sorted = [...once.values()].sort(newestFirst);
  const shown = sorted.slice(0, query.last);
  return { runs: shown.reverse(), olderRuns: sorted.length - shown.length };
}

/** Asks of a case whether it is one of those that a query names by id or pattern. */
export function caseChoice(cases: SeriesQuery['cases']): (one: Pick<CaseSeries, 'caseId' | 'name'>) => boolean {
  if (cases === undefined) return () => true;
  const patterns = cases.map(globPattern);
  const ids = new Set(cases);
  return ({ caseId, name }) => ids.has(caseId) || patterns.some((one) => one.test(name) || one.test(caseId));
}
