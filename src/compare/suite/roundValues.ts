import type { ArmName } from '../../model/arm.ts';
import type { Design } from '../../model/design.ts';
import type { RunPlan } from '../../model/run.ts';
import type { ServerFacts } from '../../model/serverFacts.ts';
import { median, medianDistance } from '../statistics/averages.ts';
import type { Attempt, CaseSamples, Pair } from '../timing/pairing.ts';
import { withoutStalled } from '../timing/setAside.ts';

/** A quantity of both arms in every round, case by case. A cell without a pair is NaN in both arms. */
export interface RoundValues {
  readonly rounds: number;
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
}

/** How far the first look of every case goes, and what is set aside in it. */
export type FirstLook = Pick<RunPlan, 'minPairs' | 'design'>;

/**
 * The pairs that no decision has selected: each case's first look, which every case has. Later pairs belong to the
 * cases that were not decided, and fresh sessions to those that looked changed.
 */
export function unselectedPairs({ screening }: CaseSamples, { minPairs, design }: FirstLook): readonly Attempt[] {
  return withoutStalled(screening.slice(0, minPairs), design.setAside);
}

/** A quantity of one half of a pair; null where it was not counted. */
export type ReadHalf = (facts: ServerFacts, pair: Pair, arm: ArmName) => number | null;

/** Lays the first look of each case out by round, so that a round can be left out of all cases at once. */
export function roundValues(cases: readonly CaseSamples[], plan: FirstLook, read: ReadHalf): RoundValues {
  const places = roundsOf(cases, plan);
  const rounds = places.size;
  const baseline = new Float64Array(cases.length * rounds).fill(Number.NaN);
  const candidate = new Float64Array(cases.length * rounds).fill(Number.NaN);
  for (const [index, one] of cases.entries())
    for (const attempt of unselectedPairs(one, plan)) {
      const place = places.get(keyOf(attempt));
      if (attempt.pair === null || place === undefined) continue;
      const { baseline: before, candidate: after } = attempt.pair;
      const values = [read(before, attempt.pair, 'baseline'), read(after, attempt.pair, 'candidate')] as const;
      if (values[0] === null || values[1] === null) continue;
      [baseline[index * rounds + place], candidate[index * rounds + place]] = values;
    }
  return { rounds, baseline, candidate };
}

function roundsOf(cases: readonly CaseSamples[], plan: FirstLook): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const one of cases)
    for (const attempt of unselectedPairs(one, plan)) {
      const key = keyOf(attempt);
      if (attempt.pair !== null && !places.has(key)) places.set(key, places.size);
    }
  return places;
}

function keyOf({ session, round }: Attempt): string {
  return `${session} ${round}`;
}

/** A standard deviation in units of the median absolute deviation, for normal noise. */
const deviationOfNormal = 1.4826;

/**
 * Draws disturbances in, in place, row by row: values further from their case's median than so many robust standard deviations. A case's own scale is never taken smaller than
 * that of the typical case, since a few values can lie close together by luck.
 */
export function tame(cells: Float64Array, rounds: number, { mostDeviations }: Design['suite']): void {
  const scales = rowsOf(cells, rounds).map(scaleOf);
  const known = scales.filter((one) => one !== null).map((one) => one.deviation);
  const typical = known.length === 0 ? 0 : median(known);
  for (const [index, scale] of scales.entries()) {
    if (scale === null) continue;
    const reach = mostDeviations * Math.max(scale.deviation, typical);
    // Without any spread at the middle nothing tells a disturbance from a value.
    if (reach === 0) continue;
    for (let at = index * rounds; at < (index + 1) * rounds; at++) {
      const value = cells[at] ?? Number.NaN;
      cells[at] = Math.min(scale.center + reach, Math.max(scale.center - reach, value));
    }
  }
}

function rowsOf(cells: Float64Array, rounds: number): readonly Float64Array[] {
  const count = rounds === 0 ? 0 : cells.length / rounds;
  return Array.from({ length: count }, (_, index) => cells.subarray(index * rounds, (index + 1) * rounds));
}

function scaleOf(row: Float64Array): { readonly center: number; readonly deviation: number } | null {
  const values = [...row].filter((one) => !Number.isNaN(one));
  if (values.length < 3) return null;
  const center = median(values);
  return { center, deviation: deviationOfNormal * medianDistance(values, center) };
}

/** Per row the mean of all its cells, then the mean with each round left out: rounds + 1 columns. Missing cells count nowhere. */
export function meansWithout(cells: Float64Array, rounds: number): Float64Array {
  const rows = rowsOf(cells, rounds);
  const means = new Float64Array(rows.length * (rounds + 1));
  for (const [index, row] of rows.entries()) {
    let sum = 0;
    let count = 0;
    for (const value of row)
      if (!Number.isNaN(value)) {
        sum += value;
        count++;
      }
    const start = index * (rounds + 1);
    means[start] = count < 2 ? Number.NaN : sum / count;
    for (let round = 0; round < rounds; round++) {
      const value = row[round] ?? Number.NaN;
      means[start + 1 + round] = Number.isNaN(value) ? (means[start] ?? 0) : (sum - value) / (count - 1);
    }
  }
  return means;
}
