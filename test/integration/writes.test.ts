import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { connect } from '../../src/clickhouse/http/client.ts';
import type { Client } from '../../src/clickhouse/http/control.ts';
import { anyRow } from '../../src/clickhouse/http/rowShape.ts';
import type { LocalCluster } from '../../src/clickhouse/local/localCluster.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import { scratchComment } from '../../src/clickhouse/target/scratchDatabases.ts';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { readRun } from '../../src/store/readRun.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const schema = `CREATE OR REPLACE TABLE staging (id UInt64, customer UInt32, note String) ENGINE = MergeTree ORDER BY id;
CREATE OR REPLACE TABLE orders (id UInt64, customer UInt32, note String) ENGINE = MergeTree PARTITION BY id % 2 ORDER BY id;
CREATE OR REPLACE TABLE orders_indexed (id UInt64, customer UInt32, note String, digest String MATERIALIZED hex(SHA256(note)))
ENGINE = MergeTree PARTITION BY id % 2 ORDER BY id;
CREATE OR REPLACE TABLE orders_everywhere AS orders ENGINE = Distributed(hogbench, shop, orders);
`;

const data = `INSERT INTO staging SELECT number, number % 100, toString(number) FROM numbers(20000);
SYSTEM STOP MERGES orders;
INSERT INTO orders SELECT * FROM staging WHERE id < 8000;
INSERT INTO orders SELECT * FROM staging WHERE id >= 8000;
`;

const kinds = `-- name: insert
-- fresh: orders
INSERT INTO {scratch:Identifier}.orders SELECT * FROM staging;

-- name: inline
-- fresh: {from: shop.orders}
-- params: {n: 7}
INSERT INTO {scratch:Identifier}.orders VALUES ({n:UInt64}, 2, 'a; b'), (9, 9, 'c');

-- name: optimize
-- fresh: {from: orders, rows: all}
OPTIMIZE TABLE {scratch:Identifier}.orders FINAL;

-- name: update
-- fresh: {from: orders, rows: all}
ALTER TABLE {scratch:Identifier}.orders UPDATE note = concat(note, '!') WHERE customer < 50;

-- name: delete
-- fresh: {from: orders, rows: all}
DELETE FROM {scratch:Identifier}.orders WHERE customer = 7;

-- name: totals
CREATE TABLE {scratch:Identifier}.totals ENGINE = MergeTree ORDER BY customer AS SELECT customer, count() AS n FROM staging GROUP BY customer;

-- name: reads
SELECT count() FROM orders WHERE customer = 7;
`;

const config = (url: string): string => {
  const account = `url: '${url}', user: '\${WRITER}', password: '\${WRITER_PASSWORD}', database: shop`;
  return `targets:\n  ours: {${account}, allow_setup: true}\n  theirs: {${account}}\n`;
};

let folder: string;
let cluster: LocalCluster;
let space: Workspace;
let server: Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-writes-'));
  cluster = await startLocalCluster({ nodes: 1, dataDir: folder });
  const { user, password } = cluster;
  const url = cluster.nodes[0]?.url ?? '';
  server = connect({ url, user, password });
  await server.command('CREATE DATABASE shop');
  space = await makeWorkspace({
    'hogbench.config.yaml': config(url),
    'main/workload.yaml':
      'database: shop\nmeasure: writes\nschema: [schema.sql]\ndata: [data.sql]\nsettings: {max_threads: 1}\n',
    'main/schema.sql': schema,
    'main/data.sql': data,
    'main/kinds.sql': kinds,
    'indexed/workload.yaml': 'extends: ../main\n',
    'indexed/insert.sql':
      '-- name: insert\n-- fresh: orders_indexed\nINSERT INTO {scratch:Identifier}.orders SELECT * FROM staging;\n',
    'other/workload.yaml': 'extends: ../main\n',
    'other/update.sql':
      "-- name: update\n-- fresh: {from: orders, rows: all}\nALTER TABLE {scratch:Identifier}.orders UPDATE note = concat(note, '?') WHERE customer < 50;\n",
  });
  const ready = await hogbench('run', 'main', '--target', 'ours', '--setup', '--filter', 'reads', '--counters-only');
  expect({ code: ready.code, err: ready.err }).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await server?.close();
  await cluster?.stop();
  await space?.remove();
  await rm(folder, { recursive: true, force: true });
});

function hogbench(...argv: string[]) {
  return space.run(argv, {
    services: realServices,
    env: {
      WRITER: cluster.user,
      WRITER_PASSWORD: cluster.password,
      HOGBENCH_CONFIG: 'hogbench.config.yaml',
      HOGBENCH_HOME: join(space.folder, 'home'),
    },
  });
}

/** Contents and parts of every table that is the user's. */
async function userTables() {
  const names = ['staging', 'orders', 'orders_indexed'];
  const contents = await Promise.all(
    names.map((name) => server.rows(`SELECT count() AS n, sum(cityHash64(*)) AS hash FROM shop.${name}`, anyRow)),
  );
  const parts = await server.rows(
    "SELECT table, name, rows, modification_time FROM system.parts WHERE active AND database = 'shop' ORDER BY ALL",
    anyRow,
  );
  return { contents, parts };
}

async function scratchDatabases(): Promise<readonly string[]> {
  const rows = await server.rows(
    "SELECT name FROM system.databases WHERE startsWith(name, 'hogbench_scratch_') ORDER BY name",
    z.object({ name: z.string() }),
  );
  return rows.map((row) => row.name);
}

function verdicts(out: string): Readonly<Record<string, string>> {
  const report = JSON.parse(out) as ComparisonReport;
  return Object.fromEntries(report.cases.map((one) => [one.caseId, one.verdict]));
}

it('calls equal arms equivalent, by the work of inserts, merges and mutations, and touches no table of the user', async () => {
  const before = await userTables();
  const ran = await hogbench('ab', 'main', '--target', 'ours', '--counters-only', '--json');
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  expect(verdicts(ran.out)).toEqual({
    insert: 'equivalent',
    'inline[n=7]': 'equivalent',
    optimize: 'equivalent',
    update: 'equivalent',
    delete: 'equivalent',
    totals: 'equivalent',
    reads: 'equivalent',
  });
  const metrics = (JSON.parse(ran.out) as ComparisonReport).cases.map((one) => [
    one.caseId,
    Object.fromEntries(one.metrics.map(({ metric, baseline }) => [metric, baseline?.median])),
  ]);
  expect(Object.fromEntries(metrics)).toMatchObject({
    insert: { InsertedRows: 20_000, table_parts: 2 },
    'inline[n=7]': { InsertedRows: 2 },
    optimize: { MergedRows: 20_000, table_parts: 2 },
    update: { MutatedRows: 20_000, table_parts: 4 },
    totals: { InsertedRows: 100, table_parts: 1 },
  });
  expect(await userTables()).toEqual(before);
  expect(await scratchDatabases()).toEqual([]);
});

it('finds what a column costs that every insert computes', async () => {
  const arms = ['--baseline-workload', 'main', '--candidate-workload', 'indexed', '--changed-only'];
  const ran = await hogbench('ab', ...arms, '--target', 'ours', '--counters-only', '--json');
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 1 });
  expect(verdicts(ran.out)).toEqual({ insert: 'regressed' });
  expect((JSON.parse(ran.out) as ComparisonReport).cases[0]?.reason).toContain(
    'merge tree data writer uncompressed bytes',
  );
});

it('exits 4 when the arms write different data, and shows the rows', async () => {
  const arms = ['--baseline-workload', 'main', '--candidate-workload', 'other', '--changed-only'];
  const ran = await hogbench('ab', ...arms, '--target', 'ours', '--counters-only', '--show-rows', 'values', '--json');
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 4 });
  const [changed] = (JSON.parse(ran.out) as ComparisonReport).cases;
  expect(changed).toMatchObject({ caseId: 'update', verdict: 'resultChanged' });
  expect(JSON.stringify(changed?.rowDifference)).toMatch(/\d!.*\d\?/);
  expect(await scratchDatabases()).toEqual([]);
});

it('keeps of every execution in fresh sessions what it cost and what its table became', async () => {
  const ran = await hogbench(
    'run',
    'main',
    '--target',
    'ours',
    '--sessions',
    '2',
    '--rounds',
    '2',
    '--filter',
    'insert',
  );
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  const { run } = await readRun(join(space.folder, 'hogbench-out/run.jsonl.gz'));
  expect(run.samples.map((one) => one.session)).toEqual([0, 0, 1, 1]);
  for (const { evidence } of run.samples) {
    expect(evidence).toMatchObject({
      kind: 'facts',
      durationUs: expect.any(Number),
      written: { before: { rows: 0, parts: 0, bytes: 0 }, after: { rows: 20_000, parts: 2 } },
    });
  }
});

it('needs no permission on the embedded server', async () => {
  const ran = await hogbench('ab', 'main', '--filter', 'insert', '--counters-only', '--json');
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  expect(verdicts(ran.out)).toEqual({ insert: 'equivalent' });
});

it('refuses a target that does not allow it, before anything is sent', async () => {
  const log = () =>
    server.rows(
      "SELECT count() AS n FROM system.query_log WHERE query_kind IN ('Insert', 'Create', 'Alter', 'Drop')",
      anyRow,
    );
  await server.command('SYSTEM FLUSH LOGS query_log');
  const before = await log();
  for (const command of [['ab'], ['run'], ['ab', '--dry-run']] as const) {
    const [name, ...flags] = command;
    const ran = await hogbench(name, 'main', '--target', 'theirs', ...flags);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('allow_setup: true');
  }
  await server.command('SYSTEM FLUSH LOGS query_log');
  expect(await log()).toEqual(before);
});

it('never writes to lint a workload, nor for a dry run', async () => {
  const before = await userTables();
  expect(await hogbench('lint', 'main', '--target', 'ours')).toMatchObject({ code: 0 });
  expect(await hogbench('ab', 'main', '--target', 'ours', '--dry-run')).toMatchObject({ code: 0 });
  expect(await hogbench('ab', 'main', '--target', 'ours', '--dry-run', '--pilot')).toMatchObject({ code: 2 });
  expect(await userTables()).toEqual(before);
  expect(await scratchDatabases()).toEqual([]);
});

it('copies no table that would pass on what is written to it', async () => {
  const before = await userTables();
  await space.write('far/workload.yaml', 'database: shop\nmeasure: writes\n');
  await space.write(
    'far/insert.sql',
    '-- name: far\n-- fresh: orders_everywhere\nINSERT INTO {scratch:Identifier}.orders SELECT * FROM staging;\n',
  );
  const ran = await hogbench('ab', 'far', '--target', 'ours', '--counters-only', '--json');
  expect(ran.code).not.toBe(0);
  expect((JSON.parse(ran.out) as ComparisonReport).cases[0]?.reason).toContain('its engine is Distributed');
  expect(await userTables()).toEqual(before);
  expect(await scratchDatabases()).toEqual([]);
});

it('leaves nothing behind after Ctrl-C, or says so', async () => {
  await space.write('slow/workload.yaml', 'database: shop\nmeasure: writes\nsettings: {max_block_size: 1}\n');
  await space.write(
    'slow/insert.sql',
    '-- name: slow\n-- fresh: orders\nINSERT INTO {scratch:Identifier}.orders SELECT number, sleepEachRow(0.5), toString(number) FROM numbers(200);\n',
  );
  let press = (): void => {};
  const running = space.run(['ab', 'slow', '--target', 'ours', '--counters-only'], {
    services: realServices,
    env: { WRITER: cluster.user, WRITER_PASSWORD: cluster.password, HOGBENCH_CONFIG: 'hogbench.config.yaml' },
    io: (io) => {
      press = io.interrupt;
    },
  });
  await expect
    .poll(scratchDatabases)
    .not.toEqual([])
    .finally(() => press());
  const { code, err } = await running;
  expect(code).toBe(130);
  // A second is all there is for it, and a server that is busy may take longer: then it is told.
  const [, told = 'nothing was told'] = /(hogbench_scratch_\w+) may be left/.exec(err) ?? [];
  for (const name of await scratchDatabases()) {
    expect(name).toContain(told);
    await server.command(`DROP DATABASE IF EXISTS ${name}`);
  }
});

it('drops what killed runs left behind, and nothing that another run or somebody else may need', async () => {
  await server.command(`CREATE DATABASE hogbench_scratch_old COMMENT '${scratchComment(Date.now() - 1000)}'`);
  await server.command('CREATE TABLE hogbench_scratch_old.t (x UInt8) ENGINE = MergeTree ORDER BY x');
  await server.command(`CREATE DATABASE hogbench_scratch_new COMMENT '${scratchComment(Date.now() + 1_000_000)}'`);
  await server.command("CREATE DATABASE hogbench_scratch_mine COMMENT 'mine'");
  const ran = await hogbench('ab', 'main', '--target', 'ours', '--counters-only', '--filter', 'inline*');
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  expect(await scratchDatabases()).toEqual(['hogbench_scratch_mine', 'hogbench_scratch_new']);
  expect(ran.err).toContain('dropped hogbench_scratch_old');
  expect(ran.err).toContain('hogbench_scratch_new belongs to another run');
  for (const name of await scratchDatabases()) await server.command(`DROP DATABASE ${name}`);
});
