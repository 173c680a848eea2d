import { constants, cp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { claimFolder } from '../files/folderClaim.ts';
import { mostBytes, readRegular } from '../files/regularFile.ts';
import { writeWhole } from '../files/wholeFile.ts';
import type { EpochMs } from '../model/units.ts';

/** In a folder with a dataset, once it is whole: the key of the scripts that made it. */
const markerName = 'dataset-whole';
const halfCopied = '.copied';

/** Whether a folder holds the whole dataset of a key. */
export async function isBuilt(folder: string, key: string): Promise<boolean> {
  return readRegular(join(folder, markerName), mostBytes.key).then(
    (bytes) => bytes.toString('utf8') === key,
    () => false,
  );
}

export async function markBuilt(folder: string, key: string): Promise<void> {
  await writeWhole(join(folder, markerName), key);
}

/** Whoever changes a dataset says so first: a build that is cut short is no dataset. */
export async function unmarkBuilt(folder: string): Promise<void> {
  await rm(join(folder, markerName), { force: true });
}

/**
 * Copies the dataset of a key from the folder `from`, where it is built and nobody uses it, and says whether it did. The folder
 * `to` is the caller's, who has claimed it. File systems that can share blocks until one side is changed do so.
 * Rejects with the error of the system, such as that of a full disk.
 */
export async function copyDataset(key: string, from: string, to: string, now: EpochMs): Promise<boolean> {
  if (!(await isBuilt(from, key))) return false;
  const claim = await claimFolder(from, 'hogbench local', now);
  if (claim.kind === 'busy') return false;
  try {
    // Between the two questions somebody may have begun to build it anew.
    if (!(await isBuilt(from, key))) return false;
    const nodes = (await readdir(from, { withFileTypes: true })).filter((one) => one.isDirectory());
    for (const { name } of nodes) await copyNode(join(from, name), join(to, name));
    await markBuilt(to, key);
    return true;
  } finally {
    await claim.release();
  }
}

/** Under its name it is whole. What lies beside `data` each server makes for itself. */
async function copyNode(from: string, to: string): Promise<void> {
  const half = `${to}${halfCopied}`;
  for (const old of [half, to]) await rm(old, { recursive: true, force: true });
  await cp(join(from, 'data'), join(half, 'data'), {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    // Those of the engine lead from a table's name to its data, and have to go on doing so within the copy.
    verbatimSymlinks: true,
  });
  await rename(half, to);
}
