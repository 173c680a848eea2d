import type { AnswerDigest, Digest, DigestReading } from '../../model/answer.ts';
import type { ArmName } from '../../model/arm.ts';
import type { Notice } from '../../model/notice.ts';
import type { RowDifference } from '../../model/rowDifference.ts';
import { answerDifference } from '../reasons/answerText.ts';
import { differingParts } from './answers.ts';
import { type Checksum, checksumDifference, comparisonOf } from './checksums.ts';

type PerArm<T> = Readonly<Record<ArmName, readonly T[]>>;

/** Readings of one case's result, arm by arm. */
export interface CaseReadings extends PerArm<Digest> {
  /** Those with all rows that tie with the last one, and with the keys of their order; absent where none were needed. */
  readonly tied?: PerArm<Digest>;
}

/** What the results say; a notice explains every answer but a plain "same" and "changed". */
export type ResultVerdict =
  | { readonly kind: 'same'; readonly notice?: Notice }
  | { readonly kind: 'changed'; readonly text: string }
  | { readonly kind: 'unjudged'; readonly notice: Notice | null };

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
export function judgeResult(
  caseId: string,
  readings: CaseReadings | undefined,
  rows?: RowDifference | undefined,
): ResultVerdict {
  if (readings === undefined) return { kind: 'unjudged', notice: null };
  const say = noticesOf(caseId);
  const all = [...readings.baseline, ...readings.candidate];
  const missing = all.find((one) => one.kind === 'unavailable');
  if (missing?.kind === 'unavailable') return say.notCompared(missing.reason);
  if (readings.baseline.length === 0 || readings.candidate.length === 0) return say.notCompared('an arm has none.');
  const checksums = eachArm(readings, isChecksum);
  if (checksums !== undefined) return judgeChecksums(checksums, say);
  const answers = eachArm(readings, isAnswer);
  if (answers === undefined)
    return say.notCompared('the arms were read by two versions of hogbench. Measure both with one.');
  return judgeAnswers(answers, readings.tied, say, rows);
}

/** Cases whose results differ, in the order in which they were read. */
export function casesWithOtherResults(digests: readonly DigestReading[]): readonly string[] {
  return [...readingsByCase(digests)].flatMap(([caseId, readings]) =>
    judgeResult(caseId, readings).kind === 'changed' ? [caseId] : [],
  );
}

function judgeChecksums({ baseline, candidate }: PerArm<Checksum>, say: Notices): ResultVerdict {
  const isSame = comparisonOf(baseline, candidate);
  const [b, c] = [baseline[0], candidate[0]];
  if (b === undefined || c === undefined) return say.notCompared('an arm has none.');
  if (!baseline.every((one) => isSame(one, b))) return say.baselineVaries();
  if (!candidate.every((one) => isSame(one, c))) return say.candidateVaries();
  if (isSame(b, c)) return { kind: 'same' };
  if (Math.min(baseline.length, candidate.length) < 2) return say.once();
  return { kind: 'changed', text: `The result changed: ${checksumDifference(b, c)}.` };
}

function judgeAnswers(
  plain: PerArm<AnswerDigest>,
  tied: PerArm<Digest> | undefined,
  say: Notices,
  rows: RowDifference | undefined,
): ResultVerdict {
  const known = withTies(plain, tied);
  const settled = agree([...plain.baseline, ...plain.candidate]) ? undefined : known;
  const { baseline, candidate } = settled ?? plain;
  const [b, c] = [baseline[0], candidate[0]];
  if (b === undefined || c === undefined) return say.notCompared('an arm has none.');
  if (!agree(baseline)) return onlyEdges(baseline) ? say.tiesAtLimit() : say.baselineVaries();
  if (!agree(candidate)) return onlyEdges(candidate) ? say.tiesAtLimit() : say.candidateVaries();
  const parts = differingParts(b, c);
  const [before, after] = [known?.baseline[0], known?.candidate[0]];
  if (parts.length === 0 && before !== undefined && after !== undefined && promisesLess(before, after))
    return say.orderLoosened();
  if (parts.length === 0) return b.format === c.format ? { kind: 'same' } : say.otherFormat(b.format, c.format);
  if (parts.every((one) => one === 'edge')) return say.tiesAtLimit();
  if (settled === undefined && parts.every((one) => isOpen(one, b, c))) return say.notCompared(keysUnread);
  if (Math.min(baseline.length, candidate.length) < 2) return say.once();
  const isOfRows = parts.every((one) => one === 'cells' || one === 'order' || one === 'edge');
  if (isOfRows && rows?.kind === 'compared') {
    if (rows.ties === true) return say.tiesAtLimit();
    if (rows.agrees === true) return promisesLess(b, c) ? say.orderLoosened() : { kind: 'same' };
  }
  return { kind: 'changed', text: `The result changed: ${answerDifference(parts, b, c)}.` };
}

/** An order that is gone, or that tells fewer rows apart, may be kept by luck. */
function promisesLess({ order: before }: AnswerDigest, { order: after }: AnswerDigest): boolean {
  return before !== undefined && (after === undefined || after.groups < before.groups);
}

const keysUnread = 'rows that tie may come in any order, and the keys of their order could not be read.';

/** Whether a difference can be one of rows that tie, as far as a plain reading tells. */
function isOpen(part: string, b: AnswerDigest, c: AnswerDigest): boolean {
  const open = [b.tiesOpen, c.tiesOpen];
  return part === 'order' ? open.some((one) => one !== undefined) : part === 'cells' && open.includes('rows');
}

/** Rows and their order from the readings with ties, everything else from the plain ones; undefined where one is missing. */
function withTies(plain: PerArm<AnswerDigest>, tied: PerArm<Digest> | undefined): PerArm<AnswerDigest> | undefined {
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
function eachArm<T extends Digest>(readings: PerArm<Digest>, is: (one: Digest) => one is T): PerArm<T> | undefined {
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

type Notices = ReturnType<typeof noticesOf>;

function noticesOf(caseId: string) {
  const unjudged = (code: string, level: Notice['level'], text: string): ResultVerdict => ({
    kind: 'unjudged',
    notice: { code, level, text, caseId },
  });
  return {
    notCompared: (why: string) => unjudged('result-not-compared', 'caution', `Results were not compared: ${why}`),
    once: () => unjudged('result-differs-once', 'caution', 'Results differ, but an arm was read only once.'),
    baselineVaries: () =>
      unjudged(
        'result-not-deterministic',
        'note',
        'This query is not deterministic: the baseline alone returned different results, so results were not compared.',
      ),
    candidateVaries: () =>
      unjudged(
        'candidate-not-deterministic',
        'caution',
        'The candidate is not deterministic: it returned different results for the same query; the baseline did not.',
      ),
    tiesAtLimit: () =>
      unjudged(
        'result-ties-at-limit',
        'caution',
        'Results were not compared to the end: rows that tie stand where the LIMIT cuts, and any of them is right. Order by one more column to tell them apart.',
      ),
    orderLoosened: () =>
      unjudged(
        'order-loosened',
        'caution',
        'The candidate promises less order than the baseline does. This time its rows came in an order that the baseline allows, by luck.',
      ),
    otherFormat: (baseline: string | undefined, candidate: string | undefined): ResultVerdict => ({
      kind: 'same',
      notice: {
        code: 'format-differs',
        level: 'caution',
        text: `Read in one format, both answers are the same. The arms ask for others, which were not compared: ${baseline ?? 'none'} -> ${candidate ?? 'none'}.`,
        caseId,
      },
    }),
  };
}
