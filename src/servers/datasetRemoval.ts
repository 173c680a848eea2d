import type { World } from '../app/world.ts';
import { type Removal, removeDatasets } from '../clickhouse/local/datasetFolders.ts';
import { cacheFolder } from '../files/home.ts';
import type { EpochMs, Milliseconds } from '../model/units.ts';

const dayMs: Milliseconds = 24 * 60 * 60 * 1000;

/** A dataset is built again in seconds or minutes, and takes hundreds of megabytes. */
const keepUnusedDays = 30;

/** One line for people about a cached dataset that was to be removed. */
function removalLine({ name, lastUsedAt, outcome }: Removal, now: EpochMs): string {
  const days = Math.max(0, Math.floor((now - lastUsedAt) / dayMs));
  const when = days === 0 ? 'last used today' : `last used ${days} ${days === 1 ? 'day' : 'days'} ago`;
  switch (outcome.kind) {
    case 'removed':
      return `removed the cached dataset ${name}, ${when}`;
    case 'inUse':
      return `kept the cached dataset ${name}: a server is running on it`;
    case 'failed':
      return `could not remove the cached dataset ${name}: ${outcome.message}`;
  }
}

/** Removes cached datasets that no server is running on, unless they were used since, and warns of each that went or could not. */
export async function removeUnusedDatasets(world: World): Promise<void> {
  const unusedSince = world.now() - keepUnusedDays * dayMs;
  const removals = await removeDatasets(cacheFolder(world.env), { unusedSince });
  for (const removal of removals.filter(({ outcome }) => outcome.kind !== 'inUse'))
    world.warn(removalLine(removal, world.now()));
}

/** Removes every cached dataset that no server is running on, and tells of each. */
export async function removeCachedDatasets(world: World): Promise<{ readonly found: number; readonly failed: number }> {
  const removals = await removeDatasets(cacheFolder(world.env), { unusedSince: Number.POSITIVE_INFINITY });
  for (const removal of removals) world.warn(removalLine(removal, world.now()));
  return { found: removals.length, failed: removals.filter(({ outcome }) => outcome.kind === 'failed').length };
}
