import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isTempFolder, makeTempFolder } from '../files/tempFolder.ts';
import type { Git } from './git.ts';
import type { Needed } from './neededTree.ts';
import type { Repository } from './repository.ts';

/** A commit's tree on disk. */
export interface Worktree {
  readonly path: string;
  /** Harmless to repeat. */
  remove(): Promise<void>;
}

/** Of a worktree within its temporary folder. */
const folderName = 'base';

/**
 * Lays a commit out in a temporary folder that nobody else can read, as a worktree of the repository.
 * @throws UserError usage when git cannot, `target` when there is no place for it
 */
export async function addWorktree(
  commit: string,
  needed: Needed,
  { git, steadyGit }: Pick<Repository, 'git' | 'steadyGit'>,
): Promise<Worktree> {
  const folder = await makeTempFolder();
  const path = join(folder.path, folderName);
  const remove = async (): Promise<void> => {
    await steadyGit.ask('worktree', 'remove', '--force', '--force', path).catch(() => undefined);
    await folder.remove();
  };
  try {
    await git.tell('lay the base out', 'worktree', 'add', '--detach', '--no-checkout', path, commit);
    const what = needed === 'all' ? '.' : needed;
    await git.tell('lay the base out', '-C', path, 'checkout', '--quiet', commit, '--', what);
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, remove };
}

/** Takes worktrees off the repository's list that an earlier process of ours left there when it was killed. */
export async function forgetLeftWorktrees(git: Git): Promise<void> {
  const { stdout } = await git.ask('worktree', 'list', '--porcelain', '-z');
  const paths = stdout
    .split('\0')
    .flatMap((one) => (one.startsWith('worktree ') ? [one.slice('worktree '.length)] : []));
  for (const path of paths)
    if (isTempFolder(dirname(path)) && (await stat(path).catch(() => undefined)) === undefined)
      await git.ask('worktree', 'remove', '--force', '--force', path);
}
