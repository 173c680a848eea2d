import type { MetricComparison } from '../model/comparison.ts';
import type { Ratio } from '../model/units.ts';

export interface Tick {
  readonly x: number;
  readonly label: string;
}

/** Where the parts of a drawn interval lie, in the units of the drawing; the axis is logarithmic. */
export interface IntervalChart {
  readonly width: number;
  readonly bandX: number;
  readonly bandWidth: number;
  readonly oneX: number;
  readonly pointX: number;
  /** Null for an exact ratio, which has no interval. */
  readonly bar: { readonly x: number; readonly width: number } | null;
  /** Whether the interval goes on beyond the left or right end of the axis. */
  readonly cutLeft: boolean;
  readonly cutRight: boolean;
  readonly ticks: readonly Tick[];
}

/** Ends of an interval or of an axis. */
export interface Range {
  readonly low: Ratio;
  readonly high: Ratio;
}

const tickRatios = [0.01, 0.1, 0.2, 0.5, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 5, 10, 100, 1000];
const tickDistance = 34;

/** A ratio and its interval; an exact ratio has none. */
export interface DrawnRatio extends Range {
  readonly ratio: Ratio;
  readonly isExact: boolean;
}

function rangeOf(metric: MetricComparison): DrawnRatio | null {
  const { result } = metric;
  if (result.kind === 'notCompared' || result.ratio === null || result.ratio <= 0) return null;
  if (result.kind === 'exact') return { ratio: result.ratio, low: result.ratio, high: result.ratio, isExact: true };
  return { ratio: result.ratio, low: result.low, high: result.high, isExact: false };
}

function ticksOn(domain: Range, xOf: (ratio: Ratio) => number): readonly Tick[] {
  const inside = tickRatios.filter((ratio) => ratio >= domain.low && ratio <= domain.high);
  const byCloseness = inside.toSorted((a, b) => Math.abs(Math.log(a)) - Math.abs(Math.log(b)));
  const kept: Tick[] = [];
  for (const ratio of byCloseness) {
    const x = xOf(ratio);
    if (kept.every((tick) => Math.abs(tick.x - x) >= tickDistance)) kept.push({ x, label: `${ratio}x` });
  }
  return kept.toSorted((a, b) => a.x - b.x);
}

/** An axis that holds the whole interval, the margin and some room. */
export function ownDomain(metric: MetricComparison): Range {
  const range = rangeOf(metric);
  if (range === null) return { low: 0.8, high: 1.25 };
  return { low: Math.min(0.8, range.low / 1.1), high: Math.max(1.25, range.high * 1.1) };
}

/** Lays out one metric's interval on an axis `width` wide; null when there is no ratio to draw. */
export function intervalChart(
  metric: MetricComparison,
  margin: number,
  domain: Range,
  width: number,
): IntervalChart | null {
  const range = rangeOf(metric);
  return range === null ? null : rangeChart(range, margin, domain, width);
}

/** Lays out any ratio; null when a part of it cannot be placed on a logarithmic axis. */
export function rangeChart(range: DrawnRatio, margin: number, domain: Range, width: number): IntervalChart | null {
  if (![range.low, range.high].every((value) => Number.isFinite(value) && value > 0)) return null;
  const span = Math.log(domain.high / domain.low);
  const inset = width * 0.045;
  const xOf = (ratio: Ratio): number => {
    const share = Math.min(1, Math.max(0, Math.log(ratio / domain.low) / span));
    return Math.round((inset + share * (width - 2 * inset)) * 10) / 10;
  };
  const bandX = xOf(1 / (1 + margin));
  const barX = xOf(range.low);
  return {
    width,
    bandX,
    bandWidth: Math.round((xOf(1 + margin) - bandX) * 10) / 10,
    oneX: xOf(1),
    pointX: xOf(range.ratio),
    bar: range.isExact ? null : { x: barX, width: Math.max(1, Math.round((xOf(range.high) - barX) * 10) / 10) },
    cutLeft: range.low < domain.low,
    cutRight: range.high > domain.high,
    ticks: ticksOn(domain, xOf),
  };
}
