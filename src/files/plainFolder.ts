import { lstat, mkdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/**
 * The first link on the way from a folder down to a path below it, the path included; undefined when there is none, or
 * when the path leads elsewhere. What lies in a working folder may have come with a stranger's branch, links included;
 * what lies outside is the user's own.
 */
export async function linkBelow(folder: string, path: string): Promise<string | undefined> {
  const below = relative(folder, resolve(folder, path));
  if (below === '' || isAbsolute(below) || below.split(sep)[0] === '..') return undefined;
  let at = folder;
  for (const part of below.split(sep)) {
    at = join(at, part);
    const found = await lstat(at).catch(() => undefined);
    if (found === undefined) return undefined;
    if (found.isSymbolicLink()) return at;
  }
  return undefined;
}

/**
 * Makes a folder that is to be written, and those above it.
 * Rejects with the error of the system, and with one of our own when a link below `cwd` leads to it.
 */
export async function makePlainFolder(cwd: string, folder: string): Promise<void> {
  const link = await linkBelow(cwd, folder);
  if (link !== undefined)
    throw new Error(`${relative(cwd, link)} is a link, and links in the working folder are not written through`);
  await makeFolders(folder);
}

/**
 * Makes a folder and those above it. Node's own way to do so never ends where a file system says that what is above is
 * not there and lets nobody make it, as below /proc.
 * Rejects with the error of the system.
 *
 * @param mode rights of the folders that are made; those that are there keep their own
 */
export async function makeFolders(folder: string, mode = 0o777): Promise<void> {
  try {
    await makeOne(folder, mode);
  } catch (error) {
    const above = dirname(folder);
    if (codeOf(error) !== 'ENOENT' || above === folder) throw error;
    await makeFolders(above, mode);
    await makeOne(folder, mode);
  }
}

async function makeOne(folder: string, mode: number): Promise<void> {
  try {
    await mkdir(folder, mode);
  } catch (error) {
    const isThere = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isThere) throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
