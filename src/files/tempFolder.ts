import { createHash } from 'node:crypto';
import { readlinkSync, rmSync } from 'node:fs';
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { UserError } from '../model/errors.ts';
import { hasProcess, processStart } from './processIdentity.ts';

/** A folder that nobody else can read, for as long as this process needs it. */
export interface TempFolder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** `hogbench-<place>-<process>-<its start>-<random>`: who made a folder stands in its name, from its first moment. */
const ownName = /^hogbench-([\da-f]{8})-(\d+)-(\d+)-\w{6}$/;

const inUse = new Set<string>();

/** @throws UserError target when there is no folder for temporary files, or it cannot be written */
export async function makeTempFolder(): Promise<TempFolder> {
  const parent = tmpdir();
  const owner = `${placeOfProcesses()}-${process.pid}-${(await startOf(process.pid)) ?? 0}`;
  const path = await mkdtemp(join(parent, `hogbench-${owner}-`)).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      'target',
      `no temporary folder can be made (${error.code ?? error.message})`,
      'Set TMPDIR to a folder that exists, that you may write to, and that has room.',
      parent,
    );
  });
  inUse.add(path);
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
      inUse.delete(path);
    },
  };
}

/** For the end of the process, when nothing is waited for any more. */
export function removeTempFoldersNow(): void {
  for (const path of inUse) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // An embedded server that is just ending still writes there; the next start removes the rest.
    }
  }
}

/** Whether a path has the name of a temporary folder that a process of this machine made. */
export function isTempFolder(path: string): boolean {
  return ownName.exec(basename(path))?.[1] === placeOfProcesses();
}

/**
 * Removes the temporary folders of processes that were killed. Touches only what has our kind of name, belongs to this
 * user, is a folder and no link to one, and was made by a process of this machine that is no more.
 */
export async function removeLeftTempFolders(parent: string = tmpdir()): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const [, place, pid, start] = ownName.exec(name) ?? [];
    if (place !== placeOfProcesses() || (await isAlive(Number(pid), start ?? ''))) continue;
    const path = join(parent, name);
    const found = await lstat(path).catch(() => undefined);
    if (found?.isDirectory() !== true || found.uid !== process.getuid?.()) continue;
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Process numbers mean something within a machine and a container alone. */
function placeOfProcesses(): string {
  return createHash('sha256').update(`${hostname()}\0${pidNamespace()}`).digest('hex').slice(0, 8);
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** A number is used again by another process, which began at another time; where that cannot be known, it lives. */
async function isAlive(pid: number, start: string): Promise<boolean> {
  if (!hasProcess(pid)) return false;
  const now = await startOf(pid);
  return now === undefined || start === '0' || now === start;
}

/** As a part of a name: a number, where the system counts so. */
async function startOf(pid: number): Promise<string | undefined> {
  const start = await processStart(pid);
  return start !== undefined && /^\d+$/.test(start) ? start : undefined;
}
