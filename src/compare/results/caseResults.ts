import type { AnswerDigest, Digest, DigestReading } from '../../model/answer.ts';
import type { ArmName, PerArm } from '../../model/arm.ts';
import type { CaseComparison } from '../../model/comparison.ts';
import type { ResultDifference, ResultDoubt } from '../../model/reason.ts';
import type { RowDifference } from '../../model/rowDifference.ts';
import { differingParts } from './answers.ts';
import { type Checksum, checksumDifference, comparisonOf } from './checksums.ts';

type ArmReadings<T> = Readonly<Record<ArmName, readonly T[]>>;

/** Readings of one case's result, arm by arm. */
export interface CaseReadings extends ArmReadings<Digest> {
  /** Those with all rows that tie with the last one, and with the keys of their order; absent where none were needed. */
  readonly tied?: ArmReadings<Digest>;
}

/** What the results say. */
export type ResultVerdict =
  /** `formats`: in which the arms ask for them, where these differ; that was not compared. */
  | { readonly kind: 'same'; readonly formats?: PerArm<string | undefined> }
  | { readonly kind: 'changed'; readonly difference: ResultDifference }
  /** Null where they were not read at all. */
  | { readonly kind: 'unjudged'; readonly why: ResultDoubt | null };

/** What is known of a case's results; `ignored` where the author of the workload says that they need not agree. */
export type CaseResult = ResultVerdict | { readonly kind: 'ignored' };

/** As a report says it. */
export function resultsField({ kind }: CaseResult): CaseComparison['results'] {
  return kind === 'unjudged' ? 'notCompared' : kind;
}

export function readingsByCase(digests: readonly DigestReading[]): ReadonlyMap<string, CaseReadings> {
  const byCase = new Map<string, Record<ArmName, Digest[]> & { tied?: Record<ArmName, Digest[]> }>();
  for (const { caseId, arm, tied, digest } of digests.toSorted((a, b) => a.attempt - b.attempt)) {
    const own = byCase.get(caseId) ?? { baseline: [], candidate: [] };
    byCase.set(caseId, own);
    if (tied === true) own.tied ??= { baseline: [], candidate: [] };
    (tied === true ? own.tied : own)?.[arm].push(digest);
  }
  return byCase;
}

/**
 * Compares results. Only arms that agree with themselves, twice, can be said to differ; a difference of rows does not stand where they
 * themselves were read and are such as the baseline could have given.
 */
export function judgeResult(readings: CaseReadings | undefined, rows?: RowDifference | undefined): ResultVerdict {
  if (readings === undefined) return { kind: 'unjudged', why: null };
  const all = [...readings.baseline, ...readings.candidate];
  const missing = all.find((one) => one.kind === 'unavailable');
  if (missing?.kind === 'unavailable') return unjudged({ kind: 'unavailable', reason: missing.reason });
  if (readings.baseline.length === 0 || readings.candidate.length === 0) return unjudged({ kind: 'none' });
  const checksums = eachArm(readings, isChecksum);
  if (checksums !== undefined) return judgeChecksums(checksums);
  const answers = eachArm(readings, isAnswer);
  if (answers === undefined) return unjudged({ kind: 'otherVersion' });
  return judgeAnswers(answers, readings.tied, rows);
}

/** Cases whose results differ, in the order in which they were read. */
export function casesWithOtherResults(digests: readonly DigestReading[]): readonly string[] {
  return [...readingsByCase(digests)].flatMap(([caseId, readings]) =>
    judgeResult(readings).kind === 'changed' ? [caseId] : [],
  );
}

function judgeChecksums({ baseline, candidate }: ArmReadings<Checksum>): ResultVerdict {
  const isSame = comparisonOf(baseline, candidate);
  const [b, c] = [baseline[0], candidate[0]];
  if (b === undefined || c === undefined) return unjudged({ kind: 'none' });
  if (!baseline.every((one) => isSame(one, b))) return unjudged({ kind: 'baselineVaries' });
  if (!candidate.every((one) => isSame(one, c))) return unjudged({ kind: 'candidateVaries' });
  if (isSame(b, c)) return { kind: 'same' };
  if (Math.min(baseline.length, candidate.length) < 2) return unjudged({ kind: 'once' });
  return { kind: 'changed', difference: checksumDifference(b, c) };
}

function judgeAnswers(
  plain: ArmReadings<AnswerDigest>,
  tied: ArmReadings<Digest> | undefined,
  rows: RowDifference | undefined,
): ResultVerdict {
  const known = withTies(plain, tied);
  const settled = agree([...plain.baseline, ...plain.candidate]) ? undefined : known;
  const { baseline, candidate } = settled ?? plain;
  const [b, c] = [baseline[0], candidate[0]];
  if (b === undefined || c === undefined) return unjudged({ kind: 'none' });
  if (!agree(baseline))
    return onlyEdges(baseline) ? unjudged({ kind: 'tiesAtLimit' }) : unjudged({ kind: 'baselineVaries' });
  if (!agree(candidate))
    return onlyEdges(candidate) ? unjudged({ kind: 'tiesAtLimit' }) : unjudged({ kind: 'candidateVaries' });
  const parts = differingParts(b, c);
  const [before, after] = [known?.baseline[0], known?.candidate[0]];
  if (parts.length === 0 && before !== undefined && after !== undefined && promisesLess(before, after))
    return unjudged({ kind: 'orderLoosened' });
  if (parts.length === 0)
    return b.format === c.format
      ? { kind: 'same' }
      : { kind: 'same', formats: { baseline: b.format, candidate: c.format } };
  if (parts.every((one) => one === 'edge')) return unjudged({ kind: 'tiesAtLimit' });
  if (settled === undefined && parts.every((one) => isOpen(one, b, c))) return unjudged({ kind: 'keysUnread' });
  if (Math.min(baseline.length, candidate.length) < 2) return unjudged({ kind: 'once' });
  const isOfRows = parts.every((one) => one === 'cells' || one === 'order' || one === 'edge');
  if (isOfRows && rows?.kind === 'compared') {
    if (rows.ties === true) return unjudged({ kind: 'tiesAtLimit' });
    if (rows.agrees === true) return promisesLess(b, c) ? unjudged({ kind: 'orderLoosened' }) : { kind: 'same' };
  }
  return { kind: 'changed', difference: { kind: 'answers', parts, answers: { baseline: b, candidate: c } } };
}

function unjudged(why: ResultDoubt): ResultVerdict {
  return { kind: 'unjudged', why };
}

/** An order that is gone, or that tells fewer rows apart, may be kept by luck. */
function promisesLess({ order: before }: AnswerDigest, { order: after }: AnswerDigest): boolean {
  return before !== undefined && (after === undefined || after.groups < before.groups);
}

/** Whether a difference can be one of rows that tie, as far as a plain reading tells. */
function isOpen(part: string, b: AnswerDigest, c: AnswerDigest): boolean {
  const open = [b.tiesOpen, c.tiesOpen];
  return part === 'order' ? open.some((one) => one !== undefined) : part === 'cells' && open.includes('rows');
}

/** Rows and their order from the readings with ties, everything else from the plain ones; undefined where one is missing. */
function withTies(
  plain: ArmReadings<AnswerDigest>,
  tied: ArmReadings<Digest> | undefined,
): ArmReadings<AnswerDigest> | undefined {
  const known = tied === undefined ? undefined : eachArm(tied, isAnswer);
  if (known === undefined) return undefined;
  const merged = (arm: ArmName): readonly AnswerDigest[] =>
    plain[arm].flatMap((one, attempt) => {
      const own = known[arm][attempt];
      if (own === undefined) return [];
      const { order: _, ...rest } = one;
      return [{ ...rest, cells: own.cells, ...(own.order === undefined ? {} : { order: own.order }) }];
    });
  return { baseline: merged('baseline'), candidate: merged('candidate') };
}

function agree(answers: readonly AnswerDigest[]): boolean {
  const [first] = answers;
  return first === undefined || answers.every((one) => differingParts(first, one).length === 0);
}

function onlyEdges([first, ...others]: readonly AnswerDigest[]): boolean {
  return others.every((one) => first === undefined || differingParts(first, one).every((part) => part === 'edge'));
}

/** The readings of both arms when all of them are of one kind, and each arm has some. */
function eachArm<T extends Digest>(
  readings: ArmReadings<Digest>,
  is: (one: Digest) => one is T,
): ArmReadings<T> | undefined {
  const baseline = readings.baseline.filter(is);
  const candidate = readings.candidate.filter(is);
  const isWhole = baseline.length === readings.baseline.length && candidate.length === readings.candidate.length;
  return isWhole && baseline.length > 0 && candidate.length > 0 ? { baseline, candidate } : undefined;
}

function isChecksum(one: Digest): one is Checksum {
  return one.kind === 'digest';
}

function isAnswer(one: Digest): one is AnswerDigest {
  return one.kind === 'answer';
}
