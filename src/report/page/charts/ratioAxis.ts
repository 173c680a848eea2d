import { max, min, quantile } from 'd3-array';
import { scaleLog, scaleSymlog } from 'd3-scale';
import type { Ratio } from '../../../model/units.ts';

/** Ends of an interval or of an axis. */
export interface Range {
  readonly low: Ratio;
  readonly high: Ratio;
}

/** A ratio and its interval; an exact ratio has none. All above 0; `high` may be infinite. */
export interface DrawnRatio extends Range {
  readonly ratio: Ratio;
  readonly isExact: boolean;
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/**
 * An axis of ratios: logarithmic beyond the margin, and even within it, so that one case at ten times does not press all
 * others into a line. Places are percent of a drawing's width, so that its text keeps its size in every window.
 */
export interface RatioAxis extends Range {
  readonly ticks: readonly Tick[];
  readonly oneX: number;
  /** The margin. */
  readonly band: { readonly x: number; readonly width: number };
  /** The place of a ratio; what lies beyond an end is placed on it. */
  readonly xOf: (ratio: Ratio) => number;
}

export interface AxisLayout {
  /** Percent where the lowest and the highest ratio lie. */
  readonly from: number;
  readonly to: number;
  /** Percent that two labels need between them. */
  readonly apart: number;
}

/** Of a drawing as narrow as a column of a table. */
export const columnLayout: AxisLayout = { from: 8, to: 92, apart: 15 };
/** The same where a phone has other columns or values beside it. */
export const narrowLayout: AxisLayout = { ...columnLayout, apart: 20 };

export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Ratios that readers know, the first that fit. */
const wellKnown = [1, 2, 0.5, 1.1, 0.9, 10, 0.1, 5, 0.2, 20, 0.05, 1.2, 0.8, 1.5, 3, 0.3, 1.05, 0.95];

/** Ticks at well-known ratios, then at other round ones near 1, that leave `apart` between their labels. */
export function ratioTicks({ low, high }: Range, xOf: (ratio: Ratio) => number, apart: number): readonly Tick[] {
  const round = scaleLog([low, high], [0, 1]).ticks(8);
  const others = round.toSorted((a, b) => Math.abs(Math.log(a)) - Math.abs(Math.log(b)));
  const kept: Tick[] = [];
  for (const ratio of [...wellKnown, ...others]) {
    const at = xOf(ratio);
    const fits = ratio >= low && ratio <= high && kept.every((tick) => Math.abs(tick.at - at) >= apart);
    if (fits) kept.push({ at, label: `${ratio}x` });
  }
  return kept.toSorted((a, b) => a.at - b.at);
}

export interface DomainChoice {
  /** Share of the intervals whose ends must fit. */
  readonly share: number;
  /** Factor from 1 at which the axis is cut. */
  readonly farthest: Ratio;
}

/** One line that tells many rows apart: far ends of the widest intervals are cut. */
export const manyRows: DomainChoice = { share: 0.95, farthest: 20 };
/** A drawing of one interval shows it whole, unless it is absurd. */
export const oneRow: DomainChoice = { share: 1, farthest: 1000 };

/** In logarithms, so that what lies on an end is not cut by a rounding. */
const room = 0.02;

/** Ends that hold the margin twice, every ratio and most intervals, up to a factor where the axis is cut. */
export function domainOf(drawn: readonly DrawnRatio[], margin: number, { share, farthest }: DomainChoice): Range {
  const reach = Math.log(farthest);
  const logs = (end: 'ratio' | 'low' | 'high'): readonly number[] =>
    drawn.map((one) => Math.max(-reach, Math.min(reach, Math.log(one[end]))));
  const least = Math.min(reach, 2 * Math.log1p(margin));
  const ratios = logs('ratio');
  const low = min([-least, quantile(logs('low'), 1 - share) ?? 0, ...ratios]) ?? -least;
  const high = max([least, quantile(logs('high'), share) ?? 0, ...ratios]) ?? least;
  return { low: Math.exp(low - room), high: Math.exp(high + room) };
}

/** Lays out an axis; `domain` must hold 1 between two positive ends. */
export function ratioAxis(domain: Range, margin: number, { from, to, apart }: AxisLayout): RatioAxis {
  const ends = [Math.log(domain.low), Math.log(domain.high)];
  const scale = scaleSymlog(ends, [from, to]).constant(Math.log1p(margin)).clamp(true);
  const xOf = (ratio: Ratio): number => rounded(scale(Math.log(ratio)));
  const x = xOf(1 / (1 + margin));
  return {
    ...domain,
    ticks: ratioTicks(domain, xOf, apart),
    oneX: xOf(1),
    band: { x, width: rounded(xOf(1 + margin) - x) },
    xOf,
  };
}
