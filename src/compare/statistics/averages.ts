import { mean as meanOf, median as medianOf, sampleVariance as varianceOf } from 'simple-statistics';

/** Numbers in a row, wherever they lie. */
export type Values = readonly number[] | Float64Array;

/** Up to so many, and most cases have fewer, putting each in its place is faster than sorting or selecting. */
const few = 48;

/** The values in ascending order, in an array of their own. */
export function ascending(values: Values): number[] {
  const n = values.length;
  if (n > few) return Array.from(Float64Array.from(values).sort());
  const sorted: number[] = [];
  for (let i = 0; i < n; i++) {
    const value = values[i] as number;
    let at = i;
    while (at > 0 && (sorted[at - 1] as number) > value) {
      sorted[at] = sorted[at - 1] as number;
      at--;
    }
    sorted[at] = value;
  }
  return sorted;
}

/** The median of values that are in order; of an even number, the middle between the two in the middle. */
export function middleOf(sorted: readonly number[]): number {
  const { length } = sorted;
  const lower = sorted[Math.floor((length - 1) / 2)] as number;
  const upper = sorted[Math.ceil((length - 1) / 2)] as number;
  return length % 2 === 1 ? lower : lower + 0.5 * (upper - lower);
}

/** Of values that stay as they are. @throws for no values */
export function median(values: Values): number {
  // It makes a copy of its own.
  if (values.length > few || values.length === 0) return medianOf(values as number[]);
  return middleOf(ascending(values));
}

/** The median of how far values are from their middle, or from another place. @throws for no values */
export function medianDistance(values: Values, middle: number): number {
  const distances: number[] = [];
  for (let i = 0; i < values.length; i++) distances.push(Math.abs((values[i] as number) - middle));
  return median(distances);
}

/** @throws for no values */
export function mean(values: readonly number[]): number {
  return meanOf([...values]);
}

/** With n − 1 in the denominator. @throws for fewer than two values */
export function sampleVariance(values: readonly number[]): number {
  return varianceOf([...values]);
}
