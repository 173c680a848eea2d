import { setMaxListeners } from 'node:events';
import type { Milliseconds } from '../model/units.ts';

/** All that is asked after an interruption, such as KILL QUERY and the dropping of scratch tables, shares this much, so that it ends within 2 s. */
export const cleanUpMs: Milliseconds = 800;

/** What is asked when a run's time budget has ended gets this much. */
export const budgetGraceMs: Milliseconds = 5_000;

/** The longest a Node timer can wait; a longer one would fire at once. */
const maxTimerMs = 2 ** 31 - 1;

export function timerMs(ms: Milliseconds): Milliseconds {
  return Math.max(0, Math.min(ms, maxTimerMs));
}

/** A signal that aborts after this time, a part of a millisecond or none at all included: what is left of a budget. */
export function after(ms: Milliseconds): AbortSignal {
  return AbortSignal.timeout(Math.ceil(timerMs(ms)));
}

/** Waits so long, or until the signal aborts. */
export function pause(ms: Milliseconds, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });
}

/** Its caller gave the request up. */
export class RequestAborted extends Error {
  constructor() {
    super('The user aborted a request.');
    this.name = 'RequestAborted';
  }
}

/** Waits for work, but no longer than until the signal aborts. The work itself has to end otherwise. @throws RequestAborted */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new RequestAborted());
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

const lateSignals = new WeakMap<AbortSignal, AbortSignal>();

/** Aborts when the time for clearing up after the abort of `signal` is over. */
export function late(signal: AbortSignal): AbortSignal {
  const known = lateSignals.get(signal);
  if (known !== undefined) return known;
  const controller = new AbortController();
  const begin = (): void => void setTimeout(() => controller.abort(), cleanUpMs).unref();
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  // one listener for each request or batch in flight is no leak
  setMaxListeners(0, controller.signal);
  lateSignals.set(signal, controller.signal);
  return controller.signal;
}
