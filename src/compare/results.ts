import type { Notice } from '../model/notice.ts';
import type { ArmName, Digest, DigestReading } from '../model/run.ts';

type Known = Extract<Digest, { kind: 'digest' }>;

/** Readings of one case's result, arm by arm. */
export type CaseReadings = Readonly<Record<ArmName, readonly Digest[]>>;

/** What the results say; a notice explains every answer but a plain "same" and "changed". */
export type ResultVerdict =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly text: string }
  | { readonly kind: 'unjudged'; readonly notice: Notice | null };

export function readingsByCase(digests: readonly DigestReading[]): ReadonlyMap<string, CaseReadings> {
  const byCase = new Map<string, Record<ArmName, Digest[]>>();
  const inOrder = [...digests].sort((a, b) => a.attempt - b.attempt);
  for (const { caseId, arm, digest } of inOrder) {
    const own = byCase.get(caseId) ?? { baseline: [], candidate: [] };
    own[arm].push(digest);
    byCase.set(caseId, own);
  }
  return byCase;
}

/** Compares results. Only arms that agree with themselves, twice, can be said to differ. */
export function judgeResult(caseId: string, readings: CaseReadings | undefined): ResultVerdict {
  if (readings === undefined) return { kind: 'unjudged', notice: null };
  const missing = [...readings.baseline, ...readings.candidate].find((one) => one.kind === 'unavailable');
  if (missing?.kind === 'unavailable')
    return unjudged(caseId, 'result-not-compared', 'caution', `Results were not compared: ${missing.reason}`);
  const baseline = known(readings.baseline);
  const candidate = known(readings.candidate);
  const [b, c] = [baseline[0], candidate[0]];
  if (b === undefined || c === undefined)
    return unjudged(caseId, 'result-not-compared', 'caution', 'Results were not compared: an arm has none.');
  const isSame = comparison(baseline, candidate);
  if (!isStable(baseline, isSame))
    return unjudged(
      caseId,
      'result-not-deterministic',
      'note',
      'This query is not deterministic: the baseline alone returned different results, so results were not compared.',
    );
  if (!isStable(candidate, isSame))
    return unjudged(
      caseId,
      'candidate-not-deterministic',
      'caution',
      'The candidate is not deterministic: it returned different results for the same query; the baseline did not.',
    );
  if (isSame(b, c)) return { kind: 'same' };
  if (Math.min(baseline.length, candidate.length) < 2)
    return unjudged(caseId, 'result-differs-once', 'caution', 'Results differ, but an arm was read only once.');
  return { kind: 'changed', text: difference(b, c) };
}

/** Cases whose results differ, in the order in which they were read. */
export function casesWithOtherResults(digests: readonly DigestReading[]): readonly string[] {
  return [...readingsByCase(digests)].flatMap(([caseId, readings]) =>
    judgeResult(caseId, readings).kind === 'changed' ? [caseId] : [],
  );
}

function difference(baseline: Known, candidate: Known): string {
  if (baseline.rows !== candidate.rows)
    return `The result changed: ${rowsText(candidate.rows)} instead of ${baseline.rows}.`;
  const what = sameNarrowed(baseline, candidate)
    ? 'floating-point numbers that differ between the seventh and the eleventh digit'
    : 'different contents';
  return `The result changed: ${rowsText(baseline.rows)} in both arms, with ${what}.`;
}

function rowsText(rows: string): string {
  return rows === '1' ? '1 row' : `${rows} rows`;
}

function known(digests: readonly Digest[]): readonly Known[] {
  return digests.flatMap((one) => (one.kind === 'digest' ? one : []));
}

type Comparison = (a: Known, b: Known) => boolean;

/** To eleven digits where every reading has them and each arm agrees with itself; else to seven. */
function comparison(baseline: readonly Known[], candidate: readonly Known[]): Comparison {
  const have = [...baseline, ...candidate].every((one) => precise(one).length > 0);
  return have && isStable(baseline, samePrecisely) && isStable(candidate, samePrecisely) ? samePrecisely : sameNarrowed;
}

function isStable(digests: readonly Known[], isSame: Comparison): boolean {
  return digests.every((one) => isSame(one, digests[0] ?? one));
}

/** A checksum over floats of seven digits comes first; two over eleven may follow, cut at different places. */
function precise({ checksum }: Known): readonly string[] {
  return checksum.split(' ').slice(1);
}

/** Different in both cuts: in one alone, a number can lie where rounding cuts. */
function samePrecisely(a: Known, b: Known): boolean {
  const [left, right] = [precise(a), precise(b)];
  return a.rows === b.rows && left.some((one, cut) => one === right[cut]);
}

function sameNarrowed(a: Known, b: Known): boolean {
  return a.rows === b.rows && a.checksum.split(' ')[0] === b.checksum.split(' ')[0];
}

function unjudged(caseId: string, code: string, level: Notice['level'], text: string): ResultVerdict {
  return { kind: 'unjudged', notice: { code, level, text, caseId } };
}
