import { expect, it } from 'vitest';
import type { ArmCase } from '../../../src/model/arm.ts';
import { currentDesign } from '../../../src/model/design.ts';
import type { RunPlan } from '../../../src/model/run.ts';
import type { Sample } from '../../../src/model/sample.ts';
import { eventCount, eventCounts, type ServerFacts } from '../../../src/model/serverFacts.ts';
import type { WriteKind } from '../../../src/model/writing.ts';
import type { Execution, Executor, SampleRequest } from '../../../src/runner/executor.ts';
import type { MutationWork, Target } from '../../../src/runner/target.ts';
import { WrittenTables } from '../../../src/runner/writtenTables.ts';

const plan: RunPlan = {
  ...{ seed: 1, arms: ['baseline'], caseIds: ['a'], screeningSessions: 1, confirmationSessions: 0 },
  ...{
    minPairs: 2,
    maxPairs: 2,
    warmups: 0,
    concurrency: 1,
    timeoutMs: 1000,
    design: currentDesign,
    mode: { kind: 'sessions' },
    margin: 0.05,
  },
};

function caseOf(kind: WriteKind): ArmCase {
  return {
    ...{ caseId: 'a', arm: 'baseline', name: 'a', description: '', sql: '', params: {}, settings: {}, tags: {} },
    ...{ weight: 1, place: 'a.sql:1:1', writes: { kind, table: 't', fresh: { from: 'orders', rows: 'all' } } },
  };
}

const request = (queryId: string): SampleRequest => ({
  ...{ queryId, arm: 'baseline', sql: '', params: {}, settings: {}, logComment: '', timeoutMs: 1000 },
  writes: { kind: 'insert', table: 't', database: `hogbench_scratch_${queryId}`, key: 'baseline a', keepMs: 1 },
});

/** Each execution finds so many parts, and leaves one more. */
function executorOf(parts: readonly number[], mutated = false): Executor {
  const waiting = [...parts];
  return {
    execute: async (batch) =>
      batch.map(({ queryId }): Execution => {
        const before = { rows: 10, parts: waiting.shift() ?? 1, bytes: 100 };
        const after = { ...before, parts: before.parts + 1 };
        return {
          queryId,
          startedAt: 0,
          outcome: { kind: 'completed', clientMs: 5 },
          table: { before, after, mutated },
        };
      }),
    reconnect: async () => {},
    close: async () => {},
  };
}

const facts: ServerFacts = {
  ...{ kind: 'facts', durationUs: 5, readRows: 0, readBytes: 0, resultRows: 0, resultBytes: 0, memoryBytes: 7 },
  ...{ exceptionCode: 0, logRows: 1, events: eventCounts({ InsertedRows: 3 }) },
};

const sampleOf = (queryId: string): Sample => ({
  ...{ seq: 0, caseId: 'a', arm: 'baseline', stage: 'screening', session: 0, round: 0, position: 0, queryId },
  ...{ startedAt: 0, outcome: { kind: 'completed', clientMs: 5 } },
});

function targetOf(work: ReadonlyMap<string, MutationWork>): Target {
  return { writes: { mutationWork: async () => work } } as unknown as Target;
}

const signal = new AbortController().signal;
const input = (kind: WriteKind, samples: readonly Sample[] = []) => ({
  plan,
  cases: [caseOf(kind)],
  before: { samples, digests: [] },
});

it('fails an execution whose table did not begin as the first one of its case did', async () => {
  const executor = new WrittenTables(input('insert')).watch(executorOf([4, 4, 5]));
  const executions = await executor.execute(['q1', 'q2', 'q3'].map(request), signal);
  expect(executions.map((one) => one.outcome.kind)).toEqual(['completed', 'completed', 'failed']);
  expect(executions[2]?.outcome).toMatchObject({
    message: 't began with 10 rows in 5 parts, and with 10 rows in 4 parts in the first execution',
  });
});

it('remembers over an interruption how the first one began', async () => {
  const state = { rows: 10, parts: 3, bytes: 100 };
  const known = { ...sampleOf('q0'), evidence: { ...facts, written: { before: state, after: state } } };
  const executor = new WrittenTables(input('insert', [known])).watch(executorOf([4]));
  expect((await executor.execute([request('q1')], signal))[0]?.outcome.kind).toBe('failed');
});

it('adds to the evidence what the table was and became', async () => {
  const tables = new WrittenTables(input('insert'));
  await tables.watch(executorOf([4])).execute([request('q1')], signal);
  const found = await tables.complete(targetOf(new Map()), [sampleOf('q1')], new Map([['q1', facts]]), 0);
  expect(found.get('q1')).toMatchObject({ written: { before: { parts: 4 }, after: { parts: 5 } } });
});

it('has no evidence of an execution whose table nobody looked at', async () => {
  const tables = new WrittenTables(input('insert'));
  const found = await tables.complete(targetOf(new Map()), [sampleOf('q1')], new Map([['q1', facts]]), 0);
  expect(found.get('q1')).toMatchObject({ kind: 'missing' });
});

it('counts the work of a mutation as work of its statement, and has no evidence where it was done and nobody tells of it', async () => {
  const work = new Map([['hogbench_scratch_q1', { events: eventCounts({ MutatedRows: 8 }), memoryBytes: 900 }]]);
  for (const [mutated, told, expected] of [
    [true, work, 'facts'],
    [true, new Map(), 'missing'],
    [false, new Map(), 'facts'],
  ] as const) {
    const tables = new WrittenTables(input('mutation'));
    await tables.watch(executorOf([4], mutated)).execute([request('q1')], signal);
    const found = await tables.complete(targetOf(told), [sampleOf('q1')], new Map([['q1', facts]]), 0);
    const evidence = found.get('q1');
    expect(evidence?.kind).toBe(expected);
    if (evidence?.kind !== 'facts' || !mutated) continue;
    expect(eventCount(evidence.events, 'MutatedRows')).toBe(8);
    expect(evidence.memoryBytes).toBe(900);
  }
});
