import type { Bracket } from './bracket.ts';

/** Rates between which nothing is known yet. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/**
 * Where in a gap a probe tells most: beside the saturation throughput, a bit below it and a bit above, since a queue that collapses does
 * so there; else where the fit crosses, but well inside of the gap, so that either answer narrows it. Undefined: it has no place left.
 */
export function placeIn(gap: Gap, bracket: Bracket, precision: number): number | undefined {
  const { saturation, crossing } = bracket;
  const tried = bracket.rates.map(({ probe }) => probe.rate);
  const middle = Math.sqrt(gap.from * gap.to);
  const expected = crossing === undefined ? middle : wellInside(gap, crossing);
  const beside = saturation === undefined ? [] : [saturation / (1 + precision / 2), saturation * (1 + 0.4 * precision)];
  return [...beside, expected, middle]
    .map((rate) => onGrid(rate, precision))
    .find((rate) => inside(gap, rate, precision) && !tried.includes(rate));
}

/** Not within a quarter of the precision of its ends, where a probe would tell what they tell. */
function inside(gap: Gap, rate: number, precision: number): boolean {
  return rate >= gap.from * (1 + precision / 4) && rate * (1 + precision / 4) <= gap.to;
}

function wellInside(gap: Gap, rate: number): number {
  const width = Math.log(gap.to / gap.from);
  const part = Math.log(rate / gap.from) / width;
  return gap.from * Math.exp(width * Math.min(mostPart, Math.max(1 - mostPart, part)));
}

const mostPart = 0.75;

/** Rates of both arms are taken from one grid, an eighth of the precision apart, so that they are often the same. */
function onGrid(rate: number, precision: number): number {
  const step = Math.log1p(precision) / 8;
  return Number(Math.exp(Math.round(Math.log(rate) / step) * step).toPrecision(6));
}
