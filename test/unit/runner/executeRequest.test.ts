import { describe, expect, it } from 'vitest';
import { DeadlineExceeded } from '../../../src/clickhouse/http/deadlines.ts';
import type { SampleRequest } from '../../../src/runner/executor.ts';
import { timerMs } from '../../../src/runner/waiting.ts';
import { executeRequest, Interruption } from '../../../src/runner/workers/execution.ts';

type FakeClient = NonNullable<Parameters<typeof executeRequest>[0]>;

const request: SampleRequest = {
  queryId: 'q1',
  arm: 'baseline',
  sql: 'SELECT 1',
  params: {},
  settings: { max_threads: 4 },
  logComment: '{"case":"one"}',
  timeoutMs: 1000,
};

/** Runs until it is told to stop, and notes what it was asked for. */
function endless(onStart: () => void = () => undefined): FakeClient & { readonly commands: string[] } {
  const commands: string[] = [];
  return {
    commands,
    execute: (_, { signal, timeoutMs }) =>
      new Promise((_resolve, reject) => {
        setTimeout(() => reject(new DeadlineExceeded(timeoutMs)), timerMs(timeoutMs)).unref();
        const stop = (): void => reject(new Error('The user aborted a request.'));
        signal?.addEventListener('abort', stop);
        if (signal?.aborted) stop();
        onStart();
      }),
    command: async (_, options) => {
      commands.push(String(options?.params?.query_id));
    },
  };
}

describe('executeRequest', () => {
  it('sends the log comment with the settings of the request', async () => {
    const sent: unknown[] = [];
    const client: FakeClient = {
      execute: async (sql, { queryId, settings }) => {
        sent.push([sql, queryId, settings]);
      },
      command: async () => undefined,
    };
    const execution = await executeRequest(client, request, new Interruption());
    expect(execution).toMatchObject({ queryId: 'q1', outcome: { kind: 'completed' } });
    expect(sent).toEqual([['SELECT 1', 'q1', { max_threads: 4, log_comment: '{"case":"one"}' }]]);
  });

  it('ends at the time limit and has the query killed', async () => {
    const client = endless();
    const { outcome } = await executeRequest(client, { ...request, timeoutMs: 5 }, new Interruption());
    expect(outcome).toMatchObject({ kind: 'timedOut', limitMs: 5 });
    expect(client.commands).toEqual(['q1']);
  });

  it('ends at an interruption and has the query killed', async () => {
    const interruption = new Interruption();
    const client = endless(() => interruption.interrupt());
    const { outcome } = await executeRequest(client, request, interruption);
    expect(outcome).toEqual({ kind: 'skipped', reason: 'interrupted' });
    expect(client.commands).toEqual(['q1']);
  });

  it('survives a server that will not kill', async () => {
    const client: FakeClient = { ...endless(), command: () => Promise.reject(new Error('not allowed')) };
    const { outcome } = await executeRequest(client, { ...request, timeoutMs: 5 }, new Interruption());
    expect(outcome.kind).toBe('timedOut');
  });

  it('puts a failure on record with one line', async () => {
    const client: FakeClient = {
      execute: () => Promise.reject(new Error('socket hang up\n    at somewhere')),
      command: async () => undefined,
    };
    const { outcome } = await executeRequest(client, request, new Interruption());
    expect(outcome).toMatchObject({ kind: 'failed', code: null, message: 'socket hang up' });
  });

  it('fails a request for an arm that has no connection', async () => {
    const { outcome } = await executeRequest(undefined, request, new Interruption());
    expect(outcome).toMatchObject({ kind: 'failed', message: 'no connection for arm baseline' });
  });
});
