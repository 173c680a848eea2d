import { access, constants, lstat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { makePlainFolder } from '../files/plainFolder.ts';
import { type FileText, writeWhole } from '../files/wholeFile.ts';
import { UserError } from '../model/errors.ts';

/** A path as people type it: relative to where they stand, when that is no longer than the whole. */
export function shownPath(cwd: string, path: string): string {
  const short = relative(cwd, path);
  return short.length < path.length ? short : path;
}

/** What a path leads to, a link not followed. */
export async function kindAt(path: string): Promise<'nothing' | 'link' | 'folder' | 'other'> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return 'nothing';
  if (found.isSymbolicLink()) return 'link';
  return found.isDirectory() ? 'folder' : 'other';
}

/** Whether there is a file or folder of this name. */
export async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** `ENOSPC`, or what was said where the system gives no code. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.message;
}

/**
 * Writes a file a user asked for by name.
 * @throws UserError usage when it exists (unless `force`), or cannot be written
 */
export async function writeReport(cwd: string, path: string, text: FileText, force: boolean): Promise<void> {
  const file = resolve(cwd, path);
  await checkFree(file, path, force);
  await writeNew(file, text, path);
}

/**
 * Fails early, before anything is rendered or measured, when a report could not be written later.
 * @throws UserError usage
 */
export async function checkReportPath(cwd: string, path: string, force: boolean): Promise<void> {
  const file = resolve(cwd, path);
  await checkFree(file, path, force);
  try {
    await makePlainFolder(cwd, dirname(file));
    await access(dirname(file), constants.W_OK);
  } catch (error) {
    throw new UserError(
      'usage',
      `the folder of the report cannot be written (${errorCode(error)})`,
      'Choose another path.',
      path,
    );
  }
}

/** A link that leads nowhere is there too. */
async function checkFree(file: string, path: string, force: boolean): Promise<void> {
  const kind = await kindAt(file);
  if (kind === 'link')
    throw new UserError('usage', 'the file is a link', 'Remove it, or name the file that it leads to.', path);
  if (kind !== 'nothing' && !force)
    throw new UserError('usage', 'the file exists', 'Choose another name, or add --force to replace it.', path);
}

/** @throws UserError target when it cannot be written */
export async function writeNew(file: string, text: FileText, shown: string): Promise<void> {
  try {
    await writeWhole(file, text);
  } catch (error) {
    // Of whoever makes the text, piece by piece.
    if (error instanceof UserError) throw error;
    throw new UserError(
      'target',
      `the file could not be written (${errorCode(error)})`,
      'Free some space or choose another path. The run file holds all samples: hogbench report renders it again.',
      shown,
    );
  }
}
