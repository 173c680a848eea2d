import type { Io } from '../cli/io.ts';

/** Ctrl-C during `work` aborts its signal; afterwards it is somebody else's. */
export async function interruptible<T>(io: Io, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, unlisten } = interruption(io);
  return work(signal).finally(unlisten);
}

/** A signal that Ctrl-C aborts until nobody listens any more. */
export function interruption(io: Io): { readonly signal: AbortSignal; readonly unlisten: () => void } {
  const abort = new AbortController();
  const unlisten = io.onInterrupt(() => abort.abort());
  return { signal: abort.signal, unlisten };
}
