import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { BroadcastChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { late } from '../../clickhouse/http/boundedControl.ts';
import { RequestAborted } from '../../clickhouse/http/deadlines.ts';
import { describeFailure } from '../../clickhouse/http/requestFailures.ts';
import type { Execution, Executor } from '../executor.ts';
import { orAborted } from '../orAborted.ts';
import { type Batch, type Cancellation, type Connections, interrupted, notStarted, type WorkerSetup } from './batch.ts';

export interface PoolOptions {
  /** One for each arm that requests will name. */
  readonly connections: Connections;
  /** Batches in flight at once, 1 or more; further ones wait. */
  readonly concurrency: number;
}

/** Node itself runs this file from sources under a test runner, and compiled otherwise. */
const fromSources = import.meta.url.endsWith('.ts');

/**
 * One thread sends far more requests a second than a server answers, and each further one costs wake-ups
 * that a server on the same machine lacks; so one is left to the rest.
 */
export function threadsFor(concurrency: number, cores: number): number {
  return Math.max(1, Math.min(Math.ceil(concurrency / batchesPerThread), cores - 1));
}

const batchesPerThread = 16;

/** An executor on worker threads, each with its own connections. The threads start at once. */
export function createPool({ connections, concurrency }: PoolOptions): Executor {
  const setup: WorkerSetup = { connections, channel: `hogbench-${randomUUID()}` };
  const threads = threadsFor(concurrency, availableParallelism());
  const piscina = new Piscina({
    filename: new URL(fromSources ? './worker.ts' : './worker.js', import.meta.url).href,
    ...(fromSources ? { execArgv: ['--import', 'tsx'] } : {}),
    workerData: setup,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: Math.ceil(concurrency / threads),
    // a thread that sleeps on an Atomics.wait sees neither a cancellation nor a socket that the server closed
    atomics: 'disabled',
    recordTiming: false,
  });
  const channel = new BroadcastChannel(setup.channel);
  channel.unref();
  const pending = new Set<Promise<unknown>>();
  let batches = 0;
  let generation = 0;
  let session = 0;

  async function execute(...[requests, signal]: Parameters<Executor['execute']>): Promise<readonly Execution[]> {
    if (signal.aborted) return requests.map((request) => notStarted(request, interrupted));
    const batch: Batch = { id: batches++, generation, session, requests };
    const cancel = (): void => channel.postMessage({ cancel: batch.id } satisfies Cancellation);
    // one listener a batch in flight is no leak
    setMaxListeners(0, signal);
    signal.addEventListener('abort', cancel, { once: true });
    const work = piscina.run(batch) as Promise<readonly Execution[]>;
    pending.add(work);
    try {
      // a thread clears up behind what it gives up, and is not waited for any longer than that may take
      return await orAborted(work, late(signal));
    } catch (error) {
      if (error instanceof RequestAborted) return requests.map((request) => notStarted(request, interrupted));
      const message = `the worker thread stopped: ${describeFailure(error).message}`;
      return requests.map((request) => notStarted(request, { kind: 'failed', clientMs: 0, code: null, message }));
    } finally {
      pending.delete(work);
      signal.removeEventListener('abort', cancel);
    }
  }

  return {
    execute,
    async reconnect(next) {
      await Promise.allSettled(pending);
      generation += 1;
      session = next;
    },
    async close() {
      channel.close();
      await piscina.destroy();
    },
  };
}
