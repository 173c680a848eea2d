import type { SampleRequest } from '../../src/runner/executor.ts';
import { takeBatch } from '../../src/runner/order.ts';
import { type Loop, logComment, newQueryId, runFor, type Server, settings, statement } from './loop.ts';

export type Batching = 'single' | 'pair' | 'asMeasured';

/**
 * The whole path of a measured execution: executor, Piscina, worker thread, client, server. `asMeasured` hands
 * over batches as the runner does: as many pairs as took little last time.
 *
 * @param compiled the URL of the compiled pool, as users run it
 */
export async function runnerLoop(
  server: Server,
  concurrency: number,
  batching: Batching,
  compiled: string,
): Promise<Loop> {
  const { createPool } = (await import(compiled)) as typeof import('../../src/runner/workers/pool.ts');
  const connection = { url: server.url, user: server.user, password: server.password };
  const pool = createPool({ connections: { baseline: [connection], candidate: [connection] }, concurrency });
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

  const pair = { caseId: 'select_one', arms: ['baseline', 'candidate'] } as const;
  let pairMs: number | undefined;

  function nextBatch(): readonly SampleRequest[] {
    if (batching === 'single') return [request('baseline')];
    const pairs = batching === 'pair' ? [pair] : takeBatch(Array(100).fill(pair), () => pairMs);
    return pairs.flatMap(({ arms }) => arms.map(request));
  }

  async function once(): Promise<number> {
    const batch = nextBatch();
    const began = performance.now();
    const executions = await pool.execute(batch, signal);
    const failed = executions.find(({ outcome }) => outcome.kind !== 'completed');
    if (failed !== undefined) throw new Error(JSON.stringify(failed.outcome));
    pairMs = (2 * (performance.now() - began)) / executions.length;
    return executions.length;
  }
  return { run: (ms) => runFor(ms, concurrency, once), close: () => pool.close() };
}
