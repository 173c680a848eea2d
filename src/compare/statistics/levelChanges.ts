import type { ChangeRule } from '../../model/history.ts';
import type { Values } from './averages.ts';
import { mergedChangePoints, type StepTest, weakChangePoints } from './changePoints.ts';
import { type LevelStep, levelStep, stepChance, stepInterval } from './levelStep.ts';
import { serialInflation } from './serialDependence.ts';
import { stepPlace } from './stepPlace.ts';

/** A change of level within a series. */
export interface LevelChange {
  /** First value of the new level, as the values tell it best. */
  readonly index: number;
  /** First values that it may have as well. */
  readonly earliest: number;
  readonly latest: number;
  readonly step: LevelStep;
  /** Ends of `after − before`. */
  readonly low: number;
  readonly high: number;
  /** Chance of such a change in any place of such a series, where there is none: what is compared with a level. */
  readonly chance: number;
  /** Values of the new level. */
  readonly agreeing: number;
  /** Too few values after it to say that it stays. */
  readonly isTentative: boolean;
}

/** A series whose candidates are known, to be asked at several levels. */
export interface SearchedSeries {
  readonly values: Values;
  readonly candidates: readonly number[];
  /** Places that are searched, in it and in others that it is judged with. */
  readonly places: number;
}

/**
 * Looks for candidates once.
 * @param values in log units, so that a step is a ratio
 * @param otherPlaces places of other series that a chance is to be shared with
 */
export function searchSeries(values: Values, otherPlaces: number, chosen: ChangeRule): SearchedSeries {
  const test: StepTest = { pValue: (...at) => stepChance(levelStep(values, ...at)), size: () => 1 };
  const rule = { window: chosen.window, weakLevel: chosen.weakLevel };
  return { values, candidates: weakChangePoints(values, test, rule), places: placesOf(values) + otherPlaces };
}

/** Places where a series may change. */
export function placesOf(values: Values): number {
  return Math.max(0, values.length - 1);
}

/**
 * The changes of a series at a level: the chance that a series without any shows one. The chance of a step is multiplied by the number
 * of places it was searched in (Bonferroni); it reckons with values that depend on those before them and with long tails.
 */
export function changesAt(series: SearchedSeries, level: number, chosen: ChangeRule): readonly LevelChange[] {
  const { values, candidates, places } = series;
  const least = chosen.fewestOnASide;
  let inflation = 1;
  const stepAt = (from: number, index: number, to: number): LevelStep => levelStep(values, from, index, to);
  const test: StepTest = {
    pValue(from, index, to) {
      const isShort = index - from < least || (to - index < least && to < values.length);
      return isShort ? 1 : places * stepChance(stepAt(from, index, to), inflation, chosen.tailGuard);
    },
    size(from, index, to) {
      const { before, after } = stepAt(from, index, to);
      return Math.abs(after - before);
    },
  };
  const rule = { level, leastSize: chosen.leastSize };
  let kept = mergedChangePoints(candidates, values.length, test, rule);
  for (let round = 0; round < rounds && kept.length > 0; round++) {
    inflation = serialInflation(values, kept);
    const next = mergedChangePoints(candidates, values.length, test, rule);
    if (next.length === kept.length) break;
    kept = next;
  }
  const placed = kept.map((index) => ({ index, earliest: index, latest: index }));
  for (let at = 0; at < placed.length; at++) {
    const [from, to] = [placed[at - 1]?.index ?? 0, placed[at + 1]?.index ?? values.length];
    const after = to === values.length && values.length - (kept[at] as number) < least ? 1 : least;
    const found = stepPlace(values, [from, to], [least, after], { level: chosen.placeLevel, inflation });
    if (found !== null) placed[at] = found;
  }
  return placed.map((place, at): LevelChange => {
    const sides = [placed[at - 1]?.index ?? 0, place.index, placed[at + 1]?.index ?? values.length] as const;
    const step = stepAt(...sides);
    const [low, high] = stepInterval(step, chosen.intervalTail, inflation);
    const agreeing = sides[2] - place.index;
    const chance = Math.min(1, places * stepChance(step, inflation, chosen.tailGuard));
    return { ...place, step, low, high, chance, agreeing, isTentative: agreeing < least };
  });
}

/** Leaving out candidates makes what is left look less dependent, and the other way round; it settles at once or not at all. */
const rounds = 4;
