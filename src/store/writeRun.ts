import { randomBytes } from 'node:crypto';
import { constants, lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolders } from '../files/plainFolder.ts';
import { regularChunks } from '../files/regularFile.ts';
import { UserError } from '../model/errors.ts';
import type { RunHeader } from '../schema/run/record.ts';
import { schemaVersion } from '../schema/run/runFileVersion.ts';
import { cannotCreate, cannotRead, cannotWrite } from './fileErrors.ts';
import type { AppendableFile } from './memberLog.ts';
import { isGzip, readMembers } from './members.ts';
import { firstLine, parseHeader } from './parseRecord.ts';
import { RunWriter } from './runWriter.ts';
import { storedHeader } from './storedMode.ts';

/**
 * Creates a run file, and the folders above it, with its header in it: there is no moment at which it is there without.
 *
 * @throws UserError when the file exists or cannot be written.
 */
export function createRunFile(path: string, header: RunHeader): Promise<RunWriter> {
  return createBegun(path, (file) => {
    const writer = new RunWriter(file, path, 0);
    writer.record({ kind: 'header', format: 'hogbench-run', schemaVersion, run: storedHeader(header) });
    return writer;
  });
}

/**
 * Creates a file under its name once its writer has written what it begins with.
 *
 * @param begin makes the writer and gives it the header
 * @throws UserError when the file exists or cannot be written.
 */
export async function createBegun<W extends Flushed>(path: string, begin: (file: AppendableFile) => W): Promise<W> {
  const fresh = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}.new`);
  const writer = begin(await create(fresh, path));
  try {
    await writer.flush();
    await takeName(fresh, path);
  } catch (error) {
    await writer.close().catch(() => undefined);
    throw error;
  } finally {
    await rm(fresh, { force: true });
  }
  return writer;
}

interface Flushed {
  flush(): Promise<void>;
  close(): Promise<void>;
}

async function create(fresh: string, path: string): ReturnType<typeof open> {
  try {
    await makeFolders(dirname(path));
    await refuseExisting(path);
    return await open(fresh, 'ax');
  } catch (error) {
    throw cannotCreate(error, path);
  }
}

/** Renaming replaces what is there, so that is looked at first; two runs at once are kept apart by the claim on their folder. */
async function takeName(fresh: string, path: string): Promise<void> {
  try {
    await refuseExisting(path);
    await rename(fresh, path);
  } catch (error) {
    throw cannotCreate(error, path);
  }
}

async function refuseExisting(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found !== undefined) throw Object.assign(new Error('it is there'), { code: 'EEXIST' });
}

/**
 * Makes sure that continuing a run file writes to it alone.
 *
 * @throws UserError when it is no regular file, is a link, or has another name that would change with it.
 */
export async function checkPlain(path: string): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    throw cannotRead(error, path);
  });
  const copy = 'Copy it, and continue the copy.';
  if (found.isSymbolicLink())
    throw new UserError('usage', 'The run file is a link, and is not written through.', 'Name what it leads to.', path);
  if (!found.isFile()) throw new UserError('usage', 'The run file is no regular file.', copy, path);
  if (found.nlink > 1)
    throw new UserError('usage', 'The run file has another name, a hard link, that would be written too.', copy, path);
}

/**
 * Opens a run file to continue it. What an unfinished write left at its end is cut off first.
 *
 * @throws UserError when it is no run file of this version, or not a compressed one.
 */
export async function openRunFile(path: string, now: number = Date.now()): Promise<RunWriter> {
  const size = await readableSize(path);
  try {
    const { O_WRONLY, O_APPEND, O_NOFOLLOW } = constants;
    const file = await open(path, O_WRONLY | O_APPEND | O_NOFOLLOW);
    await file.truncate(size);
    const writer = new RunWriter(file, path, size);
    writer.record({ kind: 'resumed', at: now });
    return writer;
  } catch (error) {
    throw cannotWrite(error, path);
  }
}

async function* compressedChunks(path: string): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of regularChunks(path)) {
    if (isFirst && !isGzip(chunk))
      throw new UserError('usage', 'Only a compressed run file can be continued.', 'Name a .jsonl.gz file.', path);
    isFirst = false;
    yield chunk;
  }
}

/** The length up to the end of the last member that can be read. */
async function readableSize(path: string): Promise<number> {
  let size = 0;
  try {
    for await (const stretch of readMembers(compressedChunks(path))) {
      if (stretch.start === 0) parseHeader(stretch.kind === 'text' ? firstLine(stretch.text) : undefined, path);
      if (stretch.kind === 'text') size = stretch.end;
    }
  } catch (error) {
    throw cannotRead(error, path);
  }
  return size;
}
