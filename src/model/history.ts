import type { EpochMs, Ratio, Unit } from './units.ts';

/** What makes runs incomparable, so that a step between them says nothing of the code. */
export type EnvironmentPart = 'machine' | 'server' | 'dataset' | 'settings';

export const environmentParts: readonly EnvironmentPart[] = ['machine', 'server', 'dataset', 'settings'];

/** A known event: what follows is a level of its own. */
export interface Reset {
  /** The id of a run, a commit of at least seven digits (no branch or tag), or a day as `2026-01-31`. */
  readonly at: string;
  readonly reason?: string | undefined;
}

/** The moment of a reset that is a day, `2026-03-01`, or one of a day, `2026-03-01T12:00:00Z`; undefined for others, NaN for no such day. */
export function resetMoment(at: string): EpochMs | undefined {
  if (!/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?$/.test(at)) return undefined;
  const moment = Date.parse(at);
  // The 30th of February would be the 2nd of March.
  return Number.isNaN(moment) || new Date(moment).toISOString().slice(0, 10) !== at.slice(0, 10) ? Number.NaN : moment;
}

/** What keeps a text from being the place of a reset; undefined for one that may be. */
export function resetObjection(at: string): string | undefined {
  const moment = resetMoment(at);
  if (moment !== undefined) return Number.isNaN(moment) ? 'is no day of the calendar' : undefined;
  // Ids of runs are of eight such digits.
  return /^[\da-f]{7,64}$/i.test(at) ? undefined : 'is no run, no commit and no day';
}

/** A run that was looked at. */
export interface HistoryRun {
  readonly runId: string;
  readonly startedAt: EpochMs;
  readonly commit: string | null;
  readonly branch: string | null;
  /** True when files in no commit were part of it; null: nobody said. */
  readonly uncommitted: boolean | null;
  /** Runs with the same number are comparable: one environment, between two resets. */
  readonly stretch: number;
  /** Sum of the metric over all its cases; null where it has none. */
  readonly total: number | null;
  /** Of the total to the newest level of totals that it can be compared with; null where there is none. */
  readonly ratio: Ratio | null;
}

/** A run that says nothing of levels, and why. */
export interface ExcludedRun {
  readonly runId: string;
  readonly startedAt: EpochMs;
  readonly reason: 'interrupted' | 'incomplete' | 'withoutMetric';
}

/** Where comparable runs begin anew. */
export interface HistoryEvent {
  /** Place in `runs` of the first run after it. */
  readonly run: number;
  readonly changed: readonly { readonly part: EnvironmentPart; readonly from: string; readonly to: string }[];
  /** Absent: nobody declared it, the runs' environments differ. */
  readonly reset?: Reset;
}

/** A change of level of one case, or of the total. Values in the metric's base unit. */
export interface HistoryChange {
  /** Null: the sum over all cases. */
  readonly caseId: string | null;
  readonly name: string;
  readonly direction: 'worse' | 'better';
  /** `tentative` until so many runs as `ChangeRule.fewestOnASide` are of the new level. */
  readonly state: 'confirmed' | 'tentative';
  readonly before: number;
  readonly after: number;
  /** After to before; null where a level is 0 or below. */
  readonly ratio: Ratio | null;
  readonly low: Ratio | null;
  readonly high: Ratio | null;
  /** Places in `runs`: the last that is surely of the old level. */
  readonly lastBefore: number;
  /** The first run of the new level, as the values tell it best. */
  readonly first: number;
  /** The change is at this run or before, and after `lastBefore`. */
  readonly latest: number;
  /** Runs of the new level. */
  readonly agreeing: number;
  /** Chance that one of its series shows such a change where nothing changed, before the correction over series. */
  readonly chance: number;
}

/** The runs of one case that are shown. */
export interface HistorySeries {
  readonly caseId: string | null;
  readonly name: string;
  readonly points: readonly { readonly run: number; readonly value: number }[];
}

/** What a history of one metric says. */
export interface HistoryReport {
  readonly schemaVersion: 1;
  readonly hogbenchVersion: string;
  readonly store: string;
  readonly metric: string;
  /** Null where no run has the metric. */
  readonly unit: Unit | null;
  /** What was asked for. */
  readonly asked: {
    readonly cases: readonly string[] | null;
    readonly branch: string | null;
    readonly workload: string | null;
    readonly last: number;
    /** Parts that runs may differ in and are compared all the same. */
    readonly across: readonly EnvironmentPart[];
  };
  /** Oldest first. */
  readonly runs: readonly HistoryRun[];
  readonly excluded: readonly ExcludedRun[];
  /** Runs that are in the store, and were not looked at. */
  readonly olderRuns: number;
  readonly events: readonly HistoryEvent[];
  /** Resets that no run that was looked at stands for. */
  readonly unknownResets: readonly Reset[];
  /** How many series there are, and how many have runs enough to be searched. The total is one of them. */
  readonly searched: { readonly all: number; readonly enough: number };
  /** Worst first: confirmed before tentative, worse before better, then by size. */
  readonly changes: readonly HistoryChange[];
  /** Those that changed, and others where there are few. */
  readonly series: readonly HistorySeries[];
  /** The size of a step that is found in half of the series once it has lasted `runs` runs; null where none was searched. */
  readonly visible: { readonly ratio: Ratio; readonly runs: number } | null;
  readonly rule: ChangeRule;
}

/** By which thresholds histories are searched: choices, no formulas. docs/history.md has the reasons. */
export interface ChangeRule {
  /** Expected share of false ones among the changes that are told, over all series of a history. */
  readonly falseDiscoveryRate: number;
  /** Runs that are looked at together. */
  readonly window: number;
  /** A place of at most this chance is a candidate. */
  readonly weakLevel: number;
  /** Runs that have to agree on each side of a change; after the newest one, fewer make it tentative. */
  readonly fewestOnASide: number;
  /** Series with fewer comparable runs are not searched. */
  readonly fewestRuns: number;
  /** Degrees of freedom for each run of the shorter side: noise has long tails. */
  readonly tailGuard: number;
  /** A smaller change is none, in log units. */
  readonly leastSize: number;
  /** Chance that the change lies where it is told to. */
  readonly placeLevel: number;
  /** One-sided error of each end of a size. */
  readonly intervalTail: number;
}

export const changeRule: ChangeRule = {
  falseDiscoveryRate: 0.05,
  window: 50,
  weakLevel: 0.01,
  fewestOnASide: 3,
  fewestRuns: 6,
  tailGuard: 3,
  leastSize: Math.log(1.01),
  placeLevel: 0.95,
  intervalTail: 0.025,
};
