import type { Design } from '../../model/design.ts';
import type { Attempt, CaseSamples } from './pairing.ts';

/** From this share of its pairs on, a case has lost enough evidence for a reader to be told. */
const noticedShare = 0.2;

/**
 * The pairs that time and CPU time are estimated from: those in which the server compiled nothing. All of them when
 * that leaves too few, for a query that compiles in every execution costs what it costs. A function of these
 * attempts alone, so that a look at the first few says the same whatever came after them.
 */
export function withoutCompiling(
  attempts: readonly Attempt[],
  { fewestWithoutCompiling }: Design['setAside'],
): readonly Attempt[] {
  const clean = attempts.filter((one) => !one.compiled);
  return countPairs(clean) >= fewestWithoutCompiling ? clean : attempts;
}

/** Pairs in which the server compiled, where they are many; `isIncluded` where too few others were left. */
export function compiledPairs(
  { screening, confirmation }: CaseSamples,
  { fewestWithoutCompiling }: Design['setAside'],
): { readonly compiled: number; readonly pairs: number; readonly isIncluded: boolean } | null {
  const attempts = [...screening, ...confirmation];
  const compiled = attempts.filter((one) => one.compiled).length;
  const pairs = countPairs(attempts);
  if (compiled === 0 || compiled < noticedShare * pairs) return null;
  return { compiled, pairs, isIncluded: pairs - compiled < fewestWithoutCompiling };
}

function countPairs(attempts: readonly Attempt[]): number {
  return attempts.filter((one) => one.pair !== null).length;
}
