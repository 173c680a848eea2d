import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Checkout } from '../report/words/reportLink.ts';
import type { World } from './world.ts';

/**
 * The repository that the working folder lies in, as git finds it; without one, the folder that GitHub Actions checks out to. Undefined
 * where there is neither.
 */
export function checkoutOf({ cwd, env }: Pick<World, 'cwd' | 'env'>): Checkout | undefined {
  const workspace = env.GITHUB_ACTIONS === 'true' ? env.GITHUB_WORKSPACE : undefined;
  const root =
    workspace !== undefined && workspace !== '' && isBelow(workspace, cwd) ? workspace : repositoryAbove(cwd);
  return root === undefined ? undefined : { root, folder: relative(root, cwd).split(sep).join('/') };
}

function isBelow(root: string, path: string): boolean {
  return relative(root, path).split(sep)[0] !== '..';
}

/** A worktree has a file in the place of the folder. */
function repositoryAbove(folder: string): string | undefined {
  if (existsSync(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : repositoryAbove(above);
}
