import { type FitPoint, isotonicFit, zeroCrossing } from './isotonicFit.ts';
import type { TriedRate } from './triedRate.ts';

/** Where the edge lies, by all trials so far. Requests a second. */
export interface Bracket {
  /** The longest trial at each rate, ascending. */
  readonly rates: readonly TriedRate[];
  /** The highest rate that was proved to be kept, below all that were proved to be missed. */
  readonly kept: number | undefined;
  /** The lowest rate that was proved to be missed, above all that were proved to be kept. */
  readonly missed: number | undefined;
  /** By the fit over all trials, proved or not: the highest rate with less over than is allowed, the lowest with as much or more. */
  readonly under: number | undefined;
  readonly over: number | undefined;
  /** Where the fit crosses from one to the other. */
  readonly crossing: number | undefined;
  readonly saturation: number | undefined;
}

/**
 * Reads the trials of a search together. Rates that contradict each other, one kept above one that is missed, are all between `kept`
 * and `missed`: nothing is proved that some trial denies. Trials that this machine or something else than the rate spoilt are left out.
 */
export function bracketOf(all: readonly TriedRate[]): Bracket {
  const tries = all.filter((one) => !one.beyondClient && !one.isSpoilt);
  const rates = longestAtEachRate(tries);
  const proved = (verdict: 'kept' | 'missed'): readonly number[] =>
    rates.filter(({ probe }) => probe.verdict === verdict).map(({ probe }) => probe.rate);
  const [keptRates, missedRates] = [proved('kept'), proved('missed')];
  const lowestMissed = Math.min(...missedRates);
  const highestKept = Math.max(...keptRates);
  const fit = isotonicFit(tries.flatMap((one) => fitPoint(one) ?? []));
  const fitted = (isUnder: boolean): readonly number[] =>
    fit.filter(({ y }) => y < 0 === isUnder).map(({ x }) => Math.exp(x));
  const crossing = zeroCrossing(fit);
  return {
    rates,
    kept: highest(keptRates.filter((rate) => rate < lowestMissed)),
    missed: lowest(missedRates.filter((rate) => rate > highestKept)),
    under: sameAsTried(highest(fitted(true)), rates),
    over: sameAsTried(lowest(fitted(false)), rates),
    crossing: crossing === undefined ? undefined : Math.exp(crossing),
    saturation: highest(tries.flatMap(({ saturation }) => saturation ?? [])),
  };
}

function highest(rates: readonly number[]): number | undefined {
  return rates.length === 0 ? undefined : Math.max(...rates);
}

function lowest(rates: readonly number[]): number | undefined {
  return rates.length === 0 ? undefined : Math.min(...rates);
}

/** exp(ln x) is not x to the last digit. */
function sameAsTried(rate: number | undefined, rates: readonly TriedRate[]): number | undefined {
  if (rate === undefined) return undefined;
  return rates.find(({ probe }) => Math.abs(probe.rate / rate - 1) < 1e-9)?.probe.rate;
}

/** Of trials of the same rate, the longest one decides, and of equally long ones the last. */
function longestAtEachRate(tries: readonly TriedRate[]): readonly TriedRate[] {
  const longest = new Map<number, TriedRate>();
  for (const one of tries) {
    const known = longest.get(one.probe.rate);
    if (known === undefined || one.durationMs >= known.durationMs) longest.set(one.probe.rate, one);
  }
  return [...longest.values()].sort((a, b) => a.probe.rate - b.probe.rate);
}

/** Logarithms: of the rate, and of the share over its limit, which is 0 where that is all that is allowed. */
function fitPoint({ probe, growing }: TriedRate): FitPoint | undefined {
  const { value, low, high } = probe.margin;
  const x = Math.log(probe.rate);
  // The latencies have not got yet to where a backlog that grows takes them.
  if (growing) return { x, y: Math.log(Math.max(value, overWhileGrowing)), weight: 1 / sdWhileGrowing ** 2 };
  if (high <= 0) return undefined;
  if (value <= 0) return { x, y: Math.log(Math.min(mostOfNone, high / boundToMedianOfNone)), weight: 1 };
  const sd = Math.max(leastSd, (Math.log(high) - Math.log(Math.max(low, value / 20))) / 3.92);
  return { x, y: Math.log(value), weight: 1 / sd ** 2 };
}

const overWhileGrowing = 2;
const sdWhileGrowing = 0.5;
const leastSd = 0.1;
/** With none of n over, the share has its upper bound at 3.69/n, and its median at 0.69/n. */
const boundToMedianOfNone = 5.3;
/** However few requests there were: if none was over, it is a rate to go on from. */
const mostOfNone = 0.5;
