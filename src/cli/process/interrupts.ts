import { exitCode } from '../exitCode.ts';
import { onNpxGone } from './parentGone.ts';

/** npx passes a Ctrl-C on that the terminal has sent already: what follows at once is the same one. */
const sameMs = 250;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls back at the first Ctrl-C, SIGTERM, loss of the terminal, or loss of npx; a second Ctrl-C or SIGTERM ends the
 * process at once. Returns what stops listening.
 * @param hangup false where the process is meant to outlive its terminal
 */
export function onInterrupt(listener: () => void, hangup: boolean): () => void {
  let firstAt: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (signal === 'SIGHUP' && !hangup) return;
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      listener();
      // A terminal that goes says so several times.
    } else if (signal !== 'SIGHUP' && now - firstAt > sameMs) process.exit(exitCode.interrupted);
  };
  for (const signal of signals) process.on(signal, onSignal);
  const unwatch = onNpxGone({ env: process.env, parent: () => process.ppid }, () => {
    if (firstAt === undefined) onSignal('SIGTERM');
  });
  return () => {
    unwatch();
    for (const signal of signals) process.off(signal, onSignal);
  };
}
