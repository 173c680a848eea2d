import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { Connection } from '../../clickhouse/http/connection.ts';
import { monotonicMs } from '../clock.ts';
import type { LoadedServer, LoadInProgress } from '../load/loadedServer.ts';
import type { LoadOrder, LoadPart, LoadTidings } from '../load/loadTask.ts';

/** What a load thread is handed. */
export interface LoadTask extends LoadPart {
  readonly connections: readonly Connection[];
  readonly port: MessagePort;
}

/** Threads that send load, to any server. */
export interface LoadThreads {
  begin(connections: readonly Connection[], ...asked: Parameters<LoadedServer['begin']>): LoadInProgress;
  close(): Promise<void>;
}

/** Node itself runs this file from sources under a test runner, and compiled otherwise. */
const fromSources = import.meta.url.endsWith('.ts');

/** So that all threads know of the start before it comes. */
const noticeMs = 50;

export function openLoadThreads(count: number): LoadThreads {
  const piscina = new Piscina({
    filename: new URL(fromSources ? './loadWorker.ts' : './loadWorker.js', import.meta.url).href,
    ...(fromSources ? { execArgv: ['--import', 'tsx'] } : {}),
    minThreads: count,
    maxThreads: count,
    concurrentTasksPerWorker: 1,
    atomics: 'disabled',
    recordTiming: false,
  });
  return {
    begin(connections, parts, notBefore, hear) {
      const channels = parts.map(() => new MessageChannel());
      const order = (one: LoadOrder): void => {
        for (const { port1 } of channels) port1.postMessage(one);
      };
      const ready = channels.map(
        ({ port1 }, thread) =>
          new Promise<void>((resolve) => {
            port1.on('message', (tidings: LoadTidings) => {
              if (tidings.kind === 'ready') resolve();
              else hear(thread, tidings);
            });
          }),
      );
      const closed = channels.map(({ port1 }) => new Promise<void>((resolve) => port1.once('close', resolve)));
      const work = parts.map((part, index) => {
        const port = (channels[index] as MessageChannel).port2;
        return piscina.run({ ...part, connections, port } satisfies LoadTask, {
          // a schedule of millions is handed over, not copied
          transferList: [port, ...[part.intended, part.seq, part.caseIndex].map(({ buffer }) => buffer as ArrayBuffer)],
        }) as Promise<void>;
      });
      const done = Promise.all(work);
      // who waits for the start hears of it otherwise
      done.catch(() => undefined);
      return {
        begun: Promise.race([
          Promise.all(ready),
          done.then(() => {
            throw new Error('a thread ended before it began');
          }),
        ]).then(() => {
          const at = Math.max(notBefore, monotonicMs() + noticeMs);
          order({ kind: 'start', at });
          return at;
        }),
        // a port hands over what was said before it closes
        finished: done.then(() => Promise.all(closed)).then(() => undefined),
        enough: () => order({ kind: 'enough' }),
        stop: () => order({ kind: 'stop' }),
      };
    },
    close: () => piscina.destroy(),
  };
}
