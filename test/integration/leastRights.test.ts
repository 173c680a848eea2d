import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalCluster } from '../../src/clickhouse/local/localCluster.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import { statement } from '../../src/clickhouse/local/statement.ts';

const secret = 'planted-secret-of-the-runner';
const limitMs = 60_000;
const who = ['cases', 'setup'] as const;
let folder: string;
let cluster: LocalCluster;
let listener: Server;
let address: string;
let calls = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-rights-'));
  await writeFile(join(folder, 'secret.tsv'), `${secret}\n`);
  listener = createServer((_, answer) => {
    calls += 1;
    answer.end(`${secret}\n`);
  });
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
  const at = listener.address();
  address = `127.0.0.1:${typeof at === 'object' ? at?.port : ''}`;
  cluster = await startLocalCluster({ nodes: 1, dataDir: join(folder, 'server') });
  await as('admin', 'CREATE DATABASE shop');
  await as('setup', 'CREATE TABLE shop.t (a UInt64, s String) ENGINE = MergeTree ORDER BY a');
  await as('setup', "INSERT INTO shop.t SELECT number, 'x' FROM numbers(10)");
});

afterAll(async () => {
  listener?.close();
  await cluster?.stop();
  await rm(folder, { recursive: true, force: true });
});

type Account = keyof LocalCluster['accounts'];

function as(account: Account, sql: string): Promise<string> {
  const { httpPort } = cluster.nodes[0]!;
  return statement({ httpPort, ...cluster.accounts[account] }, sql, limitMs);
}

/** What a statement gives, or the server's words for refusing it. */
function outcome(account: Account, sql: string): Promise<string> {
  return as(account, sql).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
}

test('reading the workload is allowed', async () => {
  for (const [sql, answer] of [
    ['SELECT count() FROM shop.t', '10'],
    ['SELECT count() FROM numbers(7)', '7'],
    ["SELECT * FROM values('a Int8', 3)", '3'],
    ['SELECT * FROM view(SELECT 4)', '4'],
    ["SELECT count() FROM merge('shop', 't')", '10'],
    ['SELECT dummy FROM system.one', '0'],
    ['SELECT a GLOBAL IN (SELECT a FROM shop.t) FROM shop.t LIMIT 1', '1'],
    [`SELECT * FROM format(JSONEachRow, '{"a": 5}')`, '5'],
  ] as const)
    expect(await outcome('cases', sql)).toBe(answer);
});

describe.each(who)('whoever runs %s', (account) => {
  test('reads no file', async () => {
    const path = join(folder, 'secret.tsv');
    const before = calls;
    for (const sql of [
      `SELECT file('${path}')`,
      `SELECT file('${path}') SETTINGS enable_analyzer = 0`,
      `SELECT file('${path}', '')`,
      `SELECT arrayMap(x -> file(x), ['${path}'])`,
      `SELECT * APPLY(file) FROM values('a String', '${path}')`,
      `SELECT * FROM format(Values, 'a String', '(file(\\'${path}\\'))')`,
      `SELECT * FROM file('${path}', 'LineAsString')`,
      `SELECT * FROM \`${path}\``,
      `SELECT * FROM default.\`${path}\``,
      `SELECT * FROM filesystem('${folder}')`,
      `SELECT 1 AS a FORMAT Template SETTINGS format_template_row = '${path}'`,
      `SELECT a FROM shop.t FORMAT Protobuf SETTINGS format_schema = '${path}:a'`,
      `SELECT * FROM url('http://${address}/', 'LineAsString')`,
      `SELECT * FROM s3('http://${address}/b/k', 'LineAsString')`,
      `SELECT * FROM remote('${address}', system.one)`,
      `SELECT * FROM eval('SELECT 1') SETTINGS allow_experimental_eval_table_function = 1`,
    ]) {
      const said = await outcome(account, sql);
      expect(said, sql).toMatch(/ACCESS_DENIED|CONSTRAINT_VIOLATION|does not allow a workload|Code: (1|36)\. /);
      expect(said, sql).not.toContain(secret);
    }
    expect(calls).toBe(before);
  });

  test('learns nothing of the server, its accounts and what others asked', async () => {
    for (const table of ['users', 'server_settings', 'query_log', 'processes', 'grants', 'named_collections', 'disks'])
      expect(await outcome(account, `SELECT * FROM system.${table}`), table).toContain('ACCESS_DENIED');
    for (const sql of ['SHOW CREATE USER hogbench', 'SHOW GRANTS FOR hogbench', 'SHOW ACCESS'])
      expect(await outcome(account, sql), sql).toContain('ACCESS_DENIED');
  });

  test('manages nothing', async () => {
    for (const sql of [
      'GRANT SELECT ON *.* TO hogbench_cases',
      'CREATE USER x',
      'SYSTEM SHUTDOWN',
      'SYSTEM FLUSH LOGS',
      'CREATE NAMED COLLECTION n AS a = 1',
      "BACKUP TABLE shop.t TO File('x')",
      'DROP FUNCTION file',
      'CREATE WORKLOAD all',
      'CREATE RESOURCE query (QUERY)',
      "CREATE DICTIONARY shop.d (a UInt64) PRIMARY KEY a SOURCE(EXECUTABLE(COMMAND 'id' FORMAT 'TSV')) LIFETIME(0) LAYOUT(FLAT())",
      'CREATE VIEW shop.v DEFINER = hogbench SQL SECURITY DEFINER AS SELECT 1',
      `CREATE VIEW shop.v AS SELECT * FROM url('http://${address}/', 'LineAsString')`,
    ])
      expect(await outcome(account, sql), sql).toMatch(/ACCESS_DENIED/);
    expect(await outcome(account, "CREATE OR REPLACE FUNCTION file AS x -> 'y'")).toContain('ACCESS_DENIED');
  });

  test('can name no table engine that reaches beyond the server', async () => {
    const plain =
      /MergeTree$|^(Memory|Log|TinyLog|StripeLog|Null|Set|Join|Buffer|Merge|GenerateRandom|Distributed|Alias|TimeSeries|View|MaterializedView|WindowView)$/;
    const names = (await as('admin', 'SELECT name FROM system.table_engines FORMAT TSV')).split('\n');
    const beyond = names.filter((name) => !plain.test(name));
    expect(beyond.length).toBeGreaterThan(20);
    for (const name of beyond) {
      const said = await outcome(account, `CREATE TABLE shop.beyond (a String) ENGINE = ${name}('x', 'y')`);
      expect(said, name).toMatch(/ACCESS_DENIED|UNKNOWN_STORAGE/);
    }
    for (const name of ['Filesystem', 'Overlay', 'MySQL', 'S3', 'SQLite', 'PostgreSQL', 'Backup', 'DataLakeCatalog'])
      expect(await outcome(account, `CREATE DATABASE beyond ENGINE = ${name}('x')`), name).toContain('ACCESS_DENIED');
  });

  test('can use no table function that reaches beyond the server', async () => {
    const inside =
      /^(numbers|zeros|values|SQLStandardValues|view|null|generate|primes|merge|dictionary|format$|fuzz|loop|input|timeSeries|prometheus|eval)/;
    const names = (await as('admin', 'SELECT name FROM system.table_functions FORMAT TSV')).split('\n');
    const beyond = names.filter((name) => !inside.test(name));
    expect(beyond.length).toBeGreaterThan(40);
    const before = calls;
    for (const name of beyond)
      for (const args of ['', `'http://${address}/x'`, `'${address}', 'a', 'b', 'c', 'd'`]) {
        const said = await outcome(account, `SELECT * FROM ${name}(${args})`);
        expect(said, `${name}(${args})`).toMatch(/^Code: \d+\. DB::Exception/);
        expect(said, name).not.toContain(secret);
      }
    expect(calls).toBe(before);
  });
});

test('cases write nothing but scratch databases', async () => {
  for (const sql of [
    'INSERT INTO shop.t VALUES (1, 1)',
    'DROP TABLE shop.t',
    'CREATE TABLE shop.x AS shop.t',
    'ALTER TABLE shop.t DELETE WHERE 1',
    'CREATE DATABASE other',
  ])
    expect(await outcome('cases', sql), sql).toContain('ACCESS_DENIED');
  expect(await outcome('cases', 'CREATE DATABASE hogbench_scratch_x')).toBe('');
  expect(await outcome('cases', 'DROP DATABASE hogbench_scratch_x')).toBe('');
});

test('scripts put tables on no disk of their own', async () => {
  const disk = `disk(type = object_storage, object_storage_type = local, metadata_type = local, path = '${folder}/disk/')`;
  expect(
    await outcome('setup', `CREATE TABLE shop.d (a Int8) ENGINE = MergeTree ORDER BY a SETTINGS disk = ${disk}`),
  ).toContain('CONSTRAINT_VIOLATION');
  expect(await outcome('setup', `ALTER TABLE shop.t MODIFY SETTING disk = ${disk}`)).toContain('CONSTRAINT_VIOLATION');
});

test('nobody logs in as the session of the engine, and refused logins do not end the server', async () => {
  const { httpPort } = cluster.nodes[0]!;
  const refused = /AUTHENTICATION_FAILED|SESSION_LIMIT|QUOTA_EXCEEDED/;
  const logins = [
    () => statement({ httpPort, user: 'default', password: '' }, 'SELECT 1', limitMs),
    () => statement({ httpPort, user: 'hogbench', password: 'wrong' }, 'SELECT 1', limitMs),
  ];
  const answers = await Promise.allSettled(Array.from({ length: 200 }, (_, at) => logins[at % 2]!()));
  for (const answer of answers)
    expect(answer.status === 'rejected' ? String(answer.reason) : 'logged in').toMatch(refused);
  for (const query of ['?user=default', '?user=default&password=', '?user=default&session_id=a', '']) {
    const answer = await fetch(`http://127.0.0.1:${httpPort}/${query}`, {
      method: 'POST',
      body: 'SELECT 1',
      headers: { 'X-Forwarded-For': '::1' },
    });
    expect(await answer.text()).toMatch(refused);
  }
  expect(await as('admin', 'SELECT 1')).toBe('1');
});

test('one node has no native port', async () => {
  const { tcpPort } = cluster.nodes[0]!;
  await expect(fetch(`http://127.0.0.1:${tcpPort}/`)).rejects.toThrow();
});

test('whoever defines how the server shares itself out does nothing else', async () => {
  expect(await outcome('scheduling', 'CREATE WORKLOAD all')).toBe('');
  expect(await outcome('scheduling', 'SELECT name FROM system.workloads')).toBe('all');
  expect(await outcome('scheduling', 'DROP WORKLOAD all')).toBe('');
  for (const sql of [
    'SELECT * FROM shop.t',
    'SELECT * FROM system.query_log',
    "SELECT * FROM file('secret.tsv', 'LineAsString')",
    `SELECT * FROM url('http://${address}/', 'LineAsString')`,
    'CREATE TABLE shop.u (a UInt8) ENGINE = Memory',
    'INSERT INTO shop.t VALUES (1)',
    'DROP TABLE shop.t',
    'CREATE USER x',
    'SYSTEM FLUSH LOGS',
  ])
    expect(await outcome('scheduling', sql), sql).toContain('ACCESS_DENIED');
  expect(await outcome('scheduling', 'SELECT name FROM system.tables ORDER BY name')).toBe('resources\nworkloads');
});
