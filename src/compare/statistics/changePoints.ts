import type { Values } from './averages.ts';
import { greatestDivergence } from './energyDivergence.ts';

/** What tells a step between two neighbouring levels, [from, index) and [index, to), from none. */
export interface StepTest {
  /** The chance of such a step where there is none. */
  pValue(from: number, index: number, to: number): number;
  /** How far apart the levels are; compared with `leastSize` alone. */
  size(from: number, index: number, to: number): number;
}

export interface ChangePointRule {
  /** Values that are looked at together; each next window begins half of it further, or at the last place that was found. */
  readonly window: number;
  /** A place of at most this chance is a candidate. */
  readonly weakLevel: number;
  /** A candidate stays below this chance, once its neighbours are known. */
  readonly level: number;
  /** A smaller step is none. */
  readonly leastSize: number;
}

/**
 * Candidates of every window: the place that falls apart most, then that of the parts it leaves, for as long as the test takes
 * them for steps (E-divisive, with the windows and the test of Fleming and others 2023, "Hunter: using change point detection to hunt for
 * performance regressions", 4). In ascending order.
 */
export function weakChangePoints(
  values: Values,
  test: StepTest,
  rule: Pick<ChangePointRule, 'window' | 'weakLevel'>,
): readonly number[] {
  const found = new Set<number>();
  let start = 0;
  while (start < values.length) {
    const inWindow = changesWithin(values, start, Math.min(start + rule.window, values.length), test, rule.weakLevel);
    for (const index of inWindow) found.add(index);
    start = Math.max(inWindow.at(-1) ?? 0, start + Math.floor(rule.window / 2));
  }
  return [...found].sort((a, b) => a - b);
}

function changesWithin(values: Values, from: number, to: number, test: StepTest, level: number): readonly number[] {
  const bounds = [from, to];
  const best = [greatestDivergence(values, from, to)];
  for (;;) {
    let at = -1;
    for (const [part, one] of best.entries()) if (one && (at < 0 || one.size > (best[at]?.size ?? 0))) at = part;
    const place = best[at];
    if (!place) break;
    const [left, right] = [bounds[at] as number, bounds[at + 1] as number];
    if (!(test.pValue(left, place.index, right) <= level)) break;
    bounds.splice(at + 1, 0, place.index);
    best.splice(at, 1, greatestDivergence(values, left, place.index), greatestDivergence(values, place.index, right));
  }
  return bounds.slice(1, -1);
}

/**
 * Leaves of candidates, one by one, out what is least a step between the levels beside it, until each is one: the one with the
 * greatest chance, and where all are below the level, the smallest, where that is below the least size.
 */
export function mergedChangePoints(
  candidates: readonly number[],
  length: number,
  test: StepTest,
  { level, leastSize }: Pick<ChangePointRule, 'level' | 'leastSize'>,
): readonly number[] {
  const kept = [...candidates];
  const sides = (at: number): [number, number, number] => [
    kept[at - 1] ?? 0,
    kept[at] as number,
    kept[at + 1] ?? length,
  ];
  const chances = kept.map((_, at) => test.pValue(...sides(at)));
  const sizes = kept.map((_, at) => test.size(...sides(at)));
  while (kept.length > 0) {
    let out = chances.indexOf(Math.max(...chances));
    if ((chances[out] as number) < level) {
      out = sizes.indexOf(Math.min(...sizes));
      if ((sizes[out] as number) > leastSize) break;
    }
    for (const list of [kept, chances, sizes]) list.splice(out, 1);
    for (const at of [out - 1, out]) {
      if (at < 0 || at >= kept.length) continue;
      chances[at] = test.pValue(...sides(at));
      sizes[at] = test.size(...sides(at));
    }
  }
  return kept;
}
