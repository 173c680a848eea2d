import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from '../clickhouse/client.ts';
import type { Connection } from '../clickhouse/connection.ts';
import { defaultHome } from '../clickhouse/local/home.ts';
import type { LocalCluster } from '../clickhouse/local/localCluster.ts';
import { startLocalCluster } from '../clickhouse/local/startLocalCluster.ts';
import { runSetup } from '../clickhouse/setup.ts';
import type { SetupScript, Workload } from '../model/workload.ts';
import type { Io } from './io.ts';

export interface EmbeddedRequest {
  readonly nodes: number;
  /** Whose dataset it holds; without one, or without scripts, the server is empty. */
  readonly workload: Workload | undefined;
  /** Absent: a folder in the cache, named by what is in it. */
  readonly dataDir?: string;
  readonly say: (step: string) => void;
  readonly signal?: AbortSignal;
}

/** Statements that every node of a cluster needs; the others run on the first node alone. */
const definesThings = /^\s*(create|drop|alter|truncate|system|rename)\b/i;

/**
 * Starts embedded servers with a workload's dataset in them. A dataset is kept in the cache by the hash of
 * its scripts, and built again when a build did not come to its end.
 */
export async function startEmbedded(request: EmbeddedRequest, io: Io): Promise<LocalCluster> {
  const scripts = request.workload?.setup ?? [];
  const folder = request.dataDir ?? join(defaultHome(io.env), 'embedded', datasetKey(scripts, request));
  const marker = join(folder, 'dataset-ready');
  const wanted = datasetKey(scripts, request);
  await mkdir(folder, { recursive: true });
  request.say('starting an embedded ClickHouse');
  const cluster = await startLocalCluster({
    nodes: request.nodes,
    dataDir: folder,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
  try {
    if (scripts.length > 0 && (await contentOf(marker)) !== wanted) {
      await rm(marker, { force: true });
      await build(cluster, scripts, request);
      await writeFile(marker, wanted);
    }
    await quietMerges(cluster);
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** How to reach each node of a cluster, in the order of its nodes. */
export function embeddedConnections(cluster: LocalCluster, database: string | undefined): readonly Connection[] {
  return cluster.nodes.map((node) => ({
    url: node.url,
    user: cluster.user,
    password: cluster.password,
    ...(database === undefined ? {} : { database }),
  }));
}

/** A background merge during a run changes the counters of what is being measured. */
export async function quietMerges(cluster: LocalCluster): Promise<void> {
  for (const connection of embeddedConnections(cluster, undefined)) {
    const client = connect(connection);
    await client.command('SYSTEM STOP MERGES').finally(() => client.close());
  }
}

async function build(cluster: LocalCluster, scripts: readonly SetupScript[], request: EmbeddedRequest): Promise<void> {
  const name = request.workload?.name ?? 'the workload';
  const clients = embeddedConnections(cluster, undefined).map((connection) => connect(connection));
  try {
    // The first node comes last: what it inserts through a Distributed table needs the tables of the others.
    for (const [index, client] of [...clients.entries()].reverse()) {
      const own = index === 0 ? scripts : scripts.map(onlyDefinitions);
      await runSetup(client, own, (done, total) =>
        request.say(`building the dataset of ${name}, once: ${done} of ${total} steps`),
      );
    }
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
}

function onlyDefinitions(script: SetupScript): SetupScript {
  return { ...script, statements: script.statements.filter((one) => definesThings.test(one.sql)) };
}

function datasetKey(scripts: readonly SetupScript[], request: EmbeddedRequest): string {
  const hash = createHash('sha256').update(`nodes ${request.nodes}\0`);
  for (const script of scripts) for (const statement of script.statements) hash.update(`${statement.sql}\0`);
  return `${request.workload?.name.replaceAll(/[^\w-]/g, '_') ?? 'empty'}-${hash.digest('hex').slice(0, 12)}`;
}

async function contentOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
