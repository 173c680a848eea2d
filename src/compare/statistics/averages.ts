import { mean as meanOf, median as medianOf, sampleVariance as varianceOf } from 'simple-statistics';

/** Of values that stay as they are. @throws for no values */
export function median(values: readonly number[]): number {
  return medianOf([...values]);
}

/** @throws for no values */
export function mean(values: readonly number[]): number {
  return meanOf([...values]);
}

/** With n − 1 in the denominator. @throws for fewer than two values */
export function sampleVariance(values: readonly number[]): number {
  return varianceOf([...values]);
}
