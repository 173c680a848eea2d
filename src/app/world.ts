import type { Secrets } from '../model/secrets.ts';
import type { Progress } from '../runner/measureInput.ts';

/** What a use case knows of the process that it runs in. Tests hand in their own. */
export interface World {
  /** Relative paths start here. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What must not be said. */
  readonly secrets: Secrets;
  /** Milliseconds since 1970, which can be set at any moment. */
  readonly now: () => number;
  /** Milliseconds on a clock that is never set, from an arbitrary start; durations come of it. */
  readonly monotonic: () => number;
  /** A text that nobody can guess. */
  readonly secret: () => string;
  /** Takes a line for people, quiet or not. */
  readonly warn: (line: string) => void;
  /** Calls back when the work is to stop; returns a function that stops listening. */
  readonly onInterrupt: (listener: () => void) => () => void;
}

/** Told how the work goes. */
export interface Listener extends Progress {
  /** A remark for people who did not ask for quiet. */
  note(line: string): void;
  /** No more will come. */
  end(): void;
}

/** An interrupt during `work` aborts its signal; afterwards it is somebody else's. */
export async function interruptible<T>(
  { onInterrupt }: Pick<World, 'onInterrupt'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, unlisten } = interruption({ onInterrupt });
  return work(signal).finally(unlisten);
}

/** A signal that an interrupt aborts until nobody listens any more. */
export function interruption({ onInterrupt }: Pick<World, 'onInterrupt'>): {
  readonly signal: AbortSignal;
  readonly unlisten: () => void;
} {
  const abort = new AbortController();
  const unlisten = onInterrupt(() => abort.abort());
  return { signal: abort.signal, unlisten };
}
