import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { BaseRequest, LaidOutBase } from '../app/services.ts';
import type { World } from '../app/world.ts';
import { removeLeftTempFolders } from '../files/tempFolder.ts';
import type { Revision } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import { quoted } from '../text/quote.ts';
import { revisionName } from '../text/revisionName.ts';
import { baseOf } from './commits.ts';
import { generate } from './generate.ts';
import { interrupted } from './git.ts';
import { type Needed, neededTree } from './neededTree.ts';
import { type Repository, repositoryOf } from './repository.ts';
import { addWorktree, forgetLeftWorktrees } from './worktree.ts';

/**
 * Lays out the commit that a branch began from, beside the working tree as it is; where a command prints the workload, in both.
 * @throws UserError usage for a workload outside of a repository, a revision that is not here, and a command that fails;
 *   `interrupted`
 */
export async function layOutBase(
  { path, ref, command, out, say }: BaseRequest,
  world: World,
  signal: AbortSignal,
): Promise<LaidOutBase> {
  const repository = await repositoryOf(path, world, signal);
  const { git, top } = repository;
  // A repository's list holds what a killed run left until its folder is gone.
  await removeLeftTempFolders();
  await forgetLeftWorktrees(git);
  const { revision, head, remarks } = await baseOf(ref, git, world.env);
  const baseName = revisionName(revision);
  const needed =
    command === undefined ? await neededTree(revision.commit, repository.path, baseName, repository.cwd, git) : 'all';
  say(`laying out ${baseName}`);
  const tree = await addWorktree(revision.commit, needed, repository);
  try {
    const results = relative(top, resolve(world.cwd, out));
    const noPart = command === undefined ? [results] : [results, repository.path];
    const own: Revision = { ...head, uncommitted: await hasUncommitted(repository, needed, noPart) };
    const cwd = join(tree.path, repository.cwd);
    if (command !== undefined && !(await isFolder(cwd))) throw noFolder(baseName, repository.cwd);
    let written: LaidOutBase['written'];
    if (command !== undefined) {
      const workingCwd = join(top, repository.cwd);
      const of = (arm: 'baseline' | 'candidate', at: string, root: string, name: string) =>
        ({ command, arm, cwd: at, target: join(root, repository.path), workingTree: workingCwd, name }) as const;
      say(`--generate at ${baseName}`);
      const baseline = await generate(of('baseline', cwd, tree.path, baseName), world, signal);
      say('--generate in the working tree');
      const candidate = await generate(of('candidate', workingCwd, top, 'the working tree'), world, signal);
      written = {
        baseline: { folder: join(tree.path, repository.path), files: baseline },
        candidate: { folder: join(top, repository.path), files: candidate },
      };
    }
    if (signal.aborted) throw interrupted();
    const isSame = own.commit === revision.commit && !own.uncommitted && command === undefined;
    return {
      baseline: { path: relative(cwd, join(tree.path, repository.path)) || '.', cwd, revision },
      candidate: { revision: own },
      ...(written === undefined ? {} : { written }),
      remarks: [...remarks, ...(isSame ? [`nothing that is compared has changed since ${baseName}`] : [])],
      remove: tree.remove,
    };
  } catch (error) {
    await tree.remove();
    throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function noFolder(baseName: string, folder: string): UserError {
  return new UserError(
    'usage',
    `${baseName} has no folder ${quoted(folder)}, where the command of --generate would run`,
    'Call hogbench in a folder that the base has too, such as the top of the repository.',
  );
}

/**
 * Whether what is read of the working tree holds files that are in no commit, queries that git ignores included.
 * @param noPart paths from the top, of what is none of it: results, and what a command prints, which is as committed as the command is
 */
export async function hasUncommitted({ git }: Repository, needed: Needed, noPart: readonly string[]): Promise<boolean> {
  const where = needed === 'all' ? [] : ['--', needed];
  const status = ['status', '--porcelain', '--no-renames', '-z', '--untracked-files=all', '--ignored=matching'];
  const text = await git.tell('compare the working tree with HEAD', ...status, ...where);
  return text.split('\0').some((entry) => {
    const [state, path] = [entry.slice(0, 2), entry.slice(3)];
    if (path === '' || noPart.some((one) => one !== '' && `${path}/`.startsWith(`${one}/`))) return false;
    return state !== '!!' || /\.(sql|ya?ml)$/i.test(path);
  });
}
