import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Why a file of the user's is not read, for a sentence: `it is a pipe, and only regular files are read`. */
export class FileRefusal extends Error {
  override readonly name = 'FileRefusal';
}

const megabyte = 1024 * 1024;

/** Sizes above which a file is not what it is taken for, in bytes. */
export const mostBytes: { readonly sql: number; readonly yaml: number; readonly key: number } = {
  sql: 64 * megabyte,
  yaml: 8 * megabyte,
  key: megabyte,
};

/** Opening a pipe must not wait for somebody to write to it. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK;
const chunkBytes = 4 * megabyte;
const leastPiece = 4096;

/**
 * Reads a regular file of at most `most` bytes. Links are followed: whoever must not follow them asks `linkOut` first.
 * Rejects with a `FileRefusal` for a pipe, a device, a folder and what is larger, whatever size it claims to have, and
 * with the error of the system otherwise.
 */
export function readRegular(path: string, most: number): Promise<Buffer> {
  return wholeOf(regularChunks(path), most);
}

/** All that comes, of at most `most` bytes; rejects with a `FileRefusal` for more, and reads no further. */
export async function wholeOf(pieces: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of pieces) {
    size += chunk.length;
    if (size > most) throw new FileRefusal(`it is larger than ${Math.round(most / megabyte)} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** As `readRegular`, where nothing can wait. */
export function readRegularSync(path: string, most: number): Buffer {
  const file = openSync(path, flags);
  try {
    refuseSpecial(fstatSync(file));
    const buffer = Buffer.alloc(most + 1);
    let size = 0;
    for (let read = -1; read !== 0 && size <= most; size += read)
      read = readSync(file, buffer, size, most + 1 - size, null);
    if (size > most) throw new FileRefusal(`it is larger than ${Math.round(most / megabyte)} MB`);
    return buffer.subarray(0, size);
  } finally {
    closeSync(file);
  }
}

/** The bytes of a regular file, in pieces; rejects as `readRegular`. */
export async function* regularChunks(path: string): AsyncGenerator<Buffer> {
  const file = await openRegular(path);
  try {
    // One byte more than it holds, so that a small file is read in one piece, and not into a large buffer that has to be collected.
    const piece = Math.min(chunkBytes, Math.max(leastPiece, (await file.stat()).size + 1));
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(piece), 0, piece, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/** Opens a regular file for reading; rejects as `readRegular`. */
export async function openRegular(path: string): Promise<FileHandle> {
  const file = await open(path, flags);
  try {
    refuseSpecial(await file.stat());
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function refuseSpecial(found: Stats): void {
  if (found.isFile()) return;
  const kind = found.isDirectory() ? 'a folder' : found.isFIFO() ? 'a pipe' : 'a device';
  throw new FileRefusal(`it is ${kind}, and only regular files are read`);
}

/** Why a file could not be read: words of ours, or the code of the system. */
export function whyUnread(error: unknown): string {
  if (error instanceof FileRefusal) return error.message;
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
