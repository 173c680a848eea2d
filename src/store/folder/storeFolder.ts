import { createHash, randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { link, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders } from '../../files/plainFolder.ts';
import { writeWhole } from '../../files/wholeFile.ts';
import { UserError } from '../../model/errors.ts';
import { headEnd, NoStoredRun, parseHead, type ReadHead, type Stretch, usualHeadBytes } from './storedFile.ts';
import { cannotMakeStore } from './storeErrors.ts';

/** By this file a folder is known as a store. */
const markerName = 'hogbench-store.json';
const runsName = 'runs';
const ending = '.run';
/** What an interrupted push leaves, after which nobody writes it any more. */
const staleMs = 24 * 3600 * 1000;

/** The files of a store: immutable, each written under a name of its own and then given its own for good. */
export interface StoreFolder {
  /** Makes the folder, and marks it. Rejects where something else lies in it. */
  prepare(madeBy: string): Promise<void>;
  /** Names of stored files. Rejects with ENOENT where there is no store. */
  names(): Promise<{ readonly stored: readonly string[]; readonly unfinished: readonly string[] }>;
  path(name: string): string;
  /** @returns false where the name is taken already: then nothing was written */
  publish(name: string, pieces: readonly Uint8Array[], instead?: boolean): Promise<boolean>;
  remove(name: string): Promise<void>;
  removeStale(now: number): Promise<void>;
}

/** The name of the file that a key has. */
export function fileNameOf(key: string): string {
  return `${encodeURIComponent(key)}${ending}`;
}

export function storeFolder(folder: string): StoreFolder {
  const runs = join(folder, runsName);
  const names: StoreFolder['names'] = async () => {
    await stat(join(folder, markerName));
    const entries = await readdir(runs, { withFileTypes: true }).catch(emptyWhereNothing);
    const files = entries.filter((one) => one.isFile()).map((one) => one.name);
    return {
      stored: files.filter((name) => name.endsWith(ending) && !name.startsWith('.')),
      unfinished: files.filter((name) => name.startsWith('.')),
    };
  };
  return {
    names,
    path: (name) => join(runs, name),
    async prepare(madeBy) {
      await makeFolders(folder).catch((error: unknown) => Promise.reject(cannotMakeStore(error, folder)));
      const isMarked = await stat(join(folder, markerName)).then(
        () => true,
        () => false,
      );
      if (!isMarked) {
        const others = (await readdir(folder)).filter((name) => !name.startsWith('.') && name !== runsName);
        // Another push may have marked it in between.
        if (others.some((name) => name !== markerName))
          throw new UserError(
            'usage',
            'the folder holds something else, and is no store',
            'Name a folder that is new or empty with --store.',
            folder,
          );
        await writeWhole(join(folder, markerName), `${JSON.stringify({ format: 'hogbench-store', madeBy })}\n`);
      }
      await makeFolders(runs);
    },
    async publish(name, pieces, instead = false) {
      const fresh = join(runs, `.${randomBytes(8).toString('hex')}.new`);
      try {
        await writeDurably(fresh, pieces);
        return await giveName(fresh, join(runs, name), instead);
      } finally {
        await rm(fresh, { force: true }).catch(() => undefined);
      }
    },
    remove: (name) => rm(join(runs, name), { force: true }),
    async removeStale(now) {
      const { unfinished } = await names();
      for (const name of unfinished) {
        const found = await stat(join(runs, name)).catch(() => undefined);
        if (found !== undefined && found.mtimeMs < now - staleMs) await rm(join(runs, name), { force: true });
      }
    },
  };
}

async function writeDurably(path: string, pieces: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for (const piece of pieces) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A link fails where the name is taken, so that two pushes never write one file. */
async function giveName(fresh: string, path: string, instead: boolean): Promise<boolean> {
  if (instead) {
    await rename(fresh, path);
    return true;
  }
  try {
    await link(fresh, path);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return false;
    // A file system without links, as of some network shares: both would write the same.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS') throw error;
    await rename(fresh, path);
    return true;
  }
}

function emptyWhereNothing(error: unknown): never[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}

const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/**
 * The head of a stored file. Where nothing else waits: thousands of small reads take a fraction of the time that they take one promise each.
 * @throws NoStoredRun, the error of the system, and UserError usage for a file of a newer program
 */
export function readHeadSync(path: string): ReadHead {
  const file = openSync(path, flags);
  try {
    const found = fstatSync(file);
    if (!found.isFile()) throw new NoStoredRun('it is no regular file');
    let beginning = readAtSync(file, { start: 0, end: Math.min(usualHeadBytes, found.size) });
    const end = headEnd(beginning, path);
    if (end > beginning.length) beginning = readAtSync(file, { start: 0, end: Math.min(end, found.size) });
    return parseHead(beginning, found.size, path);
  } finally {
    closeSync(file);
  }
}

/** A stretch of a file. @throws NoStoredRun where it ends before that */
export function readStretchSync(path: string, stretch: Stretch): Buffer {
  const file = openSync(path, flags);
  try {
    return readAtSync(file, stretch);
  } finally {
    closeSync(file);
  }
}

function readAtSync(file: number, { start, end }: Stretch): Buffer {
  const bytes = Buffer.allocUnsafe(end - start);
  for (let done = 0; done < bytes.length; ) {
    const read = readSync(file, bytes, done, bytes.length - done, start + done);
    if (read === 0) throw new NoStoredRun('it ends early');
    done += read;
  }
  return bytes;
}

/** The run file in a stored file. @throws NoStoredRun where it is not as it was pushed */
export async function readRunFile(path: string, { head, run }: ReadHead): Promise<Buffer> {
  const bytes = (await readFile(path)).subarray(run.start, run.end);
  if (hashOf(bytes) !== head.identity.sha256) throw new NoStoredRun('its run file is damaged');
  return bytes;
}

/** Reads all of a stored file. @throws NoStoredRun for what is not as it was written */
export async function checkWhole(path: string): Promise<ReadHead> {
  const read = readHeadSync(path);
  const { head } = read;
  const bytes = await readFile(path);
  const checks = [
    ['its figures are damaged', read.blocks, head.sections.blocks.sha256],
    ['its list of cases is damaged', read.cases, head.sections.cases.sha256],
    ['its run file is damaged', read.run, head.sections.run.sha256],
  ] as const;
  for (const [what, { start, end }, hash] of checks)
    if (hashOf(bytes.subarray(start, end)) !== hash) throw new NoStoredRun(what);
  if (head.sections.run.sha256 !== head.identity.sha256 || head.sections.run.bytes !== head.identity.bytes)
    throw new NoStoredRun('its run file is not the one that it is known by');
  return read;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
