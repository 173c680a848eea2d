import { randomBytes } from 'node:crypto';
import { constants, lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Whole, or in pieces where it can be long; bytes as they stand. */
export type FileText = string | Uint8Array | Iterable<string>;

/**
 * Writes a file so that it is there whole or not at all: under a fresh name beside it, which then takes its place. What
 * was there before is replaced, a link included; what the link leads to, and other names of the same file, stay as
 * they are. Rejects with the error of the system, and with one of our own where a folder, a device or a pipe stands.
 */
export async function writeWhole(path: string, text: FileText, mode = 0o666): Promise<void> {
  await refuseSpecial(path);
  const fresh = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}.new`);
  const file = await open(fresh, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, mode);
  try {
    try {
      for (const piece of typeof text === 'string' || text instanceof Uint8Array ? [text] : text)
        await file.writeFile(piece);
    } finally {
      // A full disk may show here first.
      await file.close();
    }
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Renaming over a device would replace it: `/dev/null` is no longer one then. */
async function refuseSpecial(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined || found.isFile() || found.isSymbolicLink()) return;
  throw new Error(`it is ${found.isDirectory() ? 'a folder' : 'no regular file'}`);
}
