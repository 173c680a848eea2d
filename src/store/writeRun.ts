import { constants, lstat, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { regularChunks } from '../files/regularFile.ts';
import { UserError } from '../model/errors.ts';
import type { RunHeader } from '../schema/run/record.ts';
import { schemaVersion } from '../schema/run/runFileVersion.ts';
import { cannotCreate, cannotRead, cannotWrite } from './fileErrors.ts';
import { isGzip, readMembers } from './members.ts';
import { firstLine, parseHeader } from './parseRecord.ts';
import { RunWriter } from './runWriter.ts';
import { storedHeader } from './storedMode.ts';

/**
 * Creates a run file, and the folders above it, and writes its header at once.
 *
 * @throws UserError when the file exists or cannot be written.
 */
export async function createRunFile(path: string, header: RunHeader): Promise<RunWriter> {
  const file = await create(path);
  const writer = new RunWriter(file, path, 0);
  writer.record({ kind: 'header', format: 'hogbench-run', schemaVersion, run: storedHeader(header) });
  try {
    await writer.flush();
  } catch (error) {
    await writer.close().catch(() => undefined);
    await rm(path, { force: true });
    throw error;
  }
  return writer;
}

async function create(path: string): ReturnType<typeof open> {
  try {
    await mkdir(dirname(path), { recursive: true });
    return await open(path, 'ax');
  } catch (error) {
    throw cannotCreate(error, path);
  }
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
