import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pinnableCores } from '../../src/clickhouse/local/affinity.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import { statement } from '../../src/clickhouse/local/statement.ts';
import { claimFolder } from '../../src/files/folderClaim.ts';
import { certificateSchema } from '../../src/schema/certificate/certificateSchema.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { readRun } from '../../src/store/readRun.ts';
import type { TestIo } from '../support/testIo.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

const password = 'of the topologies';

let space: Workspace;
const claims: (() => Promise<void>)[] = [];

beforeAll(async () => {
  space = await makeWorkspace({
    // Rows of chance: whoever builds them twice has two datasets.
    'shared/workload.yaml': 'database: shop\nschema: [schema.sql]\n',
    'shared/schema.sql': `
CREATE OR REPLACE TABLE shop.orders_local (id UInt64, price UInt32) ENGINE = MergeTree ORDER BY id;
CREATE OR REPLACE TABLE shop.orders AS shop.orders_local ENGINE = Distributed('hogbench', 'shop', 'orders_local', id);
INSERT INTO shop.orders SELECT number, rand(number) FROM numbers(50000);
`,
    'shared/queries.sql':
      '-- name: ids\nSELECT count(), sum(id) FROM orders;\n\n-- name: prices\nSELECT sum(price) FROM orders;\n',
    'plain/workload.yaml': 'database: shop\nschema: [schema.sql]\n',
    'plain/schema.sql':
      'CREATE OR REPLACE TABLE shop.t (a UInt64) ENGINE = MergeTree ORDER BY a;\nINSERT INTO shop.t SELECT number FROM numbers(10000);\n',
    'plain/queries.sql': '-- name: total\nSELECT sum(a) FROM t;\n',
  });
});
afterAll(async () => {
  for (const release of claims) await release();
  await space.remove();
});

function hogbench(
  argv: readonly string[],
  io?: (io: TestIo) => void,
  more: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const env = { HOGBENCH_HOME: join(space.folder, 'home'), HOGBENCH_LOCAL_PASSWORD: password, ...more };
  return space.run(argv, { services: realServices, env, ...(io === undefined ? {} : { io }) });
}

async function againstOne(target: string, out: string, ...more: readonly string[]): Promise<Ran> {
  const arms = ['--baseline-target', 'embedded:1x1', '--candidate-target', target];
  return hogbench(['ab', 'shared', ...arms, '--counters-only', '--seed', '1', '--out', out, ...more]);
}

it('two replicas hold the bytes of one server and take queries in turn', async () => {
  const ran = await againstOne('embedded:1x2', 'replicas');
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  expect(ran.out).toContain('The number of server hosts differs: 1 and 2.');
  expect(ran.out).not.toContain('The data differ');
  const { run } = await readRun(join(space.folder, 'replicas/run.jsonl.gz'));
  const [one, two] = run.arms.map(({ environment }) => environment);
  expect(two?.dataset).toEqual(one?.dataset);
  expect(new Set(two?.replicas?.map(({ url }) => url)).size).toBe(2);
  for (const { evidence } of run.samples)
    expect(evidence).toMatchObject({ kind: 'facts', readRows: 50_000, exceptionCode: 0 });
});

it('waits for the dataset that it copies while somebody else uses it', async () => {
  await hogbench(['run', 'plain', '--sessions', '1', '--rounds', '1', '--out', 'alone']);
  const datasets = join(space.folder, 'home/embedded');
  for (const name of await readdir(datasets)) {
    const claim = await claimFolder(join(datasets, name), 'a test', Date.now());
    if (claim.kind === 'busy') throw new Error(`${name} is in use`);
    claims.push(claim.release);
  }
  let io: TestIo | undefined;
  const waiting = hogbench(['run', 'plain', '--target', 'embedded:1x2', '--sessions', '1', '--rounds', '1'], (one) => {
    io = one;
  });
  await expect.poll(() => io?.err(), { timeout: 30_000 }).toContain('which uses this dataset');
  for (const release of claims.splice(0)) await release();
  expect(await waiting).toMatchObject({ code: 0, err: expect.stringContaining('copied the dataset of plain') });
});

it('two shards answer as one server', async () => {
  const ran = await againstOne('embedded:2x1', 'shards', '--filter', 'ids');
  // Parts lie otherwise, so counters may leave it undecided.
  expect([0, 3], ran.err).toContain(ran.code);
  expect(ran.err).not.toContain('no rows');
  const { run } = await readRun(join(space.folder, 'shards/run.jsonl.gz'));
  expect(run.arms.map(({ environment }) => environment.serverHosts)).toEqual([1, 2]);
  const [one, ...others] = run.digests.map(({ digest }) => digest);
  expect(one?.kind).toBe('answer');
  for (const other of others) expect(other).toEqual(one);
  expect(others).not.toEqual([]);
});

it('says that shards are idle where the scripts fill the first alone', async () => {
  const idle = 'Of the 2 shards of embedded:2, 1 holds no rows and does no work';
  const ran = await hogbench(['run', 'plain', '--target', 'embedded:2', '--sessions', '1', '--rounds', '1']);
  expect(ran).toMatchObject({ code: 0, err: expect.stringContaining(idle) });
  const { run } = await readRun(join(space.folder, 'hogbench-out/run.jsonl.gz'));
  expect(run.notices).toMatchObject([{ code: 'idle-shards', level: 'caution', arms: ['baseline'] }]);
});

it('certifies no topology whose shards are idle, and blames no other arm for it', async () => {
  const arms = ['--arm', 'old=embedded', '--arm', 'shards=embedded:2x1', '--arm', 'replicas=embedded:1x2'];
  const ran = await hogbench(['certify', 'plain', ...arms, '--seed', '1', '--quiet', '--json'], undefined, {
    HOGBENCH_COUNTERS_ONLY: '1',
  });
  const { missing } = certificateSchema.parse(JSON.parse(ran.out));
  const idle = missing.filter((one) => one.missing.kind === 'idleShards');
  expect(idle.map(({ label }) => label)).toEqual(['shards']);
});

it('says so where the first shard is the idle one', async () => {
  const schema = await space.read('shared/schema.sql');
  await space.write('second/workload.yaml', 'database: shop\nschema: [schema.sql]\n');
  await space.write('second/schema.sql', schema.replaceAll("'orders_local', id", "'orders_local', 1"));
  await space.write('second/queries.sql', '-- name: ids\nSELECT sum(id) FROM orders;\n');
  const ran = await hogbench(['run', 'second', '--target', 'embedded:2', '--sessions', '1', '--rounds', '1']);
  expect(ran).toMatchObject({ code: 0, err: expect.stringContaining('1 holds no rows and does no work') });
});

it('limits of cores and memory hold in every server, and are another server than the one without', async () => {
  await space.write(
    'hogbench.config.yaml',
    'targets:\n  small: {embedded: 1x1, cores: 1, memory: 1GiB}\n  both: {embedded: 1, url: "http://127.0.0.1:1"}\n',
  );
  const named = ['--config', 'hogbench.config.yaml'];
  const refused = await hogbench(['run', 'plain', '--target', 'both', ...named]);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('a target is one of them') });
  await space.write('hogbench.config.yaml', 'targets:\n  small: {embedded: 1x1, cores: 1, memory: 1GiB}\n');
  const arms = ['--baseline-target', 'embedded', '--candidate-target', 'small', '--counters-only', '--out', 'small'];
  const ran = await hogbench(['ab', 'plain', ...arms, ...named]);
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  const pinned = (await pinnableCores()) !== undefined;
  const cores = pinned ? '1 core' : '1 core by settings';
  expect(ran.out.replaceAll(/\s+/g, ' ')).toContain(`Limits of a server differ: none and ${cores}, 1.00 GiB.`);
  const { run } = await readRun(join(space.folder, 'small/run.jsonl.gz'));
  expect(run.arms.map(({ environment }) => environment.limits)).toEqual([
    undefined,
    { cores: 1, memoryBytes: 2 ** 30, pinned },
  ]);

  const limits = { cores: 1, memoryBytes: 2 ** 30 };
  const cluster = await startLocalCluster({ nodes: 2, replicas: 2, limits, dataDir: join(space.folder, 'limited') });
  try {
    for (const { httpPort, pid } of cluster.nodes) {
      const sql = `SELECT getSetting('max_threads'), (SELECT value FROM system.server_settings WHERE name = 'max_server_memory_usage')`;
      expect(await statement({ httpPort, ...cluster.accounts.admin }, sql, 60_000)).toBe(`1\t${2 ** 30}`);
      if (pinned) expect(await readFile(`/proc/${pid}/status`, 'utf8')).toMatch(/^Cpus_allowed_list:\t\d+$/m);
    }
  } finally {
    await cluster.stop();
  }
  const many = startLocalCluster({ nodes: 1, limits: { cores: 1000 }, dataDir: join(space.folder, 'limited') });
  await expect(many).rejects.toMatchObject({
    kind: 'usage',
    message: expect.stringContaining('cannot have 1000 cores'),
  });
});

it('local has shards and replicas, and every replica takes a part of distributed queries and inserts', async () => {
  let io: TestIo | undefined;
  let over: Ran | undefined;
  const running = hogbench(['local', '--nodes', '2x2', '--user', 'dev', '--workload', 'shared'], (one) => {
    io = one;
  });
  void running.then((ran) => {
    over = ran;
  });
  try {
    while (over === undefined && io?.out().includes('Ctrl-C stops it.') !== true) await pause(20);
    const ports = [...(io?.out() ?? '').matchAll(/node\d +http:\/\/127\.0\.0\.1:(\d+).*shard (\d), replica (\d)/g)];
    expect(ports.map(([, , shard, replica]) => `${shard} ${replica}`)).toEqual(['1 1', '2 1', '1 2', '2 2']);
    const ask = (node: number, sql: string): Promise<string> =>
      statement({ httpPort: Number(ports[node]?.[1]), user: 'dev', password }, sql, 60_000);
    const sums = async (sql: string) => Promise.all([0, 1, 2, 3].map((node) => ask(node, sql)));

    const [first, second, ...others] = await sums('SELECT count(), sum(price) FROM shop.orders_local');
    expect(others).toEqual([first, second]);
    expect(new Set(await sums('SELECT count(), sum(price) FROM shop.orders')).size).toBe(1);
    // Late answers make an engine that hedges break connections off, and that can end the server at their other end.
    const late = 'SETTINGS hedged_connection_timeout_ms = 1';
    for (let turn = 0; turn < 40; turn += 1) await ask(0, `SELECT sum(id) AS spread FROM shop.orders ${late}`);
    const brokenOff = "SELECT sum(value) FROM system.events WHERE event = 'HedgedRequestsChangeReplica'";
    expect(await ask(0, brokenOff)).toBe('0');
    const taken = "SELECT count() > 0 FROM system.query_log WHERE NOT is_initial_query AND query LIKE '%spread%'";
    await sums('SYSTEM FLUSH LOGS');
    expect([await ask(1, taken), await ask(3, taken)]).toEqual(['1', '1']);
    await ask(
      0,
      'INSERT INTO shop.orders SELECT number, 0 FROM numbers(100) SETTINGS distributed_foreground_insert = 1',
    );
    expect(await sums('SELECT count() FROM shop.orders')).toEqual(Array(4).fill('50100'));
  } catch (error) {
    throw new Error(`${String(error)}; local said: ${io?.err()} ${JSON.stringify(over)}`, { cause: error });
  } finally {
    io?.interrupt();
    await running;
  }
  expect(over).toMatchObject({ code: 0 });
});
