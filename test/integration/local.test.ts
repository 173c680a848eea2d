import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalCluster } from '../../src/clickhouse/local/localCluster.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import { statement } from '../../src/clickhouse/local/statement.ts';

const READER = { name: 'reader', password: 'read & <only>', readonly: 2, grants: ['SELECT ON shop.*'] } as const;
const root = await mkdtemp(join(tmpdir(), 'hogbench-local-'));

afterAll(() => rm(root, { recursive: true, force: true }));

function ask(cluster: LocalCluster, sql: string, login: object = {}, index = 0): Promise<string> {
  const httpPort = cluster.nodes[index]!.httpPort;
  return statement({ httpPort, user: cluster.user, password: cluster.password, ...login }, sql, 60_000);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<boolean> {
  for (let turn = 0; turn < 100 && isAlive(pid); turn += 1) await pause(100);
  return !isAlive(pid);
}

describe('one node', () => {
  const dataDir = join(root, 'one');
  let cluster: LocalCluster;

  beforeAll(async () => {
    cluster = await startLocalCluster({ nodes: 1, dataDir, users: [READER] });
    await ask(cluster, 'CREATE DATABASE shop');
    await ask(cluster, 'CREATE TABLE shop.t (a UInt64) ENGINE = MergeTree ORDER BY a');
    await ask(cluster, 'INSERT INTO shop.t SELECT number FROM numbers(10)');
  });
  afterAll(() => cluster.stop());

  test('logs queries', async () => {
    expect(cluster.version).toMatch(/^\d+\.\d+/);
    await ask(cluster, 'SELECT sum(a) AS logged FROM shop.t');
    const rows =
      "SELECT user, read_rows FROM system.query_log WHERE type = 'QueryFinish' AND query LIKE 'SELECT sum(a) AS logged%'";
    await expect.poll(() => flushAndAsk(cluster, rows), soon).toBe('hogbench\t10');
  });

  test('refuses whoever has no password of it', async () => {
    await expect(ask(cluster, 'SELECT 1', { user: 'default', password: '' })).rejects.toThrow(
      /SESSION_LIMIT|AUTH|QUOTA/,
    );
    await expect(ask(cluster, 'SELECT 1', { password: 'wrong' })).rejects.toThrow('AUTHENTICATION_FAILED');
    await expect(ask(cluster, 'SELECT 1', { user: 'nobody' })).rejects.toThrow('AUTHENTICATION_FAILED');
  });

  test('gives a further user what its grants say, and no more', async () => {
    const reader = { user: READER.name, password: READER.password };
    expect(await ask(cluster, 'SELECT count() FROM shop.t', reader)).toBe('10');
    await expect(ask(cluster, 'SELECT count() FROM system.query_log', reader)).rejects.toThrow('Not enough privileges');
    await expect(ask(cluster, 'INSERT INTO shop.t VALUES (1)', reader)).rejects.toThrow(/READONLY|ACCESS_DENIED/);
  });

  test('keeps its secrets private', async () => {
    const files = ['config.xml', 'users.xml'].map((name) => join(dataDir, 'node1', name));
    for (const file of files) expect((await stat(file)).mode & 0o077).toBe(0);
    expect((await stat(join(dataDir, 'node1'))).mode & 0o077).toBe(0);
    expect(await readFile(files[1]!, 'utf8')).not.toContain(cluster.password);
    if (process.platform === 'linux') {
      expect(await readFile(`/proc/${cluster.nodes[0]!.pid}/cmdline`, 'utf8')).not.toContain(cluster.password);
    }
  });

  test('refuses a second server on the same directory, and goes on working', async () => {
    await expect(startLocalCluster({ nodes: 1, dataDir })).rejects.toMatchObject({
      name: 'UserError',
      kind: 'usage',
      message: `The data directory is in use by process ${process.pid}.`,
      fix: expect.stringContaining('HOGBENCH_HOME'),
    });
    expect(await ask(cluster, 'SELECT 1')).toBe('1');
  });

  test('restarts on the same port with its tables, also while a query runs', async () => {
    const before = cluster.nodes[0]!;
    const running = ask(cluster, 'SELECT sleepEachRow(1) FROM numbers(60) SETTINGS max_block_size = 1').catch(
      () => 'cut',
    );
    await cluster.restart(0);
    expect(await running).toBe('cut');
    expect(cluster.nodes[0]).toMatchObject({ httpPort: before.httpPort, tcpPort: before.tcpPort });
    expect(cluster.nodes[0]!.pid).not.toBe(before.pid);
    expect(isAlive(before.pid)).toBe(false);
    expect(await ask(cluster, 'SELECT count() FROM shop.t')).toBe('10');
    await ask(cluster, 'SYSTEM FLUSH LOGS');
    expect(Number(await ask(cluster, 'SELECT count() FROM system.query_log'))).toBeGreaterThan(0);
  });

  test('tells when a server ends unasked', async () => {
    const { pid } = cluster.nodes[0]!;
    process.kill(pid, 'SIGKILL');
    expect(await cluster.failure).toMatchObject({ name: 'UserError', kind: 'target' });
    await cluster.restart();
    expect(await ask(cluster, 'SELECT count() FROM shop.t')).toBe('10');
  });
});

/** A server answers a moment before it logs: a row can miss the first flush. */
const soon = { interval: 100 };

async function flushAndAsk(cluster: LocalCluster, sql: string): Promise<string> {
  for (const index of cluster.nodes.keys()) await ask(cluster, 'SYSTEM FLUSH LOGS', {}, index);
  return ask(cluster, sql);
}

test('two nodes share a Distributed table and log both halves of a query', async () => {
  const cluster = await startLocalCluster({ nodes: 2, dataDir: join(root, 'two') });
  try {
    for (const [index, rows] of [10, 5].entries()) {
      await ask(cluster, 'CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a', {}, index);
      await ask(cluster, `INSERT INTO t SELECT number FROM numbers(${rows})`, {}, index);
    }
    await ask(cluster, 'CREATE TABLE d AS t ENGINE = Distributed(hogbench, default, t)');
    expect(await ask(cluster, 'SELECT count(), sum(a) AS both_shards FROM d')).toBe('15\t55');
    const log = `SELECT is_initial_query, count() FROM clusterAllReplicas(hogbench, system.query_log)
       WHERE type = 'QueryFinish'
       AND initial_query_id GLOBAL IN (SELECT query_id FROM system.query_log WHERE query LIKE '%AS both_shards FROM d')
       GROUP BY 1 ORDER BY 1 DESC`;
    await expect.poll(() => flushAndAsk(cluster, log), soon).toBe('1\t1\n0\t1');
    expect(await ask(cluster, "SELECT getMacro('shard'), getMacro('replica')", {}, 1)).toBe('2\tnode2');
    const replicas = "SELECT uniqExact(shard_num), count() FROM system.clusters WHERE cluster = 'hogbench_replicas'";
    expect(await ask(cluster, replicas)).toBe('1\t2');
  } finally {
    await cluster.stop();
  }
  expect(cluster.nodes.filter((node) => isAlive(node.pid))).toEqual([]);
});

describe('the process that started it', () => {
  /** A program with a server, in a process group of its own, that answers Ctrl-C with what its server says. */
  async function startParent(dataDir: string): Promise<{ readonly parent: ChildProcess; readonly server: number }> {
    const source = (name: string): string => new URL(`../../src/clickhouse/local/${name}`, import.meta.url).href;
    const script = `
      import { startLocalCluster } from ${JSON.stringify(source('startLocalCluster.ts'))};
      import { statement } from ${JSON.stringify(source('statement.ts'))};
      const cluster = await startLocalCluster({ nodes: 1, dataDir: ${JSON.stringify(dataDir)} });
      const login = { ...cluster.nodes[0], user: cluster.user, password: cluster.password };
      process.on('SIGINT', async () => process.stdout.write(await statement(login, "SELECT 'still here'", 60_000)));
      statement(login, 'SELECT sleepEachRow(1) FROM numbers(60) SETTINGS max_block_size = 1', 100_000).catch(() => {});
      process.stdout.write(String(cluster.nodes[0].pid));`;
    const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = await once(parent.stdout!, 'data');
    return { parent, server: Number(said) };
  }

  test('gets Ctrl-C alone, and takes the server with it when killed', async () => {
    const dataDir = join(root, 'parent');
    const { parent, server } = await startParent(dataDir);
    try {
      process.kill(-parent.pid!, 'SIGINT');
      const [answer] = await once(parent.stdout!, 'data');
      expect(String(answer)).toBe('still here');
    } finally {
      parent.kill('SIGKILL');
    }
    expect(await untilGone(server)).toBe(true);
    const again = await startLocalCluster({ nodes: 1, dataDir });
    await again.stop();
  });
});

describe('a start that cannot be', () => {
  test('refuses a directory that is none', async () => {
    const file = join(root, 'file');
    await writeFile(file, '');
    await expect(startLocalCluster({ nodes: 1, dataDir: file })).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('cannot be written'),
    });
  });

  test('refuses a number of nodes that is none', async () => {
    await expect(startLocalCluster({ nodes: 0, dataDir: root })).rejects.toMatchObject({ kind: 'usage' });
  });

  test('leaves nothing running when interrupted', async () => {
    const dataDir = join(root, 'interrupted');
    const stopper = new AbortController();
    const start = startLocalCluster({ nodes: 1, dataDir, signal: stopper.signal });
    const outcome = expect(start).rejects.toMatchObject({ kind: 'interrupted' });
    while (!existsSync(join(dataDir, 'node1', 'lock'))) await pause(5);
    stopper.abort();
    await outcome;
    const again = await startLocalCluster({ nodes: 1, dataDir });
    await again.stop();
  });
});
