import type { DigestReading, ResultRows } from '../model/answer.ts';
import type { PerArm, RunArm } from '../model/arm.ts';
import type { Notice } from '../model/notice.ts';
import type { RowDifference } from '../model/rowDifference.ts';
import { formatSeconds, plural } from '../text/quantity.ts';
import type { ComparedRows, RowChoice } from './decisions.ts';
import type { MeasureInput, Targets } from './measureInput.ts';
import type { RequestMaker } from './requests.ts';
import type { RowLimits } from './target.ts';
import { after } from './waiting.ts';

/** Of one arm of one case; 32 MiB of JSON take some time to send, and more than it to compare. */
const limits: RowLimits = { rows: 100_000, bytes: 32 * 1024 * 1024 };

/**
 * Reads the results of the cases that the rule names once more, in both arms, and records in which rows they differ.
 * Whatever goes wrong costs these rows alone and is recorded as its reason. What an interrupted run has read is not read
 * again.
 */
export async function readDifferentRows(
  input: MeasureInput,
  request: RequestMaker,
  digests: readonly DigestReading<RunArm>[],
  limitMs: number,
): Promise<void> {
  const { rows, progress, signal, before, recorder } = input;
  if (rows === undefined || signal.aborted) return;
  const known = new Set(
    (before.rowDifferences ?? []).flatMap(({ caseId, arm = 'candidate', difference }) =>
      difference.kind === 'compared' ? [keyOf({ caseId, arm })] : [],
    ),
  );
  const wanted = rows.casesOf(digests).filter((one) => !known.has(keyOf(one)));
  if (wanted.length === 0) return;
  const limit = AbortSignal.any([signal, after(limitMs)]);
  progress.phase('reading rows that differ');
  progress.remaining(wanted.length);
  let done = 0;
  for (const one of wanted) {
    const { caseId, arm } = one;
    const difference = await differenceOf(one, input.targets, rows, request, digests, limit);
    if (limit.aborted) break;
    recorder.rowDifference({ caseId, ...(arm === 'candidate' ? {} : { arm }), difference });
    progress.step(caseId);
    done += 1;
  }
  if (done < wanted.length && !signal.aborted) recorder.notice(outOfTime(wanted.length - done, limitMs));
}

function keyOf({ caseId, arm }: ComparedRows): string {
  return `${arm} ${caseId}`;
}

async function differenceOf(
  { caseId, arm: compared }: ComparedRows,
  targets: Targets,
  rows: RowChoice,
  request: RequestMaker,
  digests: readonly DigestReading<RunArm>[],
  limit: AbortSignal,
): Promise<RowDifference> {
  const read = async (arm: RunArm, tied = false) => {
    const target = targets[arm];
    const wanted = request(caseId, arm, 'rows');
    if (target === undefined || wanted === undefined) throw new Error(`the ${arm} has no such case`);
    const found = await target.rows(wanted, limits, limit, tied);
    if (found.kind === 'unavailable') throw new Error(found.reason);
    return found;
  };
  try {
    // Nothing is measured any more, so both arms may be read at once.
    const [baseline, candidate] = await Promise.all([read('baseline'), read(compared)]);
    const promised = isOrdered(caseId, digests)
      ? await read('baseline', true).catch(() => inOrder(baseline))
      : undefined;
    return rows.difference({ baseline, candidate }, totalsOf(caseId, compared, digests), promised);
  } catch (error) {
    return { kind: 'unavailable', reason: error instanceof Error ? error.message : String(error) };
  }
}

function isOrdered(caseId: string, digests: readonly DigestReading<RunArm>[]): boolean {
  return digests.some(
    ({ caseId: of, arm, digest }) =>
      of === caseId && arm === 'baseline' && digest.kind === 'answer' && digest.order !== undefined,
  );
}

/** Where the keys cannot be read, each row is taken for one that ties with no other. */
function inOrder(rows: ResultRows): ResultRows {
  return { ...rows, groups: rows.lines.map((_, at) => at) };
}

/** Rows of the whole results, as the check counted them. */
function totalsOf(caseId: string, compared: RunArm, digests: readonly DigestReading<RunArm>[]): PerArm<number> {
  const totals = { baseline: 0, candidate: 0 };
  for (const one of digests)
    if (one.caseId === caseId && one.tied !== true && one.digest.kind !== 'unavailable') {
      if (one.arm === 'baseline') totals.baseline = Number(one.digest.rows);
      if (one.arm === compared) totals.candidate = Number(one.digest.rows);
    }
  return totals;
}

function outOfTime(cases: number, limitMs: number): Notice {
  const text = `Reading rows that differ took longer than ${formatSeconds(limitMs)}; those of ${plural(cases, 'case')} are not shown.`;
  return { code: 'rows-out-of-time', level: 'note', text };
}
