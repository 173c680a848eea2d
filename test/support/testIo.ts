import { Readable } from 'node:stream';
import type { Io } from '../../src/cli/io.ts';
import { outputEdge } from '../../src/cli/process/outputEdge.ts';
import { secretsOf } from '../../src/cli/process/processIo.ts';
import { wholeOf } from '../../src/files/regularFile.ts';

export interface TestIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
  /** Presses Ctrl-C. */
  readonly interrupt: () => void;
}

/** An outside world that stands still: a fixed clock, no terminal, everything printed is kept. */
export function testIo(
  cwd: string,
  env: Readonly<Record<string, string>> = {},
  argv: readonly string[] = [],
  redraw = false,
  stdin: string | Buffer = '',
): TestIo {
  let out = '';
  let err = '';
  const listeners = new Set<() => void>();
  const secrets = secretsOf(argv, env);
  const outlets = {
    stdout: (text: string) => {
      out += text;
    },
    stderr: (text: string) => {
      err += text;
    },
  };
  return {
    ...outputEdge(outlets, secrets, redraw),
    secrets,
    stdin: { isTerminal: false, read: (most) => wholeOf(Readable.from([Buffer.from(stdin)]), most) },
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
