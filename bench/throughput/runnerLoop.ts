import type { SampleRequest } from '../../src/runner/executor.ts';
import { type Loop, logComment, newQueryId, runFor, type Server, settings, statement } from './loop.ts';

/** The compiled one, as users run it. */
const compiled = new URL('../../dist/runner/pool.js', import.meta.url).href;

/** The whole path of a measured execution: executor, Piscina, worker thread, client, server. */
export async function runnerLoop(server: Server, concurrency: number, batchSize: 1 | 2): Promise<Loop> {
  const { createPool } = (await import(compiled)) as typeof import('../../src/runner/pool.ts');
  const connection = { url: server.url, user: server.user, password: server.password };
  const pool = createPool({ connections: { baseline: connection, candidate: connection }, concurrency });
  const { signal } = new AbortController();
  const request = (arm: SampleRequest['arm']): SampleRequest => ({
    queryId: newQueryId(),
    arm,
    sql: statement,
    params: {},
    settings,
    logComment,
    timeoutMs: 30_000,
  });

  async function once(): Promise<number> {
    const batch = batchSize === 1 ? [request('baseline')] : [request('baseline'), request('candidate')];
    const executions = await pool.execute(batch, signal);
    const failed = executions.find(({ outcome }) => outcome.kind !== 'completed');
    if (failed !== undefined) throw new Error(JSON.stringify(failed.outcome));
    return executions.length;
  }
  return { run: (ms) => runFor(ms, concurrency, once), close: () => pool.close() };
}
