import { expect, it } from 'vitest';
import type { RunArm } from '../../../src/model/arm.ts';
import { currentDesign } from '../../../src/model/design.ts';
import type { Explanation, ExplanationReading } from '../../../src/model/explanation.ts';
import type { Notice } from '../../../src/model/notice.ts';
import type { RunPlan } from '../../../src/model/run.ts';
import { type CaseToExplain, fixedRounds } from '../../../src/runner/decisions.ts';
import type { Executor, SampleRequest } from '../../../src/runner/executor.ts';
import { explainCases } from '../../../src/runner/explainCases.ts';
import type { MeasureInput } from '../../../src/runner/measureInput.ts';
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

const explained: Explanation = { kind: 'explained', form: 'text', plan: 'p', pipeline: null, estimate: null };
const processors = [{ name: 'Source', elapsedUs: 12, inputWaitUs: 0, outputWaitUs: 0 }];

interface Server {
  readonly explain?: (request: SampleRequest) => Promise<Explanation>;
  readonly signal?: AbortSignal;
  readonly before?: readonly ExplanationReading[];
  readonly limitMs?: number;
}

async function explain(cases: readonly CaseToExplain[], server: Server = {}) {
  const asked: string[] = [];
  const readings: ExplanationReading<RunArm>[] = [];
  const notices: Notice[] = [];
  const target: Pick<Target, 'explain' | 'profile'> = {
    explain: (request) => {
      asked.push(`explain ${request.sql}`);
      return server.explain?.(request) ?? Promise.resolve(explained);
    },
    profile: async (request) => {
      asked.push(`profile ${request.sql}`);
      return processors;
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
    explain: () => cases,
    recorder: {
      ...{ sample: () => {}, evidence: () => {}, digest: () => {} },
      explanation: (one) => readings.push(one),
      ...{ rowDifference: () => {}, state: () => {}, tablesRead: () => {} },
      notice: (one) => notices.push(one),
      gone: () => {},
    },
    progress: { phase: () => {}, remaining: () => {}, step: () => {}, say: () => {} },
    signal: server.signal ?? new AbortController().signal,
    before: { samples: [], digests: [], explanations: server.before ?? [] },
  };
  await explainCases(input, requestMaker('r', plan, armCases), [], [], server.limitMs ?? 10_000);
  return { asked, readings, notices };
}

it('reads the plan of both arms, and profiles only what wants it', async () => {
  const { asked, readings } = await explain([
    { caseId: 'a', profiled: true },
    { caseId: 'b', profiled: false },
  ]);
  expect(asked.filter((one) => one.startsWith('explain')).sort()).toEqual([
    'explain a baseline',
    'explain a candidate',
    'explain b baseline',
    'explain b candidate',
  ]);
  expect(asked.filter((one) => one.startsWith('profile'))).toEqual(['profile a baseline', 'profile a candidate']);
  const last = new Map(readings.map((one) => [`${one.caseId} ${one.arm}`, one.processors]));
  expect(Object.fromEntries(last)).toEqual({
    'a baseline': processors,
    'a candidate': processors,
    'b baseline': undefined,
    'b candidate': undefined,
  });
});

it('keeps a failure as its reason, and goes on', async () => {
  const { readings, asked } = await explain(
    [
      { caseId: 'a', profiled: true },
      { caseId: 'b', profiled: false },
    ],
    {
      explain: async ({ sql }) => {
        if (sql === 'a candidate') throw new Error('socket hang up');
        return explained;
      },
    },
  );
  expect(readings.find((one) => one.caseId === 'a' && one.arm === 'candidate')?.explanation).toEqual({
    kind: 'unavailable',
    reason: 'socket hang up',
  });
  expect(readings.filter((one) => one.caseId === 'b')).toHaveLength(2);
  expect(asked).not.toContain('profile a candidate');
});

it('reads nothing again that an interrupted run has read, and again what it could not read', async () => {
  const { asked } = await explain([{ caseId: 'a', profiled: false }], {
    before: [
      { caseId: 'a', arm: 'baseline', explanation: explained },
      { caseId: 'a', arm: 'candidate', explanation: { kind: 'unavailable', reason: 'gone' } },
    ],
  });
  expect(asked).toEqual(['explain a candidate']);
});

it('asks nothing after an interruption', async () => {
  expect((await explain([{ caseId: 'a', profiled: true }], { signal: AbortSignal.abort() })).asked).toEqual([]);
});

it('says how many cases have no plan when time ran out', async () => {
  const { readings, notices } = await explain(
    [
      { caseId: 'a', profiled: false },
      { caseId: 'b', profiled: false },
    ],
    { limitMs: 0, explain: () => new Promise((_, reject) => setTimeout(() => reject(new Error('aborted')), 20)) },
  );
  expect(readings).toEqual([]);
  expect(notices.map((one) => [one.code, one.level])).toEqual([['plans-out-of-time', 'note']]);
  expect(notices[0]?.text).toContain('2 cases have none');
});
