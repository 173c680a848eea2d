import { lstat, readdir, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { claimFolder } from '../../files/folderClaim.ts';
import type { EpochMs } from '../../model/units.ts';

/** What came of a dataset that was to be removed. */
export interface Removal {
  readonly name: string;
  readonly lastUsedAt: EpochMs;
  readonly outcome:
    | { readonly kind: 'removed' }
    | { readonly kind: 'inUse' }
    | { readonly kind: 'failed'; readonly message: string };
}

/** The names that `datasetKey` gives. Whatever else lies in the cache is not ours to remove. */
const datasetName = /^[\w-]+-[0-9a-f]{12}$/;
const halfRemoved = '.removed';

/** Says that a dataset is used now. */
export async function touchDataset(folder: string, now: EpochMs): Promise<void> {
  await utimes(folder, now / 1000, now / 1000);
}

/**
 * Removes the datasets below the folder `cache` that were last used before `unusedSince`, and what an interrupted
 * removal left over. A dataset that a server runs on stays. Never rejects for what a single dataset is.
 */
export async function removeDatasets(
  cache: string,
  { unusedSince }: { readonly unusedSince: EpochMs },
): Promise<readonly Removal[]> {
  const removals: Removal[] = [];
  const entries = await readdir(cache, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.toSorted((a, b) => a.name.localeCompare(b.name))) {
    const isLeftOver = entry.name.endsWith(halfRemoved);
    const name = isLeftOver ? entry.name.slice(0, -halfRemoved.length) : entry.name;
    if (!entry.isDirectory() || !datasetName.test(name)) continue;
    const folder = join(cache, entry.name);
    const lastUsedAt = await lastUse(folder);
    if (lastUsedAt === undefined || (lastUsedAt >= unusedSince && !isLeftOver)) continue;
    removals.push({ name, lastUsedAt, outcome: await removeIfFree(folder) });
  }
  return removals;
}

async function lastUse(folder: string): Promise<EpochMs | undefined> {
  return lstat(folder).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}

/**
 * The locks of its servers are held until it has another name: a server that starts meanwhile either finds the lock
 * taken, or builds the dataset anew under the name that is free again.
 */
async function removeIfFree(folder: string): Promise<Removal['outcome']> {
  const releases: (() => void | Promise<void>)[] = [];
  try {
    for (const lock of await lockFiles(folder)) {
      // The lock needs an optional package, which is there when a server has left a lock file.
      const { holdIfFree } = await import('./directoryLock.ts');
      const release = holdIfFree(lock);
      if (release === undefined) return { kind: 'inUse' };
      releases.push(release);
    }
    // Between two sessions of a run its server is down and its lock free: the claim tells.
    const claim = await claimFolder(folder, 'removing datasets', Date.now());
    if (claim.kind === 'busy') return { kind: 'inUse' };
    releases.push(claim.release);
    const doomed = folder.endsWith(halfRemoved) ? folder : `${folder}${halfRemoved}`;
    if (doomed !== folder) {
      await rm(doomed, { recursive: true, force: true });
      await rename(folder, doomed);
    }
    await rm(doomed, { recursive: true, force: true });
    return { kind: 'removed' };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  } finally {
    for (const release of releases) await release();
  }
}

async function lockFiles(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder, { withFileTypes: true });
  const nodes = files.filter((one) => one.isDirectory()).map((one) => join(folder, one.name, 'lock'));
  const found = await Promise.all(
    nodes.map((file) =>
      lstat(file).then(
        () => [file],
        () => [],
      ),
    ),
  );
  return found.flat();
}
