import { z } from 'zod';
import { connect } from '../clickhouse/http/client.ts';
import type { Connection } from '../clickhouse/http/connection.ts';
import { bounded, type Client } from '../clickhouse/http/control.ts';
import { nameField } from '../clickhouse/http/rowShape.ts';
import type { Accounts, LocalCluster } from '../clickhouse/local/localCluster.ts';
import { hiddenNames } from '../clickhouse/local/sourceRights.ts';
import { runSetup } from '../clickhouse/target/setupScripts.ts';
import type { SetupScript, Workload } from '../model/workload.ts';
import { identifier, stringList } from '../sql/literals.ts';

/** What is built, and who hears of it. */
export interface DatasetBuild {
  readonly workload: Workload | undefined;
  readonly say: (step: string) => void;
  readonly signal: AbortSignal;
}

/** Statements that every node of a cluster needs; the others run on the first node alone. */
const definesThings = /^\s*(create|replace|drop|alter|truncate|system|rename|exchange|set|use)\b/i;

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

/** The first node comes last: what it inserts through a Distributed table needs the tables of the others. */
export async function onEveryNode(
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

/** A background merge during a run changes the counters of what is being measured. */
export async function quietMerges(cluster: LocalCluster, signal: AbortSignal): Promise<void> {
  await onEveryNode(cluster, 'admin', signal, (client) => client.command('SYSTEM STOP MERGES'));
}

export async function createDatabase(
  cluster: LocalCluster,
  database: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (database === undefined) return;
  const sql = `CREATE DATABASE IF NOT EXISTS ${identifier(database)}`;
  await onEveryNode(cluster, 'admin', signal, (client) => client.command(sql));
}

/** Runs a workload's scripts on servers of which each is a shard. What goes to other shards has arrived when it ends. */
export async function buildDataset(cluster: LocalCluster, { workload, say, signal }: DatasetBuild): Promise<void> {
  const { setup: scripts = [], setupSettings: settings = {}, database, name = 'the workload' } = workload ?? {};
  const report = (done: number, total: number): void =>
    say(`building the dataset of ${name}, once: ${done} of ${total} steps`);
  await onEveryNode(cluster, 'admin', signal, dropFunctions);
  await onEveryNode(cluster, 'setup', signal, (client, index) => {
    const own = index === 0 ? scripts : scripts.map(onlyDefinitions);
    return runSetup(client, { scripts: own, database, settings, onEmptyServer: true }, report, signal);
  });
  await onEveryNode(cluster, 'admin', signal, flushDistributed);
}

/** Scripts may make functions and not drop them, so a build that starts over begins without those of the last one. */
async function dropFunctions(client: Client): Promise<void> {
  const found = await client.rows(
    `SELECT name FROM system.functions WHERE origin = 'SQLUserDefined' AND name NOT IN ${stringList(hiddenNames)}`,
    z.object({ name: nameField }),
  );
  for (const { name } of found) await client.command(`DROP FUNCTION ${identifier(name)}`);
}

/** Rows that wait to be sent are in no shard, and would be sent once for each copy of the node that they wait on. */
async function flushDistributed(client: Client): Promise<void> {
  const found = await client.rows(
    "SELECT database, name FROM system.tables WHERE engine = 'Distributed'",
    z.object({ database: nameField, name: nameField }),
  );
  for (const { database, name } of found)
    await client.command(`SYSTEM FLUSH DISTRIBUTED ${identifier(database)}.${identifier(name)}`);
}

function onlyDefinitions(script: SetupScript): SetupScript {
  return { ...script, statements: script.statements.filter((one) => definesThings.test(one.sql)) };
}
