import { findWorkload } from '../../src/app/workloadPath.ts';
import type { World } from '../../src/app/world.ts';
import type { LocalCluster } from '../../src/clickhouse/local/localCluster.ts';
import { startEmbedded } from '../../src/servers/embedded.ts';
import { shortened } from '../../test/support/shortened.ts';

/** Scripts of tables that no statement of the grammar reads. */
const unread = /(?:people|sessions)\.sql$/;

/**
 * An embedded server that holds the datasets of both shipped workloads, as far as they are read; built once and kept in the cache.
 *
 * @param mostRows of a script that makes its rows from 100,000 numbers or more; absent: all
 */
export async function startOracleServer(world: World, signal: AbortSignal, mostRows?: number): Promise<LocalCluster> {
  const posthog = await findWorkload('posthog', world.cwd);
  const clickbench = await findWorkload('clickbench', world.cwd);
  const place = { file: 'oracleServer.ts', line: 1, column: 1 };
  const create = { sql: 'CREATE DATABASE IF NOT EXISTS clickbench', place };
  const databases = { file: place.file, statements: [create] };
  const scripts = [...posthog.setup, ...clickbench.setup]
    .filter(({ file }) => !unread.test(file))
    .map((script) => (mostRows === undefined ? script : shortened(script, mostRows)));
  const workload = { ...posthog, setup: [databases, ...scripts] };
  return startEmbedded({ nodes: 1, workload, say: (step) => world.warn(step), signal }, world);
}
