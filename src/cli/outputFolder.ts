import { access, constants, mkdir, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { UserError } from '../model/errors.ts';

/** A path as people type it: relative to where they stand, when that is no longer than the whole. */
export function shownPath(cwd: string, path: string): string {
  const short = relative(cwd, path);
  return short.length < path.length ? short : path;
}

/** What a measuring command leaves in its output folder. */
export const outputNames = {
  run: 'run.jsonl.gz',
  html: 'report.html',
  markdown: 'report.md',
  json: 'report.json',
} as const;

/** Whole, or in pieces where it can be long. */
export type ReportText = string | Iterable<string>;

export interface OutputFolder {
  readonly folder: string;
  /** As shown to people: relative to where they stand. */
  readonly shown: (name: string) => string;
  readonly path: (name: string) => string;
  /** Moves the results of an earlier run to `earlier/<time>/`; called when a new one can begin. */
  makeRoom(): Promise<void>;
  write(name: string, text: ReportText): Promise<void>;
}

/**
 * Opens the folder that results go to, before anything is measured, and proves that it can be written.
 * @throws UserError usage when the folder cannot be made or written
 */
export async function openOutputFolder(
  cwd: string,
  out: string,
  now: number,
  keepRunFile: boolean,
): Promise<OutputFolder> {
  const folder = resolve(cwd, out);
  const probe = join(folder, '.write-test');
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, 'x');
    await unlink(probe);
  } catch (error) {
    throw new UserError(
      'usage',
      `the output folder cannot be written (${errorCode(error)})`,
      'Choose another one with --out.',
      out,
    );
  }
  return {
    folder,
    shown: (name) => shownPath(cwd, join(folder, name)),
    path: (name) => join(folder, name),
    makeRoom: () => moveEarlier(folder, now, keepRunFile),
    write: (name, text) => writeNew(join(folder, name), text),
  };
}

async function moveEarlier(folder: string, now: number, keepRunFile: boolean): Promise<void> {
  const earlier = join(folder, 'earlier', new Date(now).toISOString().replaceAll(/[:.]/g, '-'));
  for (const name of Object.values(outputNames)) {
    if (keepRunFile && name === outputNames.run) continue;
    if (!(await exists(join(folder, name)))) continue;
    await mkdir(earlier, { recursive: true });
    await rename(join(folder, name), join(earlier, name));
  }
}

/**
 * Writes a file a user asked for by name.
 * @throws UserError usage when it exists (unless `force`), or cannot be written
 */
export async function writeReport(cwd: string, path: string, text: ReportText, force: boolean): Promise<void> {
  const file = resolve(cwd, path);
  if (!force && (await exists(file)))
    throw new UserError('usage', 'the file exists', 'Choose another name, or add --force to replace it.', path);
  await writeNew(file, text);
}

/**
 * Fails early, before anything is rendered or measured, when a report could not be written later.
 * @throws UserError usage
 */
export async function checkReportPath(cwd: string, path: string, force: boolean): Promise<void> {
  const file = resolve(cwd, path);
  if (!force && (await exists(file)))
    throw new UserError('usage', 'the file exists', 'Choose another name, or add --force to replace it.', path);
  try {
    await mkdir(dirname(file), { recursive: true });
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

async function writeNew(file: string, text: ReportText): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new UserError(
      'usage',
      `the file could not be written (${errorCode(error)})`,
      'Free some space or choose another path. The run file holds all samples: hogbench report renders it again.',
      file,
    );
  }
}

/** Whether there is a file or folder of this name. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
