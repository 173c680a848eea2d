import type { Io } from '../../src/cli/io.ts';

export interface TestIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
  /** Presses Ctrl-C. */
  readonly interrupt: () => void;
}

/** An outside world that stands still: a fixed clock, no terminal, everything printed is kept. */
export function testIo(cwd: string, env: Readonly<Record<string, string>> = {}): TestIo {
  let out = '';
  let err = '';
  const listeners = new Set<() => void>();
  return {
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    env,
    cwd,
    isTerminal: false,
    isColor: false,
    columns: 120,
    secret: () => 'a secret of tests',
    now: () => Date.UTC(2026, 0, 31, 12),
    monotonic: () => 0,
    onInterrupt(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    out: () => out,
    err: () => err,
    interrupt: () => {
      for (const listener of listeners) listener();
    },
  };
}
