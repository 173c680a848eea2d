import { benjaminiHochberg } from '../compare/statistics/falseDiscovery.ts';
import {
  changesAt,
  type LevelChange,
  placesOf,
  type SearchedSeries,
  searchSeries,
} from '../compare/statistics/levelChanges.ts';
import { studentQuantile } from '../compare/statistics/studentT.ts';
import type { ChangeRule } from '../model/history.ts';

/** Runs of one series that can be compared. */
export interface Stretch {
  /** Places of the runs. */
  readonly runs: readonly number[];
  /** In base units. */
  readonly values: readonly number[];
  /** Whether `searched` are natural logarithms: all values are above 0. */
  readonly isLog: boolean;
  readonly searched: SearchedSeries;
}

/** A change, with the stretch that it is in. */
export interface FoundChange {
  readonly stretch: Stretch;
  readonly change: LevelChange;
}

/** One series of a history. */
export interface HistoryPoints {
  readonly points: readonly { readonly run: number; readonly value: number }[];
  /** For each point, what is comparable with it. */
  readonly stretches: readonly (number | string)[];
}

/** What was found of each series, in their order. */
export interface Searched {
  readonly found: readonly (readonly FoundChange[])[];
  /** How many series had runs enough. */
  readonly enough: number;
  readonly visible: { readonly ratio: number; readonly runs: number } | null;
}

/**
 * Searches all series of a history together. A series is suspected by its least chance; Benjamini and Hochberg's procedure says up to
 * which chance, over all series, so that the expected share of false ones among those with a change is at most the rate. What is not
 * searched is none of them.
 */
export function searchHistory(all: readonly HistoryPoints[], rule: ChangeRule): Searched {
  const stretches = all.map((one) => stretchesOf(one, rule));
  const searched = stretches.flatMap((own, at) => (own.length === 0 ? [] : [at]));
  const chances = searched.map((at) => {
    const found = (stretches[at] ?? []).flatMap((one) => changesAt(one.searched, rule.falseDiscoveryRate, rule));
    return Math.min(1, ...found.map(({ chance }) => chance));
  });
  const suspected = benjaminiHochberg(chances, rule.falseDiscoveryRate);
  const level = (rule.falseDiscoveryRate * suspected.filter(Boolean).length) / Math.max(1, searched.length);
  const found: (readonly FoundChange[])[] = all.map(() => []);
  for (const [place, at] of searched.entries()) {
    if (suspected[place] !== true) continue;
    found[at] = (stretches[at] ?? []).flatMap((stretch) =>
      // At the rate itself, `<` of the merge and `≤` of the procedure would differ.
      changesAt(stretch.searched, level * (1 + 1e-9), rule).map((change) => ({ stretch, change })),
    );
  }
  return {
    found,
    enough: searched.length,
    visible: visibleStep(stretches.flat(), found.flat(), searched.length, rule),
  };
}

function stretchesOf({ points, stretches }: HistoryPoints, rule: ChangeRule): readonly Stretch[] {
  const byKey = new Map<number | string, { runs: number[]; values: number[] }>();
  for (const [at, { run, value }] of points.entries()) {
    const key = stretches[at] as number | string;
    const own = byKey.get(key) ?? { runs: [], values: [] };
    own.runs.push(run);
    own.values.push(value);
    byKey.set(key, own);
  }
  const long = [...byKey.values()].filter(({ values }) => values.length >= rule.fewestRuns);
  const places = long.reduce((sum, { values }) => sum + placesOf(values), 0);
  return long.map(({ runs, values }) => {
    const isLog = values.every((value) => value > 0);
    const asked = isLog ? values.map(Math.log) : values;
    return { runs, values, isLog, searched: searchSeries(asked, places - placesOf(asked), rule) };
  });
}

/** Runs that a step is assumed to have lasted, where there are so many on both sides. */
const lasting = 10;

/**
 * The step that half of the stretches would show with a chance of one half, were it the only one of the history and so many runs old: where
 * Student's t of it is just at the level of the first of so many series.
 */
function visibleStep(
  stretches: readonly Stretch[],
  found: readonly FoundChange[],
  series: number,
  rule: ChangeRule,
): Searched['visible'] {
  const places = new Map<Stretch, Set<number>>();
  for (const { stretch, change } of found)
    places.set(stretch, (places.get(stretch) ?? new Set<number>()).add(change.index));
  const steps = stretches.flatMap((stretch) => {
    const { isLog, values, searched } = stretch;
    const after = Math.min(lasting, Math.floor(values.length / 2));
    if (!isLog) return [];
    const level = rule.falseDiscoveryRate / series / searched.places;
    const t = studentQuantile(level / 2, Math.min(values.length - 2, rule.tailGuard * after));
    const spread = spreadOf(searched.values, places.get(stretch));
    return [{ size: t * spread * Math.sqrt(1 / after + 1 / (values.length - after)), after }];
  });
  const sorted = steps.sort((a, b) => a.size - b.size);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined ? null : { ratio: Math.exp(Math.max(middle.size, rule.leastSize)), runs: middle.after };
}

/**
 * From differences of neighbours: their mean square is twice the variance. One across a change that was found is no noise.
 */
function spreadOf(values: ArrayLike<number>, changes: ReadonlySet<number> = new Set()): number {
  let squares = 0;
  let count = 0;
  for (let i = 1; i < values.length; i++) {
    if (changes.has(i)) continue;
    squares += ((values[i] as number) - (values[i - 1] as number)) ** 2;
    count += 1;
  }
  return count === 0 ? 0 : Math.sqrt(squares / (2 * count));
}
