import { randomBytes } from 'node:crypto';
import { isatty } from 'node:tty';
import { wholeOf } from '../../files/regularFile.ts';
import { Secrets, secretName } from '../../model/secrets.ts';
import { monotonicMs } from '../../runner/clock.ts';
import { secretHostsVariable } from '../flags/configVariables.ts';
import type { Io } from '../io.ts';
import { hangupIsIgnored, realSurroundings } from './hangup.ts';
import { onInterrupt } from './interrupts.ts';
import { type Outlets, outputEdge } from './outputEdge.ts';

const defaultColumns = 100;

/** The process as the command line's outside world, in the folder `cwd`. */
export function processIo(outlets: Outlets, cwd: string): Io {
  const isTerminal = process.stderr.isTTY === true && process.env.CI === undefined;
  const secrets = secretsOf(process.argv.slice(2), process.env);
  const hangup = !hangupIsIgnored(realSurroundings());
  // Without a listener, a SIGHUP ends the process.
  if (!hangup) process.on('SIGHUP', () => undefined);
  return {
    ...outputEdge(outlets, secrets, isTerminal),
    secrets,
    // Opened only when it is read.
    stdin: { isTerminal: isatty(0), read: (most) => wholeOf(process.stdin, most) },
    env: process.env,
    cwd,
    isTerminal,
    isColor: process.stdout.isTTY === true,
    columns: process.stdout.columns || defaultColumns,
    now: Date.now,
    monotonic: monotonicMs,
    secret: () => randomBytes(32).toString('hex'),
    onInterrupt: (listener) => onInterrupt(listener, hangup),
  };
}

/** What was given to this process and must not be said, understood or not. */
export function secretsOf(argv: readonly string[], env: Io['env']): Secrets {
  const secrets = new Secrets();
  for (const [index, argument] of argv.entries()) {
    secrets.keepFrom(argument);
    const flag = /^--?([\w-]+)$/.exec(argv[index - 1] ?? '')?.[1];
    if (flag !== undefined && secretName.test(flag) && !argument.startsWith('-')) secrets.keep(argument);
  }
  for (const [name, value = ''] of Object.entries(env)) {
    if (!name.startsWith('HOGBENCH_') || name === secretHostsVariable) continue;
    if (secretName.test(name)) secrets.keep(value);
    else secrets.keepFrom(value);
  }
  return secrets;
}
