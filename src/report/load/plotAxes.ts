import { scaleLinear, scaleLog } from 'd3-scale';
import type { Milliseconds } from '../../model/units.ts';
import { formatMs } from '../../text/quantity.ts';

/** A drawing is as wide as its place: across it is measured in thousandths of that, down in pixels. */
export const plotWidth = 1000;

/** A label of an axis: across in percent, or down in pixels. */
export interface PlotTick {
  readonly at: number;
  readonly label: string;
}

/** An axis, and where a value lies on it; what is beyond an end lies on the end. */
export interface PlotAxis {
  readonly place: (value: number) => number;
  readonly ticks: readonly PlotTick[];
}

/** One decimal is a tenth of a pixel. */
export function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Between two labels, in pixels. */
const apart = 20;
/** Shortest time that is told apart; a drawing of logarithms has no zero. */
const leastMs = 0.01;

/** Times upwards by their logarithm, between `top` and `bottom`, with room for all of `values`. */
export function latencyAxis(values: readonly Milliseconds[], top: number, bottom: number): PlotAxis {
  const known = values.filter((value) => Number.isFinite(value)).map((value) => Math.max(leastMs, value));
  const [least, most] = known.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [
    Number.POSITIVE_INFINITY,
    leastMs,
  ] as [number, number]);
  const low = Math.min(least, most / 2) / 1.15;
  const scale = scaleLog([low, most * 1.15], [bottom, top]).clamp(true);
  const place = (ms: number): number => tenths(scale(Math.max(leastMs, ms)));
  const round = scale
    .ticks(12)
    .filter((value) => /^[125]0*$/.test(String(Number(value.toPrecision(1))).replace(/^0\.0*/, '')));
  return { place, ticks: spaced(round, place) };
}

function spaced(values: readonly number[], place: (value: number) => number): readonly PlotTick[] {
  const kept: { readonly at: number; readonly label: string }[] = [];
  // Decades first, then what fits between them.
  const ordered = values.toSorted((a, b) => Number(isDecade(b)) - Number(isDecade(a)));
  for (const value of ordered) {
    const at = place(value);
    if (kept.every((one) => Math.abs(one.at - at) >= apart))
      kept.push({ at, label: formatMs(value).replace(/\.0+(?= )/, '') });
  }
  return kept;
}

function isDecade(value: number): boolean {
  const log = Math.log10(value);
  return Math.abs(log - Math.round(log)) < 1e-9;
}

/** Moments of a trial across, from its start to `totalMs`. */
export function timeAxis(totalMs: Milliseconds): PlotAxis {
  const unit = totalMs > 300_000 ? { ms: 60_000, name: 'min' } : { ms: 1000, name: 's' };
  const scale = scaleLinear([0, Math.max(1, totalMs)], [0, plotWidth]).clamp(true);
  const marks = scaleLinear([0, totalMs / unit.ms], [0, 1])
    .ticks(5)
    .filter((mark) => Number.isInteger(mark));
  return {
    place: (ms) => tenths(scale(ms)),
    ticks: marks.map((mark) => ({ at: tenths(scale(mark * unit.ms) / 10), label: `${mark} ${unit.name}` })),
  };
}

/** Amounts upwards from zero. */
export function amountAxis(most: number, top: number, bottom: number): PlotAxis {
  const scale = scaleLinear([0, Math.max(1e-9, most)], [bottom, top]).clamp(true);
  return {
    place: (value) => tenths(scale(value)),
    ticks: [0, most].map((value) => ({ at: tenths(scale(value)), label: String(Number(value.toPrecision(3))) })),
  };
}
