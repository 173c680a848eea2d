import { closeSync, constants, fstatSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { DataType, load, open } from 'ffi-rs';

const LOCK_EXCLUSIVE_NOW = 2 | 4;
const BUSY: Readonly<Record<string, number>> = { linux: 11, darwin: 35 };
const LIBC: Readonly<Record<string, string>> = { linux: 'libc.so.6', darwin: '/usr/lib/libSystem.B.dylib' };
const PATIENCE_MS = 3000;
const PAUSE_MS = 100;

export type LockResult = { readonly kind: 'held' } | { readonly kind: 'busy'; readonly holder: number | undefined };

/**
 * Takes the lock file of a data directory for the life of this process. It is a lock of the kernel
 * (`flock`), so a process that was killed leaves none behind. `owner` is the process id to name to others.
 * Waits a little for a server that is just stopping. Throws when the file system cannot lock.
 */
export function lockDirectory(path: string, owner: number): LockResult {
  const file = openLock(path, constants.O_CREAT);
  openLibc();
  const giveUpAt = performance.now() + PATIENCE_MS;
  for (;;) {
    const code = flock(file);
    if (code === 0) break;
    if (code !== BUSY[process.platform]) throw new Error(`cannot lock ${path} (error ${code} of the system)`);
    if (performance.now() > giveUpAt) return { kind: 'busy', holder: readHolder(path) };
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
  ftruncateSync(file);
  writeSync(file, `${owner}\n`);
  return { kind: 'held' };
}

/**
 * Takes the lock of a data directory if no server has it, without waiting. Gives what releases it, or undefined
 * when a server runs there. Throws when there is no such file, or the file system cannot lock.
 */
export function holdIfFree(path: string): (() => void) | undefined {
  const file = openLock(path, 0);
  openLibc();
  const code = flock(file);
  if (code === 0) return () => closeSync(file);
  closeSync(file);
  if (code === BUSY[process.platform]) return undefined;
  throw new Error(`cannot lock ${path} (error ${code} of the system)`);
}

/** A link would have another file emptied, and so would a second name of it. */
function openLock(path: string, more: number): number {
  const file = openSync(path, constants.O_RDWR | constants.O_NOFOLLOW | constants.O_NONBLOCK | more, 0o600);
  const found = fstatSync(file);
  if (found.isFile() && found.nlink === 1) return file;
  closeSync(file);
  throw new Error(`cannot lock ${path}: it is no file of its own`);
}

function openLibc(): void {
  open({ library: 'libc', path: LIBC[process.platform] ?? 'libc.so.6' });
}

function readHolder(path: string): number | undefined {
  const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
  return pid > 0 ? pid : undefined;
}

/** Error number of the system, 0 when the lock is ours. */
function flock(file: number): number {
  const result = load({
    library: 'libc',
    funcName: 'flock',
    retType: DataType.I32,
    paramsType: [DataType.I32, DataType.I32],
    paramsValue: [file, LOCK_EXCLUSIVE_NOW],
    errno: true,
  });
  if (typeof result === 'number') return result;
  return result.value === 0 ? 0 : result.errnoCode;
}
