import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { type Problem, UserError } from '../model/errors.ts';
import { manifestFile } from './manifest.ts';
import { nearest } from './nearest.ts';
import { quoted } from './quote.ts';
import { decodeSource, type SourceText, sourceText } from './sourceText.ts';

/** What stands at a path; `missing` also for what cannot be looked at. */
export async function kindOf(path: string): Promise<'file' | 'folder' | 'missing'> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'folder';
    // A device or a pipe may never end.
    return found.isFile() ? 'file' : 'missing';
  } catch {
    return 'missing';
  }
}

/** Reads a file that is shown as `file`; an unreadable one is a problem at its first character. */
export async function readSource(
  cwd: string,
  file: string,
): Promise<{ source: SourceText; problems: readonly Problem[] }> {
  try {
    return decodeSource(file, await readFile(resolve(cwd, file)));
  } catch (error) {
    const source = sourceText(file, '');
    const what = `the file cannot be read (${errorCode(error)})`;
    return {
      source,
      problems: [{ rule: 'unreadable', place: source.placeAt(0), what, mend: 'check the file and its permissions' }],
    };
  }
}

/**
 * Paths from `folder` of the `.sql` files in it and below, sorted. Hidden folders, and folders with a
 * `workload.yaml` of their own, are not entered.
 * @throws UserError usage when a folder cannot be listed
 */
export async function sqlFilesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new UserError(
      'usage',
      `the folder ${quoted(folder)} cannot be read (${errorCode(error)})`,
      'check its permissions',
    );
  });
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly string[]> => {
      if (!entry.isDirectory()) return /\.sql$/i.test(entry.name) ? [entry.name] : [];
      const below = join(folder, entry.name);
      if (entry.name.startsWith('.') || (await kindOf(join(below, manifestFile))) !== 'missing') return [];
      return (await sqlFilesIn(below)).map((file) => join(entry.name, file));
    }),
  );
  return found.flat().sort();
}

/** Advice for a path that leads nowhere: the neighbour whose name is nearest, if any. */
export async function adviceForMissing(cwd: string, path: string): Promise<string> {
  const near = await nearNeighbour(cwd, path);
  return near === undefined ? 'check the path' : `did you mean ${quoted(near)}?`;
}

/** The path beside one that leads nowhere whose name is nearest. */
export async function nearNeighbour(cwd: string, path: string): Promise<string | undefined> {
  const parent = dirname(path);
  const neighbours = await readdir(resolve(cwd, parent)).catch((): string[] => []);
  const near = nearest(basename(path), neighbours);
  return near !== undefined && parent !== '.' ? `${parent}/${near}` : near;
}

/** A file's path as it is shown: relative when it lies below the working directory. */
export function shownPath(cwd: string, file: string): string {
  if (!isAbsolute(file)) return file;
  const below = relative(cwd, file);
  return below.startsWith('..') || isAbsolute(below) || below === '' ? file : below;
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
