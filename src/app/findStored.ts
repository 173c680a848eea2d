import { UserError } from '../model/errors.ts';
import type { RunIdentity } from '../model/storedRun.ts';
import type { RunArchive } from '../store/archive.ts';
import { nearest } from '../text/nearest.ts';
import { quoted } from '../text/quote.ts';

/**
 * The stored run that a user names: the newest of a baseline, or the one with this id.
 * @throws UserError usage for one that is not there, and for an id that two files have
 */
export async function findStored(asked: string, store: RunArchive): Promise<RunIdentity> {
  const runs = await store.list();
  const named = runs.find((one) => one.name === asked);
  if (named !== undefined) return named;
  const ofId = runs.filter((one) => one.runId === asked);
  const files = new Set(ofId.map((one) => one.sha256));
  if (files.size > 1)
    throw new UserError(
      'usage',
      `${files.size} stored files are of a run ${quoted(asked)}`,
      'Name the baseline that one of them was pushed as.',
      store.shown,
    );
  const [found] = ofId;
  if (found !== undefined) return found;
  const names = [...new Set(runs.flatMap((one) => one.name ?? []))];
  const near = nearest(asked, [...names, ...runs.map((one) => one.runId)]);
  throw new UserError(
    'usage',
    `the store has no baseline and no run ${quoted(asked)}`,
    near === undefined ? 'hogbench store list shows what it has.' : `Did you mean ${quoted(near)}?`,
    store.shown,
  );
}
