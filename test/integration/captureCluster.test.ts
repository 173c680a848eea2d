import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { connect } from '../../src/clickhouse/http/client.ts';
import type { Client } from '../../src/clickhouse/http/control.ts';
import { anyRow } from '../../src/clickhouse/http/rowShape.ts';
import type { LocalCluster } from '../../src/clickhouse/local/localCluster.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import type { TrafficReport } from '../../src/model/traffic.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let folder: string;
let cluster: LocalCluster;
let space: Workspace;
let nodes: readonly Client[];

/** Traffic on both nodes: distributed queries, which write a row on each, and queries of one node alone. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-capture-cluster-'));
  cluster = await startLocalCluster({ nodes: 2, dataDir: join(folder, 'servers') });
  space = await makeWorkspace();
  nodes = cluster.nodes.map(({ url }) => connect({ url, user: cluster.user, password: cluster.password }));
  for (const node of nodes) {
    await node.command('CREATE TABLE clicks (a UInt64) ENGINE = MergeTree ORDER BY a');
    await node.command('INSERT INTO clicks SELECT number FROM numbers(500000)');
    await node.command('CREATE TABLE all_clicks AS clicks ENGINE = Distributed(hogbench, default, clicks)');
  }
  await ask(0, 'SELECT uniqExact(cityHash64(a)) FROM all_clicks', { product: 'wide', team_id: 1 });
  await ask(0, 'SELECT uniqExact(cityHash64(a)) FROM all_clicks', { product: 'wide', team_id: 2 });
  await ask(1, 'SELECT uniqExact(cityHash64(a)) FROM all_clicks', { product: 'wide', team_id: 2 });
  await ask(0, 'SELECT max(a) FROM clicks', { product: 'narrow', team_id: 1 });
  await ask(1, 'SELECT min(a) FROM clicks', { product: 'narrow', team_id: 3 });
  for (const node of nodes) await node.command('SYSTEM FLUSH LOGS');
});

afterAll(async () => {
  await Promise.all((nodes ?? []).map((node) => node.close()));
  await cluster?.stop();
  await space?.remove();
  await rm(folder, { recursive: true, force: true });
});

async function ask(node: number, sql: string, tags: object): Promise<void> {
  await nodes[node]?.rows(sql, anyRow, { settings: { log_comment: JSON.stringify(tags) } });
}

function hogbench(argv: readonly string[], database = '') {
  const target = `http://${cluster.user}@127.0.0.1:${cluster.nodes[0]?.httpPort}/${database}`;
  return space.run([...argv, '--target', target], {
    services: realServices,
    env: { HOGBENCH_PASSWORD: cluster.password, HOGBENCH_HOME: join(folder, 'home') },
  });
}

async function productsOf(database: string): Promise<Readonly<Record<string, TrafficReport['rows'][number]>>> {
  const ran = await hogbench(['top', '--group-by', 'product', '--by', 'cpu', '--json'], database);
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  const { rows } = JSON.parse(ran.out) as TrafficReport;
  return Object.fromEntries(rows.map((row) => [row.name, row]));
}

it('counts a distributed query once, with the CPU time of its shards', async () => {
  const products = await productsOf('?cluster=hogbench');
  expect(products).toMatchObject({ wide: { executions: 3 }, narrow: { executions: 2 } });
  const cpu: number[] = [];
  for (const node of nodes) {
    const [row] = await node.rows(
      `SELECT toString(sum(ProfileEvents['OSCPUVirtualTimeMicroseconds'])) AS cpu, toString(countIf(is_initial_query = 0)) AS shards
       FROM system.query_log WHERE type = 'QueryFinish' AND query ILIKE 'SELECT uniqExact(cityHash64(%' AND log_comment != ''`,
      z.object({ cpu: z.string(), shards: z.string() }),
    );
    expect(Number(row?.shards)).toBeGreaterThan(0);
    cpu.push(Number(row?.cpu));
  }
  expect(products.wide?.cpuUs).toBe(cpu.reduce((sum, one) => sum + one, 0));
});

it('reads one server when no cluster is named', async () => {
  expect(await productsOf('')).toMatchObject({ wide: { executions: 2 }, narrow: { executions: 1 } });
});

it('captures from all nodes, with strata of several tags', async () => {
  const strata = ['--strata', 'team_id,product'];
  const ran = await hogbench(['capture', '--cover', '100%', '--by', 'count', ...strata], '?cluster=hogbench');
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  const queries = join(space.folder, 'captured', 'queries');
  const texts = await Promise.all((await readdir(queries)).map((file) => readFile(join(queries, file), 'utf8')));
  for (const text of ['uniqExact(cityHash64(a)) FROM all_clicks', 'max(a) FROM clicks', 'min(a) FROM clicks'])
    expect(texts.filter((one) => one.includes(text))).toHaveLength(1);
});
