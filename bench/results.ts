// What reading a result costs, beside the server that only computes it: a million rows of text, with floats, in order.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { readingSettings } from '../src/clickhouse/answer/readingSettings.ts';
import { connect } from '../src/clickhouse/http/client.ts';
import type { Client } from '../src/clickhouse/http/control.ts';
import { startLocalCluster } from '../src/clickhouse/local/startLocalCluster.ts';
import { resultDigest } from '../src/clickhouse/target/digest.ts';

const rows = 1_000_000;
const statements = {
  texts: `SELECT number, toString(number) AS s, number % 7 AS k FROM numbers(${rows})`,
  'two floats': `SELECT number, number / 7 AS f, number / 3 AS g FROM numbers(${rows})`,
  'a float, in order': `SELECT number, number / 7 AS f FROM numbers(${rows}) ORDER BY number DESC`,
};

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function measure(client: Client): Promise<void> {
  const table: Record<string, unknown> = {};
  for (const [name, sql] of Object.entries(statements)) {
    const computed = await seconds(() => client.command(`${sql} FORMAT Null`));
    const read = await seconds(() =>
      resultDigest(client, sql, { settings: {}, reading: readingSettings, tied: false }),
    );
    table[name] = {
      'computed, s': computed.toFixed(2),
      'read, s': read.toFixed(2),
      ratio: (read / computed).toFixed(0),
    };
  }
  console.log(`Results of ${rows} rows`);
  console.table(table);
}

const dataDir = await mkdtemp(join(tmpdir(), 'hogbench-bench-'));
const cluster = await startLocalCluster({ nodes: 1, dataDir });
const client = connect({ url: cluster.nodes[0]?.url ?? '', user: cluster.user, password: cluster.password });
try {
  await measure(client);
} finally {
  await client.close();
  await cluster.stop();
  await rm(dataDir, { recursive: true, force: true });
}
