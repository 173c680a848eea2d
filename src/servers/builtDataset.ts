import { constants, cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { claimFolder } from '../files/folderClaim.ts';
import { mostBytes, readRegular } from '../files/regularFile.ts';
import { writeWhole } from '../files/wholeFile.ts';
import { nodeName, nodesOfShard, shardsOf, type Topology } from '../model/topology.ts';
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

/** A folder and the key of the dataset that lies or is to lie in it. */
export interface DatasetFolder {
  readonly folder: string;
  readonly key: string;
}

/**
 * Copies the dataset of `from`, which has one server a shard, to every replica of `to`, and says whether it did: it has to be built, and
 * nobody may be using it. The folder of `to` is the caller's, who has claimed it.
 * Rejects with the error of the system, such as that of a full disk.
 */
export async function copyDataset(
  from: DatasetFolder,
  to: DatasetFolder,
  topology: Topology,
  { doing, now }: { readonly doing: string; readonly now: EpochMs },
): Promise<boolean> {
  if (!(await isBuilt(from.folder, from.key))) return false;
  const claim = await claimFolder(from.folder, doing, now);
  if (claim.kind === 'busy') return false;
  try {
    // Between the two questions somebody may have begun to build it anew.
    if (!(await isBuilt(from.folder, from.key))) return false;
    await copyShards(from.folder, to.folder, topology);
    await markBuilt(to.folder, to.key);
    return true;
  } finally {
    await claim.release();
  }
}

/**
 * Copies each shard, which lies with the first of its replicas, to the folders of all others. File systems that can share blocks until one side is changed do so. `from`
 * may be `to`. No server may be running on either.
 */
export async function copyShards(from: string, to: string, topology: Topology): Promise<void> {
  for (let shard = 0; shard < shardsOf(topology); shard += 1) {
    const first = join(from, nodeName(shard));
    const others = nodesOfShard(topology, shard).map((node) => join(to, nodeName(node)));
    for (const other of others.filter((one) => one !== first)) await copyNode(first, other);
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
