import type { Listener, World } from '../src/app/world.ts';
import { Secrets } from '../src/model/secrets.ts';

/** A world without a terminal, for programs that use what the command line uses. */
export function quietWorld(cwd: string, warn: (line: string) => void = () => undefined): World {
  return {
    cwd,
    warn,
    env: process.env,
    secrets: new Secrets(),
    now: Date.now,
    monotonic: () => performance.now(),
    secret: () => 'calibration',
    onInterrupt: () => () => undefined,
  };
}

/** Nobody who is told how the work goes. */
export const nobody: Listener = {
  phase: () => undefined,
  remaining: () => undefined,
  step: () => undefined,
  say: () => undefined,
  note: () => undefined,
  end: () => undefined,
};
