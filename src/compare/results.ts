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
  if (!isStable(baseline))
    return unjudged(
      caseId,
      'result-not-deterministic',
      'note',
      'This query is not deterministic: the baseline alone returned different results, so results were not compared.',
    );
  if (!isStable(candidate))
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

function difference(baseline: Known, candidate: Known): string {
  return baseline.rows === candidate.rows
    ? `The result changed: ${rowsText(baseline.rows)} in both arms, with different contents.`
    : `The result changed: ${rowsText(candidate.rows)} instead of ${baseline.rows}.`;
}

function rowsText(rows: string): string {
  return rows === '1' ? '1 row' : `${rows} rows`;
}

function known(digests: readonly Digest[]): readonly Known[] {
  return digests.flatMap((one) => (one.kind === 'digest' ? one : []));
}

function isStable(digests: readonly Known[]): boolean {
  return digests.every((one) => isSame(one, digests[0] ?? one));
}

function isSame(a: Known, b: Known): boolean {
  return a.rows === b.rows && a.checksum === b.checksum;
}

function unjudged(caseId: string, code: string, level: Notice['level'], text: string): ResultVerdict {
  return { kind: 'unjudged', notice: { code, level, text, caseId } };
}
