import type { World } from '../app/world.ts';
import type { Revision } from '../model/arm.ts';
import { revisionName } from '../text/revisionName.ts';
import { headOf } from './commits.ts';
import { interrupted } from './git.ts';
import { hasUncommitted } from './layOutBase.ts';
import { neededTree } from './neededTree.ts';
import { repositoryOf } from './repository.ts';

/**
 * The commit that a workload lies in, with whether it was changed since; undefined where it lies in no repository, or git does not tell.
 * @param outs folders that results go to: nothing in there is part of it
 * @throws UserError interrupted
 */
export async function ownRevision(
  path: string,
  outs: readonly string[],
  world: World,
  signal: AbortSignal,
): Promise<Revision | undefined> {
  try {
    const repository = await repositoryOf(path, world, signal);
    const head = await headOf(repository.git, world.env);
    const revision: Revision = { ...head, uncommitted: true };
    // What the commit does not have is in none.
    const needed = await neededTree(
      ...[head.commit, repository.path, revisionName(revision), repository.cwd, repository.git],
    ).catch(() => undefined);
    if (needed === undefined) return revision;
    const found = await Promise.all(outs.map((one) => repositoryOf(one, world, signal).catch(() => undefined)));
    const results = found.flatMap((one) => (one?.top === repository.top ? [one.path] : []));
    return { ...revision, uncommitted: await hasUncommitted(repository, needed, results) };
  } catch {
    if (signal.aborted) throw interrupted();
    return undefined;
  }
}
