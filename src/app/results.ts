import { dirname, resolve } from 'node:path';
import { claimOutput, type OutputFolder, openOutputFolder, retireResults } from './outputFolder.ts';
import { shownPath } from './resultFiles.ts';
import type { World } from './world.ts';

/** Where the results of a command are to go. */
export interface ResultsPlace {
  readonly out: string;
  /** `out` when it was asked for; a resumed run stays in its own folder otherwise. */
  readonly givenOut: string | undefined;
  /** A run file to go on with. */
  readonly resume: string | undefined;
}

/** The place of a command's results. */
export interface Results {
  /**
   * Opens it for this command alone, and moves results of an earlier run aside.
   * @throws UserError usage when it cannot be written or is in use
   */
  open(place: ResultsPlace): Promise<OutputFolder>;
}

/**
 * Runs work whose folder is its own until it ends. When it ends without having opened it, results of an earlier run are
 * moved aside all the same: they are not what came of this work.
 * @param doing the command, for others who find the folder in use
 * @param unopened where results of an earlier run would lie, when the work fails before it opens its folder; undefined
 *   leaves everything in place
 */
export async function withResults<T>(
  doing: string,
  world: World,
  unopened: () => Promise<ResultsPlace | undefined>,
  work: (results: Results) => Promise<T>,
): Promise<T> {
  const releases: (() => Promise<void>)[] = [];
  let isAsked = false;
  const open: Results['open'] = async (asked) => {
    // Even where it is refused: what another command leaves there meanwhile is no earlier run's.
    isAsked = true;
    const { out, keep } = placed(asked, world);
    // A run file that is continued is written where it lies.
    if (keep !== undefined && dirname(keep) !== resolve(world.cwd, out))
      releases.push((await claimOutput(dirname(keep), shownPath(world.cwd, dirname(keep)), doing, world)).release);
    const output = await openOutputFolder({ out, doing, keep }, world);
    releases.push(output.release);
    return output;
  };
  try {
    return await work({ open });
  } catch (error) {
    if (!isAsked) await retire(doing, await unopened(), world);
    throw error;
  } finally {
    for (const release of releases) await release();
  }
}

/** Moves results of an earlier run aside. Never rejects: the reason why the command ended is what has to be told. */
export async function retire(doing: string, place: ResultsPlace | undefined, world: World): Promise<void> {
  if (place === undefined) return;
  await retireResults({ ...placed(place, world), doing }, world).catch(() => undefined);
}

function placed(
  { out, givenOut, resume }: ResultsPlace,
  { cwd }: World,
): { readonly out: string; readonly keep: string | undefined } {
  if (resume === undefined) return { out, keep: undefined };
  const keep = resolve(cwd, resume);
  return { out: givenOut ?? shownPath(cwd, dirname(keep)), keep };
}
