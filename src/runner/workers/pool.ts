import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { BroadcastChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { Connection } from '../../clickhouse/http/connection.ts';
import { describeFailure } from '../../clickhouse/http/requestFailures.ts';
import type { RunArm } from '../../model/arm.ts';
import type { Execution, Executor, SampleRequest } from '../executor.ts';
import { late, orAborted, RequestAborted } from '../waiting.ts';
import { interrupted, notStarted } from './execution.ts';

/** How to reach the servers of each arm: one, or replicas that the sessions take turns on. */
export type Connections = Readonly<Partial<Record<RunArm, readonly Connection[]>>>;

/** What a worker thread is started with. */
export interface WorkerSetup {
  readonly connections: Connections;
  /** Name of the BroadcastChannel on which batches are cancelled. */
  readonly channel: string;
}

/** What a worker thread is handed: requests to run in the way that `Executor.execute` says. */
export interface Batch {
  readonly id: number;
  /** Grows with every reconnect; a worker that sees a new one opens fresh connections. */
  readonly generation: number;
  /** Names the replica: session n mod their number. */
  readonly session: number;
  readonly requests: readonly SampleRequest[];
}

/** Said to every worker: stop this batch, whoever has it. */
export interface Cancellation {
  readonly cancel: number;
}

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
