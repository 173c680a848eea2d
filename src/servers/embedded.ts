import { join } from 'node:path';
import { datasetKey } from '../app/oneDataset.ts';
import type { World } from '../app/world.ts';
import { touchDataset } from '../clickhouse/local/datasetFolders.ts';
import { fetchedEngine } from '../clickhouse/local/fetchedEngine.ts';
import type { FixedPorts } from '../clickhouse/local/fixedPorts.ts';
import type { LocalCluster } from '../clickhouse/local/localCluster.ts';
import type { Account } from '../clickhouse/local/localNode.ts';
import { directoryFailure } from '../clickhouse/local/startFailure.ts';
import { type LocalClusterOptions, startLocalCluster } from '../clickhouse/local/startLocalCluster.ts';
import { cacheFolder, engineFolder } from '../files/home.ts';
import { UserError } from '../model/errors.ts';
import type { EmbeddedServers } from '../model/targetSpec.ts';
import { replicasOf, shardsOf } from '../model/topology.ts';
import { copyDataset, copyShards, type DatasetFolder, isBuilt, markBuilt, unmarkBuilt } from './builtDataset.ts';
import { buildDataset, createDatabase, type DatasetBuild, onEveryNode, quietMerges } from './datasetBuild.ts';
import { claimDataset } from './datasetQueue.ts';
import { removeUnusedDatasets } from './datasetRemoval.ts';
import { checkTablesLast } from './lastingTables.ts';

/** The servers to start. They hold the dataset of the workload; without one, or without scripts, they are empty. */
export interface EmbeddedRequest extends EmbeddedServers, DatasetBuild {
  /** Absent: a folder in the cache, named by what is in it. */
  readonly dataDir?: string;
  /** For somebody who may change what is in it: apart from the folder that is measured on. */
  readonly apart?: true;
  /** May do everything. */
  readonly owner?: Account | undefined;
  readonly ports?: FixedPorts;
  /** That of the version. */
  readonly engine?: LocalClusterOptions['engine'];
}

/**
 * Starts embedded servers with a workload's dataset in them. A dataset is kept in the cache by the hash of
 * its scripts, and built again when a build did not come to its end. Cached datasets that were not used for
 * long are removed.
 */
export async function startEmbedded(request: EmbeddedRequest, world: World): Promise<LocalCluster> {
  const engine = await engineOf(request, world);
  const place = placeOfDataset(request, world);
  const release = await claimFor(place.folder, request.signal, world);
  const cluster = await startIn(place, { ...request, ...engine }, world).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  cluster.afterStop(release);
  try {
    await createDatabase(cluster, request.workload?.database, request.signal);
    if (await isToBeBuilt(place, request)) {
      await buildIn(cluster, place, request);
      await markBuilt(place.folder, place.key);
    }
    await quietMerges(cluster, request.signal);
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/**
 * Has the dataset of servers that are no plain ones copied from those that are, which build it first where nobody did: all topologies of a
 * workload then hold the same bytes. To be asked for before servers are started that hold the plain one themselves.
 */
export async function layDataset(request: EmbeddedRequest, world: World): Promise<void> {
  const place = placeOfDataset(request, world);
  const { plain } = place;
  if (place.key === plain.key) return;
  while (await isToBeBuilt(place, request)) {
    if (await isBuilt(plain.folder, plain.key)) await inTurn(plain, request, world);
    else await (await startEmbedded({ ...plainOf(request), ...buildOf(request) }, world)).stop();
    const release = await claimFor(place.folder, request.signal, world);
    try {
      if (await isToBeBuilt(place, request)) await copyPlain(place, request, world);
    } finally {
      await release();
    }
  }
  // Kept as long as its copies: built anew, it could hold other rows.
  if (await isBuilt(plain.folder, plain.key)) await touchDataset(plain.folder, world.now());
}

/** Waits until nobody uses a dataset. */
async function inTurn({ folder }: DatasetFolder, { signal }: DatasetBuild, world: World): Promise<void> {
  const release = await claimFor(folder, signal, world);
  await release();
}

/** Found, or fetched, before anybody waits for a dataset. */
async function engineOf({ version, signal }: EmbeddedRequest, world: World): Promise<Pick<EmbeddedRequest, 'engine'>> {
  if (version === undefined) return {};
  const { env, warn } = world;
  const shelf = { folder: engineFolder(env), env, warn: (line: string) => warn(line), signal };
  return { engine: await fetchedEngine(version, shelf) };
}

/** Where a dataset lies, and where the one lies that it can be copied from. */
interface DatasetPlace extends DatasetFolder {
  readonly plain: DatasetFolder;
}

function placeOfDataset(request: EmbeddedRequest, world: World): DatasetPlace {
  const cache = cacheFolder(world.env);
  const key = datasetKey(request);
  const plain = datasetKey({ ...plainOf(request), workload: request.workload });
  return {
    folder: request.dataDir ?? join(cache, request.apart === true ? `local-${key}` : key),
    key,
    plain: { folder: join(cache, plain), key: plain },
  };
}

/** The fewest servers with the same shards, without limits. What one version of the engine wrote is not for another. */
function plainOf(servers: EmbeddedServers): EmbeddedServers {
  return { nodes: shardsOf(servers), ...(servers.version === undefined ? {} : { version: servers.version }) };
}

function buildOf({ workload, say, signal }: DatasetBuild): DatasetBuild {
  return { workload, say, signal };
}

async function isToBeBuilt({ folder, key }: DatasetFolder, { workload }: DatasetBuild): Promise<boolean> {
  return (workload?.setup ?? []).length > 0 && !(await isBuilt(folder, key));
}

async function startIn(place: DatasetPlace, request: EmbeddedRequest, world: World): Promise<LocalCluster> {
  const { dataDir, owner, ports, say } = request;
  const { folder, key, plain } = place;
  if (dataDir === undefined) await removeUnused(folder, world);
  const hasOther = request.apart === true || key !== plain.key;
  if (hasOther && (await isToBeBuilt(place, request))) await copyPlain(place, request, world);
  if (replicasOf(request) > 1 && (await isToBeBuilt(place, request))) await buildReplicas(place, request);
  say('starting an embedded ClickHouse');
  const optional = { ...(owner === undefined ? {} : { owner }), ...(ports === undefined ? {} : { ports }) };
  return startLocalCluster({ ...startOptions(folder, request, request.engine, request), ...optional });
}

function startOptions(
  folder: string,
  { nodes, replicas = 1, limits }: EmbeddedServers,
  engine: LocalClusterOptions['engine'],
  { workload, signal }: DatasetBuild,
): LocalClusterOptions {
  const optional = { ...(limits === undefined ? {} : { limits }), ...(engine === undefined ? {} : { engine }) };
  return { nodes, replicas, ...optional, dataDir: folder, sources: workload?.sources ?? [], signal };
}

/** Each shard is built once and copied, so that its replicas hold the same bytes. */
async function buildReplicas(place: DatasetPlace, request: EmbeddedRequest): Promise<void> {
  const cluster = await startLocalCluster(startOptions(place.folder, plainOf(request), request.engine, request));
  try {
    await createDatabase(cluster, request.workload?.database, request.signal);
    await buildIn(cluster, place, request);
  } finally {
    await cluster.stop();
  }
  await orDirectoryFailure(place.folder, copyShards(place.folder, place.folder, request));
  await markBuilt(place.folder, place.key);
}

async function buildIn(cluster: LocalCluster, { folder }: DatasetPlace, request: EmbeddedRequest): Promise<void> {
  await unmarkBuilt(folder);
  await buildDataset(cluster, request);
  // Who uses a server in the foreground has one process, and it is not measured.
  if (request.apart !== true) await onEveryNode(cluster, 'admin', request.signal, checkTablesLast);
}

/** Copying takes a second where building takes a minute. Whatever hinders it, the dataset can be built. */
async function copyPlain(place: DatasetPlace, request: EmbeddedRequest, world: World): Promise<void> {
  const claim = { doing: request.apart === true ? 'hogbench local' : 'hogbench', now: world.now() };
  const isCopied = await orDirectoryFailure(place.folder, copyDataset(place.plain, place, request, claim));
  const may = request.apart === true ? ', which may be changed here' : '';
  if (isCopied) request.say(`copied the dataset of ${request.workload?.name}${may}`);
}

async function orDirectoryFailure<T>(folder: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw directoryFailure(error instanceof Error ? error.message : String(error), folder) ?? error;
  }
}

/** Marks this dataset as used now, and removes others that nobody has used for long. */
async function removeUnused(folder: string, world: World): Promise<void> {
  await touchDataset(folder, world.now());
  await removeUnusedDatasets(world);
}

function claimFor(folder: string, signal: AbortSignal, world: World): Promise<() => Promise<void>> {
  return orDirectoryFailure(folder, claimDataset(folder, signal, world));
}
