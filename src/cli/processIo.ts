import { randomBytes } from 'node:crypto';
import { monotonicMs } from '../runner/clock.ts';
import type { Io } from './io.ts';
import { onNpxGone } from './parentGone.ts';

const defaultColumns = 100;

/** The process as the command line's outside world. A second Ctrl-C ends it at once. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    env: process.env,
    cwd: process.cwd(),
    isTerminal: process.stderr.isTTY === true && process.env.CI === undefined,
    isColor: process.stdout.isTTY === true,
    columns: process.stdout.columns || defaultColumns,
    now: Date.now,
    monotonic: monotonicMs,
    secret: () => randomBytes(32).toString('hex'),
    onInterrupt(listener) {
      let first = true;
      const onSignal = (): void => {
        if (!first) process.exit(130);
        first = false;
        listener();
      };
      process.on('SIGINT', onSignal);
      process.on('SIGTERM', onSignal);
      const parentage = { env: process.env, parent: () => process.ppid };
      const unwatch = onNpxGone(parentage, () => {
        if (first) onSignal();
      });
      return () => {
        unwatch();
        process.off('SIGINT', onSignal);
        process.off('SIGTERM', onSignal);
      };
    },
  };
}

/** `hogbench … | head` reads what it wants and goes; that is no failure of ours. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
