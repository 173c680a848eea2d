import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

const hangupBit = 1n;
const writeOnly = 1;

/** What is asked of the system; tests hand in their own. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly parent: number;
  /** A file's text, or where a link leads; throws when there is none. */
  readonly read: (path: string) => string;
  readonly link: (path: string) => string;
}

/** Those of this process. */
export function realSurroundings(): Surroundings {
  return {
    env: process.env,
    parent: process.ppid,
    read: (path) => readFileSync(path, 'utf8'),
    link: (path) => readlinkSync(path),
  };
}

/**
 * Whether whoever started this process meant it to outlive its terminal: by `nohup`, or from a shell with
 * `trap '' HUP`. Node gives SIGHUP back its effect before any of our code runs, so it is read from what else is left:
 * the name of the command that a shell started, what `nohup` does to the standard streams, and what the parent ignores.
 */
export function hangupIsIgnored({ env, parent, read, link }: Surroundings): boolean {
  if (basename(env._ ?? '') === 'nohup') return true;
  const signs = [
    () => (BigInt(`0x${/^SigIgn:\s*([\da-f]+)/m.exec(read(`/proc/${parent}/status`))?.[1] ?? '0'}`) & hangupBit) !== 0n,
    () => isNullForWriting(read('/proc/self/fdinfo/0'), link('/proc/self/fd/0')),
    () => basename(link('/proc/self/fd/1')) === 'nohup.out',
    () => basename(link('/proc/self/fd/2')) === 'nohup.out',
  ];
  return signs.some(holds);
}

/** `nohup` puts it in the place of a terminal, so that a read fails. */
function isNullForWriting(info: string, target: string): boolean {
  const flags = Number.parseInt(/^flags:\s*([0-7]+)/m.exec(info)?.[1] ?? '0', 8);
  return target === '/dev/null' && (flags & 3) === writeOnly;
}

/** Systems without /proc have none of these signs. */
function holds(sign: () => boolean): boolean {
  try {
    return sign();
  } catch {
    return false;
  }
}
