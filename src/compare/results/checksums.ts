// Results as the first version of hogbench read them: a saved run keeps the verdicts it had.
import type { Digest } from '../../model/answer.ts';
import type { ResultDifference } from '../../model/reason.ts';

export type Checksum = Extract<Digest, { kind: 'digest' }>;

export type Comparison = (a: Checksum, b: Checksum) => boolean;

/** To eleven digits where every reading has them and each arm agrees with itself; else to seven. */
export function comparisonOf(baseline: readonly Checksum[], candidate: readonly Checksum[]): Comparison {
  const have = [...baseline, ...candidate].every((one) => precise(one).length > 0);
  return have && agree(baseline, samePrecisely) && agree(candidate, samePrecisely) ? samePrecisely : sameNarrowed;
}

export function checksumDifference(baseline: Checksum, candidate: Checksum): ResultDifference {
  const rows = { baseline: baseline.rows, candidate: candidate.rows };
  return { kind: 'checksums', rows, lastDigits: sameNarrowed(baseline, candidate) };
}

function agree(digests: readonly Checksum[], isSame: Comparison): boolean {
  return digests.every((one) => isSame(one, digests[0] ?? one));
}

/** A checksum over floats of seven digits comes first; two over eleven may follow, cut at different places. */
function precise({ checksum }: Checksum): readonly string[] {
  return checksum.split(' ').slice(1);
}

/** Different in both cuts: in one alone, a number can lie where rounding cuts. */
function samePrecisely(a: Checksum, b: Checksum): boolean {
  const [left, right] = [precise(a), precise(b)];
  return a.rows === b.rows && left.some((one, cut) => one === right[cut]);
}

function sameNarrowed(a: Checksum, b: Checksum): boolean {
  return a.rows === b.rows && a.checksum.split(' ')[0] === b.checksum.split(' ')[0];
}
