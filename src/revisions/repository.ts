import { realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { World } from '../app/world.ts';
import { UserError } from '../model/errors.ts';
import { quoted } from '../text/quote.ts';
import { type Git, gitIn } from './git.ts';

/** The repository that holds a workload, and where the workload and the user stand in it. */
export interface Repository {
  /** Calls git at its top. */
  readonly git: Git;
  /** The same, and no interrupt ends it: for clearing up. */
  readonly steadyGit: Git;
  /** Absolute, all links followed. */
  readonly top: string;
  /** The workload's path from the top, with `/`; empty for the top itself. */
  readonly path: string;
  /** The working folder from the top; empty for the top itself, and for a working folder elsewhere. */
  readonly cwd: string;
}

/**
 * Finds the repository of a folder or file, which need not be there yet.
 * @throws UserError usage where it lies in none
 */
export async function repositoryOf(path: string, world: World, signal: AbortSignal): Promise<Repository> {
  const whole = resolve(world.cwd, path);
  const near = await nearestFolder(whole);
  const { code, stdout, complaint } = await gitIn(near, world, signal).ask('rev-parse', '--show-toplevel');
  const top = stdout.replace(/\n$/, '');
  if (code !== 0 || top === '') throw noRepository(path, complaint);
  const cwd = below(top, await realpath(world.cwd)) ?? '';
  const inside = below(top, join(await realpath(near), relative(near, whole)));
  if (inside === undefined) throw noRepository(path, '');
  return { git: gitIn(top, world, signal), steadyGit: gitIn(top, world), top, path: inside.split(sep).join('/'), cwd };
}

/** The folder that a path leads to, or the next one above it that is there. */
async function nearestFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true || dirname(path) === path ? path : nearestFolder(dirname(path));
}

/** A path from a folder above it; undefined where it leads elsewhere. */
function below(folder: string, path: string): string | undefined {
  const way = relative(folder, path);
  return isAbsolute(way) || way.split(sep)[0] === '..' ? undefined : way;
}

function noRepository(path: string, complaint: string): UserError {
  if (complaint.includes('dubious ownership'))
    return new UserError(
      'usage',
      `git does not read the repository of ${quoted(path)}, since it belongs to another user`,
      'In a container of CI: git config --global --add safe.directory "$PWD"',
    );
  const isBare = complaint.includes('work tree');
  return new UserError(
    'usage',
    `${quoted(path)} lies in no git repository${isBare ? ' that has a working tree' : ''}, so it has no base`,
    'Name a workload within a checkout; or name both folders: hogbench ab OLD NEW',
  );
}
