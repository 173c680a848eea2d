import type { PlanChange, PlanFound } from '../../model/planChange.ts';
import type { PlanDifferenceKind } from '../../model/planComparison.ts';
import type { PlanFinding } from '../../model/reason.ts';
import type { MovedMetric } from '../counters/metricJudgement.ts';

/** A difference, and how far it goes. */
export interface WeighedDifference extends PlanFound {
  /** Log ratio of granules, above 0 where the candidate reads more; null where it is not known. */
  readonly weight: number | null;
}

/** How far it is from one number of granules to another, as `WeighedDifference.weight` says. */
export function weightOf(from: number, to: number): number {
  return Math.log((to + 1) / (from + 1));
}

/** Those of `all` that are not among `known`. */
export function without(all: readonly string[] | undefined, known: readonly string[] | undefined): readonly string[] {
  return (all ?? []).filter((one) => known?.includes(one) !== true);
}

/** A difference that goes nowhere further: nothing is known of how much more or less is read. */
export function unweighed(change: PlanChange): WeighedDifference {
  return { change, amounts: null, weight: null };
}

/** Counters that a difference of a kind goes with. Others can move for many reasons. */
const companions: Readonly<Record<PlanDifferenceKind, readonly string[]>> = {
  index: ['SelectedMarks', 'read_rows', 'read_bytes'],
  table: ['SelectedMarks', 'read_rows', 'read_bytes'],
  columns: ['read_bytes', 'OSReadChars'],
  final: ['cpu_time', 'memory'],
  join: ['memory', 'cpu_time'],
  aggregation: ['memory', 'cpu_time'],
  sorting: ['memory', 'cpu_time'],
  order: ['memory', 'cpu_time'],
  prewhere: ['read_bytes', 'read_rows'],
  estimate: ['read_rows', 'SelectedMarks'],
  steps: ['cpu_time', 'memory'],
  streams: [],
};

/** The table above names the kinds in the order in which they matter. */
const kindsInOrder = Object.keys(companions);

/** A difference, and the metric that moved with it. */
export interface Accompanied {
  readonly found: PlanFound;
  readonly metric: MovedMetric | undefined;
}

/**
 * Differences whose counters moved come first, then by kind, then by how far they go; those that are known to change
 * nothing that is read come last.
 */
export function ranked(
  differences: readonly WeighedDifference[],
  metrics: readonly MovedMetric[],
): readonly Accompanied[] {
  const kinds = kindsInOrder.length;
  const keyed = differences.map(({ weight, ...found }) => {
    const { kind } = found.change;
    const metric = companionOf(kind, weight, metrics);
    const group = weight === 0 ? 2 : metric === undefined ? 1 : 0;
    const rank = group * kinds + kindsInOrder.indexOf(kind);
    return { found, metric, rank, size: Math.abs(weight ?? 0) };
  });
  return keyed.sort((a, b) => a.rank - b.rank || b.size - a.size);
}

/** A metric that moved the other way than the granules did, or where they did not move, has another reason. */
function companionOf(
  kind: PlanDifferenceKind,
  weight: number | null,
  metrics: readonly MovedMetric[],
): MovedMetric | undefined {
  const moved = companions[kind].flatMap((name) => metrics.find((one) => one.metric === name && one.moved) ?? []);
  return moved.find((one) => weight === null || Math.sign(Math.log(ratioOf(one) ?? 1)) === Math.sign(weight));
}

function ratioOf({ result }: MovedMetric): number | null {
  return result.kind === 'notCompared' ? null : result.ratio;
}

/** A difference as what was found, with the counter that moved with it. */
export function differenceFound({ found, metric }: Accompanied): PlanFinding {
  const ratio = metric === undefined ? null : ratioOf(metric);
  const moved = metric === undefined || ratio === null ? null : { label: metric.label, ratio };
  return { kind: 'differs', found, moved };
}
