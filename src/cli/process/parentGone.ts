const lookEveryMs = 1000;

/** What is asked of this process; tests hand in their own. */
export interface Parentage {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly parent: () => number;
}

/**
 * Calls the listener once when `npx`, which started this process, has gone without passing its signal on: nobody could
 * stop it any more by stopping what was started. Other parents are not watched, since a process begun with `nohup`, by a
 * service manager or in a shell's background is meant to outlive them. Returns how to stop watching.
 */
export function onNpxGone({ env, parent }: Parentage, listener: () => void, everyMs: number = lookEveryMs): () => void {
  if (env.npm_command !== 'exec') return () => {};
  const first = parent();
  const timer = setInterval(() => {
    if (parent() === first) return;
    clearInterval(timer);
    listener();
  }, everyMs);
  // It keeps no process alive that has nothing left to do.
  timer.unref();
  return () => clearInterval(timer);
}
