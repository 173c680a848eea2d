import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Environment } from '../../src/model/environment.ts';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import type { TestIo } from '../support/testIo.ts';
import { abArguments, makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

const events = { database: 'default', table: 'events', engine: 'MergeTree', parts: 3, rows: 1000, bytes: 50_000 };

async function interrupted(at: number) {
  let io: TestIo | undefined;
  const services = fakeServices({ onBatch: (batches) => batches === at && io?.interrupt() });
  return space.run(abArguments, {
    services,
    io: (made) => {
      io = made;
    },
  });
}

it('exits 130 on Ctrl-C, says how to go on, and goes on', async () => {
  const first = await interrupted(7);
  expect(first.code).toBe(130);
  expect(first.err).toContain('--resume');
  const second = await space.run([...abArguments, '--resume', 'hogbench-out/run.jsonl.gz', '--json']);
  expect(second.code).toBe(0);
  expect(JSON.parse(second.out).status).toEqual({ kind: 'complete' });
});

it('refuses to go on with another workload, or with a run that is complete', async () => {
  await interrupted(7);
  await space.write('branch/orders.sql', '-- name: orders_by_day\nSELECT 2;\n');
  const changed = await space.run([...abArguments, '--resume', 'hogbench-out/run.jsonl.gz']);
  expect(changed.code).toBe(2);
  expect(changed.err).toContain('orders_by_day');
  await space.run(['ab', 'main', '--out', 'done']);
  const done = await space.run(['ab', 'main', '--out', 'done', '--resume', 'done/run.jsonl.gz']);
  expect(done.code).toBe(2);
  expect(done.err).toContain('complete');
});

describe('goes on only where it began', () => {
  const remote = [
    'ab',
    '--all',
    'main',
    '--baseline-target',
    'http://old:8123',
    '--candidate-target',
    'http://new:8123',
  ];
  const began: FakeOptions = { serverId: (arm) => arm, rows: () => 1000 };

  /** What a run says that was interrupted, and goes on where servers are so. */
  async function resumed(argv: readonly string[], later: FakeOptions, before: FakeOptions = began) {
    let io: TestIo | undefined;
    const stopping = fakeServices({ ...before, onBatch: (batches) => batches === 7 && io?.interrupt() });
    const first = await space.run(argv, {
      services: stopping,
      io: (made) => {
        io = made;
      },
    });
    expect(first.code, first.err).toBe(130);
    const services = fakeServices({ ...before, ...later });
    return space.run([...argv, '--resume', 'hogbench-out/run.jsonl.gz'], { services });
  }

  const inCandidate =
    (part: Partial<Environment>) =>
    (arm: string): Partial<Environment> =>
      arm === 'candidate' ? part : {};
  const replicas = (rows: number, serverId: string) =>
    inCandidate({
      replicas: ['http://new:8123', 'http://new-2:8123'].map((url, at) => ({
        ...{ url, host: 'new', version: '26.7.1.1' },
        ...(at === 0
          ? { serverId: '1', rows: { 'default.events': 1000 } }
          : { serverId, rows: { 'default.events': rows } }),
      })),
    });

  it.each<[string, readonly string[], FakeOptions, string]>([
    ['another server', remote, { serverId: (arm) => `${arm} 2` }, 'the server of the baseline was baseline when'],
    [
      'another version',
      remote,
      { environment: inCandidate({ serverVersion: '26.8' }) },
      'the version of the candidate',
    ],
    ['another build', abArguments, { environment: inCandidate({ serverBuild: 'x' }) }, 'the version of the candidate'],
    [
      'another profile',
      remote,
      { environment: inCandidate({ changedSettings: { max_threads: '1' } }) },
      'the profile of the candidate was as usual when this run began, and is max_threads=1',
    ],
    [
      'fewer rows',
      remote,
      { rows: (arm) => (arm === 'baseline' ? 999 : 1000) },
      'default.events of the baseline had 1,000 rows when this run began, and has 999',
    ],
    [
      'more rows of the baseline alone',
      remote,
      { rows: (arm) => (arm === 'baseline' ? 2000 : 1000) },
      'default.events of the candidate holds less than that of the baseline, and did not when this run began',
    ],
    ['more rows in a server of ours', abArguments, { rows: () => 1001 }, 'had 1,000 rows when this run began'],
    ['no table any more', remote, { hidesTables: true }, 'is listed no more'],
    [
      'another engine of a table',
      remote,
      { environment: inCandidate({ dataset: [{ ...events, engine: 'ReplacingMergeTree' }] }) },
      'was of the engine MergeTree when this run began, and is of ReplacingMergeTree',
    ],
    [
      'another table',
      remote,
      { environment: inCandidate({ dataset: [events, { ...events, table: 'other' }] }) },
      'default.other of the candidate is read, and was not when this run began',
    ],
  ])('and not with %s', async (_, argv, later, text) => {
    const ran = await resumed(argv, later);
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining(text)]);
    expect(ran.err).toContain('fix:   Go on with the same servers and data as before, or start a new run.');
  });

  it.each<[string, FakeOptions, string]>([
    [
      'another replica',
      { environment: replicas(1000, '3') },
      'was candidate, 1, 2 when this run began, and is candidate, 1, 3',
    ],
    ['fewer rows in a replica', { environment: replicas(900, '2') }, 'had 1,000 rows when this run began, and has 900'],
  ])('and not with %s', async (_, later, text) => {
    const target = 'targets: {new: {url: "http://new:8123", replicas: ["http://new-2:8123"]}}\n';
    await space.write('hogbench.config.yaml', target);
    const argv = remote.map((one) => (one === 'http://new:8123' ? 'new' : one));
    const ran = await resumed(argv, later, { ...began, environment: replicas(1000, '2') });
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining(text)]);
  });

  it('and does where tables of servers that are not ours grow alike', async () => {
    const ran = await resumed(remote, { rows: () => 2000 });
    expect(ran.code, ran.err).toBe(0);
  });

  it('and not with another weight, tag or script', async () => {
    await space.write('main/workload.yaml', 'schema: [tables.sql]\n');
    await space.write('main/tables.sql', 'CREATE TABLE orders (at DateTime) ENGINE = MergeTree ORDER BY at;\n');
    await interrupted(7);
    const rest = [...abArguments, '--resume', 'hogbench-out/run.jsonl.gz'];
    const orders = await space.read('main/orders.sql');
    for (const [from, to] of [
      ['team_id: 2', 'team_id: 3'],
      ['-- name: search', '-- name: search\n-- weight: 5'],
    ] as const) {
      await space.write('main/orders.sql', orders.replace(from, to));
      const ran = await space.run(rest);
      expect([ran.code, ran.err]).toEqual([
        2,
        expect.stringContaining('the workload is not the one this run began with'),
      ]);
    }
    await space.write('main/orders.sql', orders);
    await space.write('main/tables.sql', 'CREATE TABLE orders (at DateTime) ENGINE = MergeTree ORDER BY tuple();\n');
    const ran = await space.run(rest);
    expect([ran.code, ran.err]).toEqual([
      2,
      expect.stringContaining('the scripts that make the tables of the baseline'),
    ]);
  });
});

it('goes on at the prices that the run began with alone', async () => {
  await interrupted(7);
  const resumed = [...abArguments, '--resume', 'hogbench-out/run.jsonl.gz'];
  const priced = await space.run([...resumed, '--baseline-price', '2 EUR']);
  expect(priced.code).toBe(2);
  expect(priced.err).toContain("this run began with another price of the baseline's target, or with none");
  await space.write('hogbench.config.yaml', 'prices: {currency: EUR, cpu_second: 1}\n');
  expect((await space.run(resumed)).err).toContain('this run began with other prices of units');
});

it('exits 5 when the server goes, and keeps what was measured', async () => {
  let gone = false;
  const lost = { kind: 'failed', clientMs: 1, code: null, message: 'socket hang up' } as const;
  const services = fakeServices({
    script: () => (gone ? { outcome: lost } : {}),
    onBatch: (batches) => {
      gone = batches >= 10;
    },
    alive: () => !gone,
  });
  const ran = await space.run(abArguments, { services });
  expect(ran.code).toBe(5);
  expect(ran.out).toMatch(/incomplete/i);
  const report = JSON.parse(await space.read('hogbench-out/report.json'));
  expect(report.status.reason).toContain('socket hang up');
  expect(report.executions).toBeGreaterThan(15);
});

it('doctor says what is missing and how to fix it, and exits 5', async () => {
  const ran = await space.run(['doctor', '--target', 'http://reader@db:8123']);
  expect(ran.code).toBe(5);
  await expect(ran.out).toMatchFileSnapshot('goldens/doctor.txt');
});
