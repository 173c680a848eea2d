import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../src/clickhouse/http/client.ts';
import type { Client } from '../../src/clickhouse/http/control.ts';
import { anyRow } from '../../src/clickhouse/http/rowShape.ts';
import type { LocalCluster } from '../../src/clickhouse/local/localCluster.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import { compareRun } from '../../src/compare/compareRun.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { readRun } from '../../src/store/readRun.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

/** Two servers, of which the second gets a bulk of parts. */
let cluster: LocalCluster;
let clients: readonly Client[];
let folder: string;
let space: Workspace;

const tables = [
  'CREATE DATABASE shop',
  'CREATE TABLE shop.orders (id UInt64) ENGINE = MergeTree ORDER BY id',
  'CREATE TABLE shop.returns (id UInt64) ENGINE = MergeTree ORDER BY id',
  'INSERT INTO shop.returns SELECT number FROM numbers(1000000)',
  'OPTIMIZE TABLE shop.returns FINAL',
];
const bulk =
  'INSERT INTO shop.orders SELECT number FROM numbers(1000000) SETTINGS max_insert_threads = 1, max_block_size = 5000, min_insert_block_size_rows = 5000, min_insert_block_size_bytes = 0, parts_to_delay_insert = 0, parts_to_throw_insert = 0';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-state-'));
  cluster = await startLocalCluster({
    ...{ nodes: 2, dataDir: folder },
    users: [
      {
        ...{ name: 'narrow', password: 'a word', readonly: 0 },
        grants: ['SELECT ON shop.*', 'SELECT ON system.query_log', 'SELECT ON system.one', 'SYSTEM FLUSH LOGS ON *.*'],
      },
    ],
  });
  clients = cluster.nodes.map(({ url }) => connect({ url, user: cluster.user, password: cluster.password }));
  for (const client of clients) for (const sql of tables) await client.command(sql);
  await clients[0]?.command('INSERT INTO shop.orders SELECT number FROM numbers(1000000)');
  await clients[0]?.command('OPTIMIZE TABLE shop.orders FINAL');
  const [first, second] = cluster.nodes.map(({ url }) => url);
  const query = (table: string, rows: number): string =>
    `-- name: ${table}\nSELECT sum(cityHash64(id)) > 1 AS some FROM shop.${table} WHERE id < ${rows};\n`;
  space = await makeWorkspace({
    'main/a.sql': `${query('orders', 50_000)}\n${query('returns', 50_000)}`,
    'branch/a.sql': `${query('orders', 1_000_000)}\n${query('returns', 1_000_000)}`,
    'hogbench.config.yaml': `targets:
  old: {url: "${first}", user: ${cluster.user}, password: "\u0024{SECRET}"}
  new: {url: "${second}", user: ${cluster.user}, password: "\u0024{SECRET}"}
  narrow: {url: "${second}", user: narrow, password: a word}
`,
  });
});
afterAll(async () => {
  for (const client of clients ?? []) await client.close();
  await cluster?.stop();
  await space?.remove();
  await rm(folder, { recursive: true, force: true });
});

async function hogbench(out: string, candidate: string, ...argv: readonly string[]) {
  const targets = ['--baseline-target', 'old', '--candidate-target', candidate];
  const ran = await space.run(['ab', 'main', 'branch', ...targets, '--max-pairs', '8', ...argv, '--out', out], {
    services: realServices,
    env: { SECRET: cluster.password, HOGBENCH_CONFIG: 'hogbench.config.yaml' },
  });
  const { run } = await readRun(join(space.folder, out, 'run.jsonl.gz'));
  const report = compareRun(run);
  const verdicts = Object.fromEntries(report.cases.map(({ caseId, verdict }) => [caseId, verdict]));
  return { ...ran, run, report, verdicts };
}

/**
 * Merges some of the new parts as soon as the run has begun to look, and leaves most of them: how long a run goes on beside a merge is a
 * matter of the machine.
 */
async function mergeSome(): Promise<void> {
  const looked = "SELECT 1 FROM system.query_log WHERE query_id LIKE 'hogbench-%-state-%' LIMIT 1";
  while ((await clients[1]?.rows(looked, anyRow))?.length !== 1) await setTimeout(50);
  await clients[1]?.command('SYSTEM START MERGES shop.orders');
  const merged =
    "SELECT 1 FROM system.parts WHERE active AND database = 'shop' AND table = 'orders' HAVING count() < 190";
  while ((await clients[1]?.rows(merged, anyRow))?.length !== 1) await setTimeout(20);
  await clients[1]?.command('SYSTEM STOP MERGES shop.orders');
}

it('calls nothing regressed over a fresh bulk insert, and all else as it is', async () => {
  await clients[1]?.command('ALTER TABLE shop.orders MODIFY SETTING max_parts_to_merge_at_once = 10');
  await clients[1]?.command('SYSTEM STOP MERGES shop.orders');
  await clients[1]?.command(bulk);
  const merging = mergeSome();
  const { out, err, code, run, report, verdicts } = await hogbench('bulk', 'new', '--no-self-check');
  await merging;
  expect({ verdicts, err }).toMatchObject({ verdicts: { orders: 'inconclusive', returns: 'regressed' } });
  expect(code).toBe(1);
  const [orders] = report.cases.filter(({ caseId }) => caseId === 'orders');
  expect(orders?.reason).toMatch(/shop\.orders of the candidate/);
  expect(orders?.metrics.map(({ verdict }) => verdict).filter((one) => one !== undefined)).not.toContain('regressed');
  expect(report.notices.map(({ code: one }) => one)).toContain('server-debt');
  expect(out.replaceAll(/\s+/g, ' ')).toContain('shop.orders of the candidate');
  const parts = run.states?.flatMap((one) =>
    one.arms.includes('candidate') ? (one.state.tables[0]?.parts ?? []) : [],
  );
  expect(parts?.[0]).toBeGreaterThan(150);
  expect(parts?.at(-1)).toBeLessThan(parts?.[0] ?? 0);
  expect(run.tablesRead).toContainEqual({ caseId: 'orders', arm: 'candidate', tables: ['shop.orders'] });
});

it('has a verdict when the server is done, and tells of queries of others', async () => {
  await clients[1]?.command('SYSTEM START MERGES shop.orders');
  await clients[1]?.command('OPTIMIZE TABLE shop.orders FINAL');
  let isDone = false;
  const others = (async () => {
    while (!isDone) await clients[1]?.rows('SELECT sleep(0.5)', anyRow);
  })();
  const { verdicts, report, run } = await hogbench('done', 'new', '--no-self-check').finally(() => {
    isDone = true;
  });
  await others;
  expect(verdicts).toEqual({ orders: 'regressed', returns: 'regressed' });
  expect(report.notices.filter(({ code }) => code.startsWith('server-'))).toMatchObject([
    { code: 'server-drift', text: expect.stringContaining('other queries ran beside the candidate at ') },
  ]);
  const seen = run.states?.filter(({ arms }) => arms.includes('baseline')).map(({ state }) => state.foreignQueries);
  expect(new Set(seen)).toEqual(new Set([0]));
});

it('tells what a user may not see, and takes it for nothing else', async () => {
  const { run, report } = await hogbench('narrow', 'narrow', '--quick');
  const [state] = run.states?.flatMap((one) => (one.arms.includes('candidate') ? [one.state] : [])) ?? [];
  expect(state?.missing?.map(({ source, cause }) => `${source} ${cause}`)).toContain('merges not-permitted');
  expect(state).not.toHaveProperty('merges');
  expect(state).not.toHaveProperty('foreignQueries');
  expect(report.notices).toContainEqual(
    expect.objectContaining({
      code: 'server-state-unknown',
      text: expect.stringContaining('system.merges of the candidate'),
    }),
  );
});
