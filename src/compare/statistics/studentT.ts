import { studentCdf, studentInverse } from './specialFunctions.ts';

/** P(T > t) for Student's t with `df` degrees of freedom, whole or not. Asked as the lower tail, so that no digit is lost. */
export function studentTail(t: number, df: number): number {
  return studentCdf(-t, df);
}

/** Looks ask for the same few quantiles thousands of times, and one costs more than all else in a look. */
const cached = new Map<number, Map<number, number>>();
let cachedValues = 0;

/** The t with P(T > t) = `tail`, 0 < tail < 1. */
export function studentQuantile(tail: number, df: number): number {
  const ofTail = cached.get(tail) ?? new Map<number, number>();
  const known = ofTail.get(df);
  if (known !== undefined) return known;
  const value = -studentInverse(tail, df);
  if (cachedValues < cacheLimit) {
    cached.set(tail, ofTail.set(df, value));
    cachedValues++;
  }
  return value;
}

const cacheLimit = 4096;
