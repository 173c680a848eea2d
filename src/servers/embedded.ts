import { join } from 'node:path';
import { z } from 'zod';
import { datasetKey } from '../app/oneDataset.ts';
import type { World } from '../app/world.ts';
import { connect } from '../clickhouse/http/client.ts';
import type { Connection } from '../clickhouse/http/connection.ts';
import { bounded, type Client } from '../clickhouse/http/control.ts';
import { nameField } from '../clickhouse/http/rowShape.ts';
import { touchDataset } from '../clickhouse/local/datasetFolders.ts';
import type { FixedPorts } from '../clickhouse/local/fixedPorts.ts';
import type { Accounts, LocalCluster } from '../clickhouse/local/localCluster.ts';
import type { Account } from '../clickhouse/local/localNode.ts';
import { hiddenNames } from '../clickhouse/local/sourceRights.ts';
import { directoryFailure } from '../clickhouse/local/startFailure.ts';
import { startLocalCluster } from '../clickhouse/local/startLocalCluster.ts';
import { runSetup } from '../clickhouse/target/setupScripts.ts';
import { cacheFolder } from '../files/home.ts';
import { UserError } from '../model/errors.ts';
import type { SetupScript, Workload } from '../model/workload.ts';
import { identifier, stringList } from '../sql/literals.ts';
import { copyDataset, isBuilt, markBuilt, unmarkBuilt } from './builtDataset.ts';
import { claimDataset } from './datasetQueue.ts';
import { removeUnusedDatasets } from './datasetRemoval.ts';
import { checkTablesLast } from './lastingTables.ts';

export interface EmbeddedRequest {
  readonly nodes: number;
  /** Whose dataset it holds; without one, or without scripts, the server is empty. */
  readonly workload: Workload | undefined;
  /** Absent: a folder in the cache, named by what is in it. */
  readonly dataDir?: string;
  /** For somebody who may change what is in it: apart from the folder that is measured on. */
  readonly apart?: true;
  /** May do everything. */
  readonly owner?: Account | undefined;
  readonly ports?: FixedPorts;
  readonly say: (step: string) => void;
  readonly signal: AbortSignal;
}

/** Statements that every node of a cluster needs; the others run on the first node alone. */
const definesThings = /^\s*(create|replace|drop|alter|truncate|system|rename|exchange|set|use)\b/i;

/**
 * Starts embedded servers with a workload's dataset in them. A dataset is kept in the cache by the hash of
 * its scripts, and built again when a build did not come to its end. Cached datasets that were not used for
 * long are removed.
 */
export async function startEmbedded(request: EmbeddedRequest, world: World): Promise<LocalCluster> {
  const scripts = request.workload?.setup ?? [];
  const wanted = datasetKey(request);
  const cache = cacheFolder(world.env);
  const folder = request.dataDir ?? join(cache, request.apart === true ? `local-${wanted}` : wanted);
  const release = await claimFor(folder, request.signal, world);
  const cluster = await startIn({ folder, measuredOn: join(cache, wanted), key: wanted }, request, world).catch(
    async (error: unknown) => {
      await release();
      throw error;
    },
  );
  cluster.afterStop(release);
  try {
    await createDatabase(cluster, request.workload?.database, request.signal);
    if (scripts.length > 0 && !(await isBuilt(folder, wanted))) {
      await unmarkBuilt(folder);
      await build(cluster, scripts, request);
      // Who uses a server in the foreground has one process, and it is not measured.
      if (request.apart !== true) await onEveryNode(cluster, 'admin', request.signal, checkTablesLast);
      await markBuilt(folder, wanted);
    }
    await quietMerges(cluster, request.signal);
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** Where a dataset lies, and where the one lies that is measured on. */
interface DatasetPlace {
  readonly folder: string;
  readonly measuredOn: string;
  readonly key: string;
}

async function startIn(place: DatasetPlace, request: EmbeddedRequest, world: World): Promise<LocalCluster> {
  const { nodes, dataDir, workload, owner, ports, say, signal } = request;
  const { folder } = place;
  if (dataDir === undefined) await removeUnused(folder, world);
  if (request.apart === true) await copyMeasured(place, request, world);
  say('starting an embedded ClickHouse');
  const optional = { ...(owner === undefined ? {} : { owner }), ...(ports === undefined ? {} : { ports }) };
  return startLocalCluster({ nodes, dataDir: folder, sources: workload?.sources ?? [], signal, ...optional });
}

/** Copying takes a second where building takes a minute. Whatever hinders it, the dataset can be built. */
async function copyMeasured(
  { folder, measuredOn, key }: DatasetPlace,
  request: EmbeddedRequest,
  world: World,
): Promise<void> {
  if ((request.workload?.setup ?? []).length === 0 || (await isBuilt(folder, key))) return;
  try {
    const isCopied = await copyDataset(key, measuredOn, folder, world.now());
    if (isCopied) request.say(`copied the dataset of ${request.workload?.name}, which may be changed here`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw directoryFailure(message, folder) ?? error;
  }
}

/** Marks this dataset as used now, and removes others that nobody has used for long. */
async function removeUnused(folder: string, world: World): Promise<void> {
  await touchDataset(folder, world.now());
  await removeUnusedDatasets(world);
}

/** How to reach each node of a cluster, in the order of its nodes: as its administrator, unless another is named. */
export function embeddedConnections(
  cluster: LocalCluster,
  database: string | undefined,
  who: keyof Accounts = 'admin',
): readonly Connection[] {
  return cluster.nodes.map((node) => ({
    url: node.url,
    ...cluster.accounts[who],
    ...(database === undefined ? {} : { database }),
  }));
}

/** A background merge during a run changes the counters of what is being measured. */
export async function quietMerges(cluster: LocalCluster, signal: AbortSignal): Promise<void> {
  await onEveryNode(cluster, 'admin', signal, (client) => client.command('SYSTEM STOP MERGES'));
}

async function createDatabase(cluster: LocalCluster, database: string | undefined, signal: AbortSignal): Promise<void> {
  if (database === undefined) return;
  const sql = `CREATE DATABASE IF NOT EXISTS ${identifier(database)}`;
  await onEveryNode(cluster, 'admin', signal, (client) => client.command(sql));
}

async function build(cluster: LocalCluster, scripts: readonly SetupScript[], request: EmbeddedRequest): Promise<void> {
  const name = request.workload?.name ?? 'the workload';
  const database = request.workload?.database;
  const report = (done: number, total: number): void =>
    request.say(`building the dataset of ${name}, once: ${done} of ${total} steps`);
  const settings = request.workload?.setupSettings ?? {};
  await onEveryNode(cluster, 'admin', request.signal, dropFunctions);
  await onEveryNode(cluster, 'setup', request.signal, (client, index) => {
    const own = index === 0 ? scripts : scripts.map(onlyDefinitions);
    const setup = { scripts: own, database, settings, onEmptyServer: true };
    return runSetup(client, setup, report, request.signal);
  });
}

/** Scripts may make functions and not drop them, so a build that starts over begins without those of the last one. */
async function dropFunctions(client: Client): Promise<void> {
  const found = await client.rows(
    `SELECT name FROM system.functions WHERE origin = 'SQLUserDefined' AND name NOT IN ${stringList(hiddenNames)}`,
    z.object({ name: nameField }),
  );
  for (const { name } of found) await client.command(`DROP FUNCTION ${identifier(name)}`);
}

/** The first node comes last: what it inserts through a Distributed table needs the tables of the others. */
async function onEveryNode(
  cluster: LocalCluster,
  who: keyof Accounts,
  signal: AbortSignal,
  work: (client: Client, index: number) => Promise<void>,
): Promise<void> {
  for (const [index, connection] of [...embeddedConnections(cluster, undefined, who).entries()].reverse()) {
    const client = bounded(connect(connection), { signal });
    await work(client, index).finally(() => client.close());
  }
}

function onlyDefinitions(script: SetupScript): SetupScript {
  return { ...script, statements: script.statements.filter((one) => definesThings.test(one.sql)) };
}

async function claimFor(folder: string, signal: AbortSignal, world: World): Promise<() => Promise<void>> {
  try {
    return await claimDataset(folder, signal, world);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw directoryFailure(error instanceof Error ? error.message : String(error), folder) ?? error;
  }
}
