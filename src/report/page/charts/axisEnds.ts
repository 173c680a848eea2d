import { extent, quantile } from 'd3-array';

/** Ends of an axis, and how many of the values lie beyond them. */
export interface AxisEnds {
  readonly low: number;
  readonly high: number;
  readonly beyond: number;
}

/** Quartile distances from the middle half at which a value is so far out that it would flatten all others. */
const farOut = 5;
const room = 0.06;
/** Of an axis; below it steps of it are no numbers any more. Far below what any clock tells, in any unit. */
const leastLength = 1e-9;

/**
 * Ends that show most of the values: all of them, unless a few lie far out.
 *
 * @param values finite numbers
 */
export function axisEnds(values: readonly number[]): AxisEnds {
  const [least = 0, most = 0] = extent(values);
  const lower = quantile(values, 0.25) ?? least;
  const upper = quantile(values, 0.75) ?? most;
  const fence = (upper - lower) * farOut;
  const first = fence > 0 ? Math.max(least, lower - fence) : least;
  const last = fence > 0 ? Math.min(most, upper + fence) : most;
  const wide = (last - first) * room || Math.abs(last) * room || 1;
  const pad = Math.max(wide, leastLength);
  const low = least >= 0 ? Math.max(0, first - pad) : first - pad;
  const high = Math.min(Number.MAX_VALUE, last + pad);
  return { low, high, beyond: values.filter((value) => value < low || value > high).length };
}

/** ` 2 lie beyond the drawing, marked at its edge.`, or nothing. */
export function beyondText(beyond: number): string {
  if (beyond === 0) return '';
  return ` ${beyond} ${beyond === 1 ? 'lies' : 'lie'} beyond the drawing, marked at its edge.`;
}
