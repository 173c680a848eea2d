import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../src/clickhouse/http/client.ts';
import type { LocalUser } from '../../src/clickhouse/local/serverUsers.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import type { Certificate } from '../../src/model/certificate.ts';
import { certificateSchema } from '../../src/schema/certificate/certificateSchema.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { readAnyRun } from '../../src/store/readRun.ts';
import type { TestIo } from '../support/testIo.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

interface Server {
  /** As a user who may read and write, unless told. */
  url(user?: string): string;
  pid(): number;
  command(sql: string): Promise<void>;
  stop(): Promise<void>;
}

const password = 'correct horse';
const grants = ['SELECT ON shop.*', 'SELECT ON system.*', 'SYSTEM FLUSH LOGS ON *.*'];
const user = (name: string, settings: LocalUser['settings'] = {}): LocalUser => ({ name, password, grants, settings });

/** Profiles by which a server leaves out a part of the answer, and says nothing. */
const users = [
  user('hb_plain'),
  user('hb_rows', { max_rows_to_read: 200_000, read_overflow_mode: 'break', max_block_size: 10_000 }),
  user('hb_result', { max_result_rows: 10, result_overflow_mode: 'break', max_block_size: 10 }),
  user('hb_hasty', { max_execution_time: 0.05, timeout_overflow_mode: 'break', max_block_size: 1000 }),
  user('hb_groups', { max_rows_to_group_by: 5, group_by_overflow_mode: 'any' }),
];

/** A server of its own, with a million orders. */
async function serverWith(rows = 1_000_000): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'hogbench-attacked-'));
  const removed = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const cluster = await startLocalCluster({ nodes: 1, dataDir: folder, users }).catch(async (error: unknown) => {
    await removed();
    throw error;
  });
  const node = cluster.nodes[0]!;
  const client = connect({ url: node.url, user: cluster.user, password: cluster.password });
  const server: Server = {
    url: (name = 'hb_plain') => `http://${name}@127.0.0.1:${node.httpPort}`,
    pid: () => node.pid,
    command: async (sql) => void (await client.command(sql)),
    stop: async () => {
      await client.close();
      await cluster.stop();
      await removed();
    },
  };
  await server.command('CREATE DATABASE shop');
  await server.command('CREATE TABLE shop.orders (id UInt64, customer UInt32) ENGINE = MergeTree ORDER BY id');
  await server.command(`INSERT INTO shop.orders SELECT number, number % 1000 FROM numbers(${rows})`);
  await server.command('OPTIMIZE TABLE shop.orders FINAL');
  return server;
}

let space: Workspace;
/** Two that are alike and live as long as the tests. */
let old: Server;
let same: Server;

beforeAll(async () => {
  [old, same] = await Promise.all([serverWith(), serverWith()]);
  space = await makeWorkspace({
    // Results that do not tell how much was read.
    'main/queries.sql': `-- name: many
SELECT sum(cityHash64(id)) > 10 AS many FROM shop.orders;

-- name: customers
SELECT uniq(customer) > 4 AS some FROM shop.orders;
`,
    'lists/queries.sql': `-- name: ids
SELECT id FROM shop.orders WHERE id < 1000 ORDER BY id;

-- name: groups
SELECT customer, count() AS n FROM shop.orders GROUP BY customer ORDER BY customer;
`,
    'long/queries.sql': `-- name: long
SELECT count() > 10 AS many FROM shop.orders, numbers(300) WHERE cityHash64(id, number) % 2 = 0;
`,
  });
});
afterAll(async () => {
  await Promise.all([old?.stop(), same?.stop()]);
  await space?.remove();
});

interface Asked {
  readonly workload?: string;
  readonly out: string;
  readonly arms: Readonly<Record<string, string>>;
  readonly more?: readonly string[];
  readonly io?: (io: TestIo) => void;
}

async function certify({ workload = 'main', out, arms, more = [], io }: Asked) {
  const named = Object.entries(arms).flatMap(([name, url]) => ['--arm', `${name}=${url}`]);
  const prices = Object.keys(arms).flatMap((name, at) => ['--arm-price', `${name}=${10 - at} EUR`]);
  const argv = [
    'certify',
    workload,
    ...named,
    ...prices,
    '--margin',
    '20%',
    '--seed',
    '1',
    '--out',
    out,
    '--json',
    ...more,
  ];
  const env = { HOGBENCH_PASSWORD: password, HOGBENCH_HOME: join(space.folder, 'home') };
  const ran = await space.run(argv, { services: realServices, env, ...(io === undefined ? {} : { io }) });
  const page = ran.out === '' ? undefined : (certificateSchema.parse(JSON.parse(ran.out)) as Certificate);
  const missingOf = (label: string) =>
    page?.arms.find((one) => one.label === label)?.missing.map(({ kind }) => kind) ?? [];
  return { ...ran, page, missingOf };
}

const runOf = async (out: string) => (await readAnyRun(join(space.folder, out, 'run.jsonl.gz'))).run;

/** Waits until a run has measured so many pairs of a case. */
async function measured(out: string, pairs: number): Promise<void> {
  for (;;) {
    const samples = (await runOf(out).catch(() => undefined))?.samples ?? [];
    if (samples.filter(({ arm, evidence }) => arm === 'candidate' && evidence !== undefined).length >= 2 * pairs)
      return;
    await pause(100);
  }
}

/** Waits until a run has noticed that an arm went away. */
async function hasGone(out: string): Promise<void> {
  while (((await runOf(out).catch(() => undefined))?.gone ?? []).length === 0) await pause(100);
}

describe('an arm that goes away in the middle', () => {
  it('is not certified, and says why; the others go on to a verdict of their own', async () => {
    const doomed = await serverWith();
    try {
      const killing = measured('killed', 2).then(() => process.kill(doomed.pid(), 'SIGKILL'));
      const arms = { old: old.url(), gone: doomed.url(), same: same.url() };
      const { code, page, err, missingOf } = await certify({ out: 'killed', arms, more: ['--min-pairs', '8'] });
      await killing;
      expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('going on without') });
      expect(missingOf('gone')).toContain('incomplete');
      expect(missingOf('same')).not.toContain('incomplete');
      expect(missingOf('same')).not.toContain('withheld');
      expect(page?.cheapest).toMatchObject({ excluded: expect.arrayContaining(['gone']) });
      const run = await runOf('killed');
      expect(run.status).toEqual({ kind: 'complete' });
      const pairs = (arm: string) => run.samples.filter((one) => one.arm === arm && one.stage === 'screening').length;
      expect(pairs('candidate2')).toBeGreaterThanOrEqual(8 * 2);
      expect(pairs('candidate')).toBeLessThan(pairs('candidate2'));
    } finally {
      await doomed.stop();
    }
  });

  it('and is the baseline leaves nothing certified', async () => {
    const doomed = await serverWith();
    try {
      const killing = measured('beheaded', 2).then(() => process.kill(doomed.pid(), 'SIGKILL'));
      const arms = { old: doomed.url(), new: old.url(), same: same.url() };
      const { code, missingOf } = await certify({ out: 'beheaded', arms, more: ['--min-pairs', '8'] });
      await killing;
      expect(code).toBe(1);
      for (const label of ['new', 'same']) expect(missingOf(label)).toContain('incomplete');
    } finally {
      await doomed.stop();
    }
  });
});

describe('an arm with less data, whose results do not tell it', () => {
  const cut = 'ALTER TABLE shop.orders DELETE WHERE id >= 100000 SETTINGS mutations_sync = 1';
  it.each([
    ['before the run', cut, undefined, 'lessData'],
    ['during the run', undefined, cut, 'rowsVanished'],
  ])('%s is not certified', async (when, before, during, kind) => {
    const less = await serverWith();
    try {
      const out = when.replaceAll(' ', '-');
      if (before !== undefined) await less.command(before);
      const cutting = during === undefined ? undefined : measured(out, 2).then(() => less.command(during));
      const arms = { old: old.url(), same: same.url(), less: less.url() };
      const { code, page, missingOf } = await certify({ out, arms, more: ['--min-pairs', '8'] });
      await cutting;
      expect(code).toBe(1);
      expect(missingOf('less')).toContain(kind);
      expect(missingOf('same')).not.toContain(kind);
      expect(page?.cheapest).toMatchObject({ excluded: expect.arrayContaining(['less']) });
    } finally {
      await less.stop();
    }
  });
});

describe('a profile that cuts what both arms do, so that nothing differs', () => {
  it.each([
    ['hb_rows', 'main', 'withheld'],
    ['hb_result', 'lists', 'withheld'],
    ['hb_groups', 'lists', 'withheld'],
    ['hb_hasty', 'long', 'failed'],
  ])('%s certifies nothing', async (name, workload, kind) => {
    const { code, err, missingOf } = await certify({
      ...{ workload, out: name, arms: { old: old.url(name), new: same.url(name) } },
    });
    expect({ code, err }).toMatchObject({ code: 1 });
    expect(missingOf('new')).toContain(kind);
  });
});

it('one server by two names is no comparison of servers', async () => {
  const arms = { old: old.url(), new: old.url().replace('127.0.0.1', 'localhost') };
  const { code, missingOf } = await certify({ out: 'twice', arms });
  expect(code).toBe(1);
  expect(missingOf('new')).toContain('sameServer');
});

it('a run that was interrupted goes on with its arms and with no others, also where one of them is no more', async () => {
  const doomed = await serverWith();
  try {
    const arms = { old: old.url(), new: same.url(), gone: doomed.url() };
    let io: TestIo | undefined;
    const stopping = measured('cut', 1)
      .then(() => doomed.stop())
      .then(() => hasGone('cut'))
      .then(() => io?.interrupt());
    const stopped = await certify({
      ...{ out: 'cut', arms, more: ['--min-pairs', '20'] },
      io: (made) => {
        io = made;
      },
    });
    await stopping;
    expect(stopped.code).toBe(130);
    const resume = ['--resume', 'cut/run.jsonl.gz'];
    const swapped = await certify({ out: 'cut', arms: { ...arms, old: same.url(), new: old.url() }, more: resume });
    expect([swapped.code, swapped.err]).toEqual([2, expect.stringContaining('Name the same targets as before')]);
    const { code, err, page, missingOf } = await certify({ out: 'cut', arms, more: resume });
    expect({ code, err }).toMatchObject({ code: 1 });
    expect(page?.certified).toBe(false);
    expect(missingOf('gone')).toContain('incomplete');
    expect(missingOf('new')).not.toContain('incomplete');
    expect((await runOf('cut')).status).toEqual({ kind: 'complete' });
  } finally {
    await doomed.stop();
  }
});
