import type { Revision } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { ArmText } from './armTexts.ts';
import { pushRun } from './pushRun.ts';
import { shownPath } from './resultFiles.ts';
import type { PushWords } from './runIdentity.ts';
import type { Services } from './services.ts';
import { type StoreSpec, withStore } from './storeSpec.ts';
import { locateWorkload } from './workloadPath.ts';
import { interruptible, type World } from './world.ts';

/** A run that is to be a baseline when it is complete. */
export interface BaselineChoice {
  readonly spec: StoreSpec;
  readonly words: PushWords & { readonly name: string };
}

/**
 * Puts what was just measured into a store.
 * @returns why it is not there; what was measured is told all the same
 */
export async function saveBaseline(
  { spec, words }: BaselineChoice,
  runFile: string,
  world: World,
  services: Pick<Services, 'openTables'>,
): Promise<readonly UserError[]> {
  try {
    const { identity, isNew } = await withStore(spec, world, services, (store) =>
      pushRun(runFile, words, store, world).then((pushed) => {
        world.warn(
          `${pushed.isNew ? 'saved' : 'known'} as baseline ${words.name} in ${store.shown}${of(pushed.identity.commit)}`,
        );
        return pushed;
      }),
    );
    if (isNew && identity.commit === undefined)
      world.warn('no gate can take it by its commit: the workload lies in no repository, and --commit was not given');
    if (identity.uncommitted === true)
      world.warn('no gate takes it: it was measured with changes that are in no commit');
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const file = shownPath(world.cwd, runFile);
    return [new UserError(error.kind, `not saved as a baseline: ${error.message}`, error.fix, error.where ?? file)];
  }
}

function of(commit: string | undefined): string {
  return commit === undefined ? '' : `, commit ${commit.slice(0, 7)}`;
}

/**
 * The commit that a workload is of; undefined for a text, for a workload that ships with hogbench, and where git does not tell.
 * @param outs folders that results go to
 * @throws UserError interrupted
 */
export async function revisionOf(
  text: ArmText,
  outs: readonly string[],
  world: World,
  services: Pick<Services, 'ownRevision'>,
): Promise<Revision | undefined> {
  if (text.kind !== 'path' || text.cwd !== undefined) return undefined;
  const { cwd } = await locateWorkload(text.path, world.cwd);
  if (cwd !== world.cwd) return undefined;
  return interruptible(world, (signal) => services.ownRevision(text.path, [...outs, '.hogbench'], world, signal));
}
