import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { mostBytes, readRegular, whyUnread } from '../files/regularFile.ts';
import { type Problem, UserError } from '../model/errors.ts';
import { nearest } from '../text/nearest.ts';
import { quoted } from '../text/quote.ts';
import { manifestFile } from './manifest.ts';
import { decodeSource, type SourceText, sourceText } from './sourceText.ts';

/** What stands at a path; `missing` also for what cannot be looked at, `other` for a device or a pipe. */
export async function kindOf(path: string): Promise<'file' | 'folder' | 'other' | 'missing'> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'other';
  } catch {
    return 'missing';
  }
}

/** What a workload of a stranger may make us hold at once, far above any that is meant. */
const limits = { files: 10_000, depth: 32 } as const;

/** Counts what a workload's files hold together. */
export interface ReadBudget {
  bytes: number;
}

const mostTogether = 4 * mostBytes.sql;

export function readBudget(): ReadBudget {
  return { bytes: mostTogether };
}

/** A text of SQL or YAML, and what is wrong with it as a text. */
export interface ReadText {
  readonly source: SourceText;
  readonly problems: readonly Problem[];
  /** What statements without a name are called; absent: by the name of the file. */
  readonly stem?: string;
}

/**
 * Reads a file of a workload that lies in `folder`, shown as `file`. An unreadable one is a problem at its first
 * character, and so is one that a link leads out of the folder to: an error would print what it holds, and there can be
 * anything, keys of the user among it.
 */
export async function readSource(cwd: string, folder: string, file: string, budget: ReadBudget): Promise<ReadText> {
  const source = sourceText(file, '');
  const problem = (what: string, fix: string) => ({
    source,
    problems: [{ rule: 'unreadable' as const, place: source.placeAt(0), what, fix }],
  });
  const path = resolve(cwd, file);
  try {
    if (await leadsOut(resolve(cwd, folder), path))
      return problem('the file is not read: it lies outside of the folder of the workload', 'copy it into the folder');
    const bytes = await readRegular(path, /\.ya?ml$/i.test(file) ? mostBytes.yaml : mostBytes.sql);
    budget.bytes -= bytes.length;
    if (budget.bytes < 0)
      return problem(`the files of the workload are larger than ${mostTogether >> 20} MB together`, 'make it smaller');
    return decodeSource(file, bytes);
  } catch (error) {
    return problem(`the file cannot be read (${whyUnread(error)})`, 'check the file and its permissions');
  }
}

/**
 * Whether a path leads to a file that is none of the workload's. Through a link it is one below the folder alone, and in
 * no hidden folder there: `.git` can hold a token. Written in the manifest, it may lie elsewhere when it is an SQL file.
 */
export async function leadsOut(folder: string, path: string): Promise<boolean> {
  const root = await realpath(folder);
  const real = await realpath(path);
  const below = relative(root, real);
  const isBelow = !isAbsolute(below) && below.split(sep)[0] !== '..';
  const isHidden = below.split(sep).some((part) => part.startsWith('.') && part !== '..');
  const isLinked = real !== join(root, relative(folder, path));
  if (isLinked) return !isBelow || isHidden;
  return (!isBelow || isHidden) && !/\.sql$/i.test(real);
}

/**
 * Paths from `folder` of the `.sql` files in it and below, sorted. Hidden folders, and folders with a
 * `workload.yaml` of their own, are not entered.
 * @throws UserError usage when a folder cannot be listed, and when there are too many or they lie too deep
 */
export async function sqlFilesIn(folder: string, depth = 0): Promise<readonly string[]> {
  if (depth > limits.depth)
    throw new UserError('usage', `the folder ${quoted(folder)} lies too deep`, `nest at most ${limits.depth} folders`);
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new UserError(
      'usage',
      `the folder ${quoted(folder)} cannot be read (${whyUnread(error)})`,
      'check its permissions',
    );
  });
  const found: string[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) {
      if (/\.sql$/i.test(entry.name)) found.push(entry.name);
      continue;
    }
    const below = join(folder, entry.name);
    if (entry.name.startsWith('.') || (await kindOf(join(below, manifestFile))) !== 'missing') continue;
    for (const file of await sqlFilesIn(below, depth + 1)) found.push(join(entry.name, file));
    if (found.length > limits.files) break;
  }
  if (found.length > limits.files)
    throw new UserError(
      'usage',
      `the folder ${quoted(folder)} holds more than ${limits.files} .sql files`,
      'split it into several workloads',
    );
  return found.sort();
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
