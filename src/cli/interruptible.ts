import type { Io } from './io.ts';

/** Ctrl-C during `work` aborts its signal; afterwards it is somebody else's. */
export async function interruptible<T>(io: Io, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const unlisten = io.onInterrupt(() => abort.abort());
  return work(abort.signal).finally(unlisten);
}
