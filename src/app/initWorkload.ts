import { readdir, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { makePlainFolder } from '../files/plainFolder.ts';
import { writeWhole } from '../files/wholeFile.ts';
import { UserError } from '../model/errors.ts';
import { type CiFile, type CiKind, ciFiles } from '../starter/ciFiles.ts';
import { starterWorkload } from '../starter/starterWorkload.ts';
import { quoted } from '../text/quote.ts';
import { type CiSurroundings, ciSurroundings } from './ciSurroundings.ts';
import { errorCode, exists, kindAt, shownPath } from './resultFiles.ts';
import type { World } from './world.ts';

export interface InitRequest {
  readonly folder: string;
  /** Absent: the kind that the repository shows. */
  readonly ci: CiKind | 'none' | undefined;
}

/** What was made, and what is left to do. */
export interface Initialized {
  /** As paths from where the user stands. */
  readonly written: readonly string[];
  readonly ci: { readonly kind: CiKind; readonly file: CiFile; readonly isDependency: boolean } | undefined;
  /** Kinds that the repository shows beside the one that was taken. */
  readonly alsoFound: readonly CiKind[];
}

interface NewFile {
  readonly path: string;
  readonly text: string;
  readonly mode: number;
}

const plainFile = 0o666;
const program = 0o777;
/** It stands in shell and YAML as it is. */
const plainPath = /^(?!-)[\w.-]+(?:\/[\w.-]+)*$/;

/**
 * Makes a workload to begin with, and a file for CI. A folder that has a workload gets only the file for CI, where one is asked for.
 * Nothing that exists is touched, and nothing is left of what could not be written whole.
 * @throws UserError usage when something is in the way, which it names, or cannot be written
 */
export async function initWorkload({ folder, ci }: InitRequest, world: World): Promise<Initialized> {
  const root = resolve(world.cwd, folder);
  const around = await ciSurroundings(root, world.cwd);
  const kind = ci === 'none' ? undefined : (ci ?? around.found[0]);
  const hasWorkload = await exists(join(root, 'workload.yaml'));
  const files: NewFile[] = [];
  if (!hasWorkload || ci === undefined || ci === 'none') {
    await checkEmpty(root, folder);
    for (const [name, text] of Object.entries(starterWorkload))
      files.push({ path: join(root, name), text, mode: plainFile });
  }
  const file = kind === undefined ? undefined : ciFiles[kind](placeOf(root, folder, around));
  if (file !== undefined)
    files.push({ path: join(around.top, file.path), text: file.text, mode: file.isProgram ? program : plainFile });
  for (const { path } of files) await checkFree(path, world);
  await writeAll(files, world);
  return {
    written: files.map(({ path }) => shownPath(world.cwd, path)),
    ci: kind === undefined || file === undefined ? undefined : { kind, file, isDependency: around.isDependency },
    alsoFound: around.found.filter((one) => one !== kind),
  };
}

function placeOf(
  root: string,
  folder: string,
  { top, branch, isDependency }: CiSurroundings,
): Parameters<(typeof ciFiles)[CiKind]>[0] {
  const path = relative(top, root).split(sep).join('/');
  if (plainPath.test(path) && !path.split('/').includes('..')) return { folder: path, branch, isDependency };
  throw new UserError(
    'usage',
    `a file for CI cannot name the folder ${quoted(folder)}`,
    'Choose one inside of the repository, of letters, digits, dots, - and _; or add --ci none.',
  );
}

async function checkEmpty(root: string, folder: string): Promise<void> {
  const kind = await kindAt(root);
  if (kind === 'nothing') return;
  if (kind !== 'folder') throw new UserError('usage', 'it is there, and no folder', 'Name another folder.', folder);
  const [first] = (await readdir(root)).toSorted();
  if (first === undefined) return;
  throw new UserError(
    'usage',
    'the file is there already, and nothing was written',
    'Name a folder that is new or empty. A folder with a workload.yaml gets a file for CI with --ci github, gitlab or jenkins.',
    join(folder, first),
  );
}

async function checkFree(path: string, { cwd }: World): Promise<void> {
  if (!(await exists(path))) return;
  throw new UserError(
    'usage',
    'the file is there already, and nothing was written',
    'Move it away, or add --ci none.',
    shownPath(cwd, path),
  );
}

async function writeAll(files: readonly NewFile[], world: World): Promise<void> {
  const made: string[] = [];
  try {
    for (const { path, text, mode } of files) {
      const firstNew = await firstMissing(dirname(path));
      await makePlainFolder(world.cwd, dirname(path));
      if (firstNew !== undefined) made.push(firstNew);
      await writeWhole(path, text, mode);
      made.push(path);
    }
  } catch (error) {
    for (const path of made.toReversed()) await rm(path, { recursive: true, force: true }).catch(() => undefined);
    const where = files.map(({ path }) => path).find((path) => !made.includes(path)) ?? '';
    throw new UserError(
      'usage',
      `the file cannot be written (${errorCode(error)}), and nothing was left`,
      'Give the rights to its folder, or name another one.',
      shownPath(world.cwd, where),
    );
  }
}

/** The uppermost folder on the way to one that is not there yet. */
async function firstMissing(folder: string): Promise<string | undefined> {
  if (await exists(folder)) return undefined;
  return (await firstMissing(dirname(folder))) ?? folder;
}
