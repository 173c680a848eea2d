import { RequestAborted } from '../clickhouse/http/deadlines.ts';

/** Waits for work, but no longer than until the signal aborts. The work itself has to end otherwise. @throws RequestAborted */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new RequestAborted());
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
