import { expect, it } from 'vitest';
import { rowDifference } from '../../../src/compare/results/rowsThatDiffer.ts';
import type { DigestReading, ResultRows } from '../../../src/model/answer.ts';
import { currentDesign } from '../../../src/model/design.ts';
import type { Notice } from '../../../src/model/notice.ts';
import type { RowDifferenceReading } from '../../../src/model/rowDifference.ts';
import type { RunPlan } from '../../../src/model/run.ts';
import { fixedRounds } from '../../../src/runner/decisions.ts';
import type { Executor, SampleRequest } from '../../../src/runner/executor.ts';
import type { MeasureInput } from '../../../src/runner/measureInput.ts';
import { readDifferentRows } from '../../../src/runner/readDifferentRows.ts';
import { requestMaker } from '../../../src/runner/requests.ts';
import type { Target } from '../../../src/runner/target.ts';

const plan: RunPlan = {
  ...{ seed: 7, arms: ['baseline', 'candidate'], caseIds: ['a', 'b'], screeningSessions: 1, confirmationSessions: 0 },
  ...{
    minPairs: 3,
    maxPairs: 6,
    warmups: 0,
    concurrency: 1,
    timeoutMs: 1000,
    design: currentDesign,
    mode: { kind: 'paired' },
    margin: 0.05,
  },
};

const digests: readonly DigestReading[] = ['a', 'b'].flatMap((caseId) =>
  plan.arms.map((arm) => ({
    caseId,
    arm,
    attempt: 0,
    digest: { kind: 'digest', rows: '500', checksum: arm } as const,
  })),
);

function rowsOf({ arm }: SampleRequest): ResultRows {
  const columns = [{ name: 'who', type: 'String' }];
  return { kind: 'rows', columns, lines: [JSON.stringify([arm])], cutBy: null };
}

interface Setting {
  readonly rows?: Target['rows'];
  readonly signal?: AbortSignal;
  readonly before?: readonly RowDifferenceReading[];
  readonly limitMs?: number;
}

async function read(cases: readonly string[], setting: Setting = {}) {
  const asked: string[] = [];
  const readings: RowDifferenceReading[] = [];
  const notices: Notice[] = [];
  const target: Pick<Target, 'rows'> = {
    rows: async (request, limits, signal, tied) => {
      asked.push(request.sql);
      return setting.rows?.(request, limits, signal, tied) ?? rowsOf(request);
    },
  };
  const armCases = plan.caseIds.flatMap((caseId) =>
    plan.arms.map((arm) => ({
      ...{ caseId, arm, name: caseId, description: '', sql: `${caseId} ${arm}`, params: {}, settings: {}, tags: {} },
      ...{ weight: 1, place: 'a.sql:1:1' },
    })),
  );
  const input: MeasureInput = {
    ...{
      runId: 'r',
      plan,
      cases: armCases,
      executor: {} as Executor,
      rule: fixedRounds([], 0),
      clock: { monotonic: () => 0, wall: () => 0 },
    },
    targets: { baseline: target as Target, candidate: target as Target },
    rows: {
      casesOf: () => cases.map((caseId) => ({ caseId, arm: 'candidate' })),
      difference: (results, totals, promised) => rowDifference(results, totals, null, promised),
    },
    recorder: {
      ...{ sample: () => {}, evidence: () => {}, digest: () => {}, explanation: () => {} },
      ...{ state: () => {}, tablesRead: () => {} },
      rowDifference: (one) => readings.push(one),
      notice: (one) => notices.push(one),
      gone: () => {},
    },
    progress: { phase: () => {}, remaining: () => {}, step: () => {}, say: () => {} },
    signal: setting.signal ?? new AbortController().signal,
    before: { samples: [], digests: [], rowDifferences: setting.before ?? [] },
  };
  await readDifferentRows(input, requestMaker('r', plan, armCases), digests, setting.limitMs ?? 10_000);
  return { asked, readings, notices };
}

it('reads both arms of each case that is named, and no other', async () => {
  const { asked, readings } = await read(['b']);
  expect(asked.sort()).toEqual(['b baseline', 'b candidate']);
  expect(readings).toMatchObject([
    { caseId: 'b', difference: { baseline: { rows: [['baseline']] }, candidate: { rows: [['candidate']] } } },
  ]);
});

it('tells the rows of a whole result from those it read', async () => {
  const { readings } = await read(['a'], { rows: async (request) => ({ ...rowsOf(request), cutBy: 'bytes' }) });
  expect(readings).toMatchObject([{ difference: { baseline: { total: 500, read: 1, cutBy: 'bytes' } } }]);
});

it('keeps a failure as its reason, and goes on', async () => {
  const rows: Target['rows'] = async (request) => {
    if (request.sql === 'a candidate') throw new Error('socket hang up');
    return request.sql === 'b baseline' ? { kind: 'unavailable', reason: 'it took too long' } : rowsOf(request);
  };
  const { readings, notices } = await read(['a', 'b'], { rows });
  expect(readings.map((one) => one.difference)).toEqual([
    { kind: 'unavailable', reason: 'socket hang up' },
    { kind: 'unavailable', reason: 'it took too long' },
  ]);
  expect(notices).toEqual([]);
});

it('reads nothing again that an interrupted run has read, and again what it could not read', async () => {
  const { readings } = await read(['a']);
  const failed: RowDifferenceReading = { caseId: 'b', difference: { kind: 'unavailable', reason: 'gone' } };
  expect((await read(['a', 'b'], { before: [...readings, failed] })).asked.sort()).toEqual([
    'b baseline',
    'b candidate',
  ]);
});

it('asks nothing after an interruption', async () => {
  expect((await read(['a'], { signal: AbortSignal.abort() })).asked).toEqual([]);
});

it('says how many cases have no rows when time ran out', async () => {
  const rows: Target['rows'] = (_, __, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  const { readings, notices } = await read(['a', 'b'], { rows, limitMs: 5 });
  expect(readings).toEqual([]);
  expect(notices.map((one) => [one.code, one.level])).toEqual([['rows-out-of-time', 'note']]);
  expect(notices[0]?.text).toContain('those of 2 cases are not shown');
});
