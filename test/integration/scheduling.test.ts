import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { datasetKey } from '../../src/app/oneDataset.ts';
import type { Bench } from '../../src/app/services.ts';
import { findWorkload } from '../../src/app/workloadPath.ts';
import type { ServerError } from '../../src/clickhouse/http/refusals.ts';
import { applyScheduling } from '../../src/clickhouse/target/schedulingScripts.ts';
import type { TargetSpec } from '../../src/model/targetSpec.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';
import { type TestIo, testIo } from '../support/testIo.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const script = `CREATE RESOURCE query (QUERY);
CREATE OR REPLACE RESOURCE cpu (MASTER THREAD, WORKER THREAD);
CREATE OR REPLACE WORKLOAD all SETTINGS max_concurrent_queries = 2, max_concurrent_threads = 8;
CREATE WORKLOAD online IN all SETTINGS priority = -1, weight = 9;
create workload batch in all settings max_waiting_queries = 1;
`;

let space: Workspace;
let server: OwnServer;

beforeAll(async () => {
  space = await makeWorkspace({
    'plain/workload.yaml':
      'classes: {online: {match: {}, settings: {workload: online}}}\nscheduling: [scheduling.sql]\n',
    'plain/scheduling.sql': script,
    'plain/a.sql': 'SELECT 1;\n',
    'none/workload.yaml': 'classes: {all: {match: {}, settings: {workload: nonesuch}}}\n',
    'none/a.sql': "SELECT 1 SETTINGS workload = 'other';\n",
    'wrong/workload.yaml': 'scheduling: [scheduling.sql]\n',
    'wrong/scheduling.sql': 'CREATE WORKLOAD all;\nCREATE WORKLOAD online IN all SETTINGS wieght = 9;\n',
    'wrong/a.sql': 'SELECT 1;\n',
  });
  server = await ownServer();
});
afterAll(async () => {
  await server?.stop();
  await space.remove();
});

interface Asked {
  readonly setup?: boolean;
  readonly target?: TargetSpec;
  readonly io?: TestIo;
}

async function open(name: string, { setup = false, target, io = testIo(space.folder) }: Asked = {}): Promise<Bench> {
  const workload = await findWorkload(name, space.folder);
  return realServices.openBench(
    {
      arms: [
        { arm: 'baseline', target: target ?? { kind: 'embedded', name: 'embedded', nodes: 1 }, workload, settings: {} },
      ],
      concurrency: 1,
      setup,
      scheduling: true,
      say: () => undefined,
      signal: new AbortController().signal,
    },
    io,
  );
}

const home = (): TestIo => testIo(space.folder, { HOGBENCH_HOME: join(space.folder, 'home') });

function remote(allowSetup: boolean, cluster?: string): TargetSpec {
  const { user, password } = server.cluster;
  const more = cluster === undefined ? {} : { cluster };
  return { kind: 'remote', name: 'prod', url: server.url, replicas: [], user, password, allowSetup, ...more };
}

async function held(): Promise<readonly string[]> {
  const sql = `SELECT create_query AS text FROM (SELECT create_query FROM system.resources UNION ALL
    SELECT create_query FROM system.workloads) ORDER BY text`;
  return (await server.client.rows(sql, z.object({ text: z.string() }))).map(({ text }) => text);
}

describe('on the embedded server', () => {
  it('a workload has what it says under scheduling, over restarts, until it is switched off', async () => {
    const bench = await open('plain', { io: home() });
    try {
      const scheduling = bench.scheduling?.baseline;
      expect(scheduling?.statements).toHaveLength(5);
      expect(bench.notices).toBeUndefined();
      expect(await scheduling?.missing()).toEqual([]);
      expect(await scheduling?.held()).toHaveLength(5);
      await bench.targets.baseline?.restart();
      expect(await scheduling?.missing()).toEqual([]);
      await scheduling?.drop();
      expect(await scheduling?.held()).toEqual([]);
      expect(await scheduling?.missing()).toEqual(['query', 'cpu', 'all', 'online', 'batch']);
      await bench.targets.baseline?.restart();
      expect(await scheduling?.missing()).toHaveLength(5);
      await scheduling?.apply();
      expect(await scheduling?.missing()).toEqual([]);
    } finally {
      await bench.close();
    }
  });

  it('what is refused is told with its place', async () => {
    await expect(open('wrong', { io: home() })).rejects.toMatchObject({
      kind: 'usage',
      where: 'wrong/scheduling.sql:2:1',
      message: expect.stringContaining('the server refused the workload `online`: '),
    });
  });

  it('a name that the server does not know is told', async () => {
    const bench = await open('none', { io: home() });
    await bench.close();
    expect(bench.notices).toMatchObject([
      {
        code: 'workload-unknown',
        level: 'caution',
        text: 'the server has no definition of the workloads `nonesuch`, `other`, so its queries run without limit and priority',
      },
    ]);
  });
});

it('scheduling is no part of the dataset', async () => {
  const workload = await findWorkload('plain', space.folder);
  const { scheduling: _, classes: __, ...rest } = workload;
  expect(datasetKey({ nodes: 1, workload })).toBe(datasetKey({ nodes: 1, workload: rest }));
});

describe('on a server that is not ours', () => {
  it('nothing is created where nobody allowed it', async () => {
    for (const asked of [
      { target: remote(true), setup: false },
      { target: remote(true, 'hogbench'), setup: true },
    ])
      await expect(open('plain', asked)).rejects.toMatchObject({
        kind: 'usage',
        message: expect.stringContaining(
          'target prod does not hold the scheduling of the workload: `query`, `cpu`, `all`',
        ),
      });
    expect(await held()).toEqual([]);
  });

  it('what is created is dropped at the end', async () => {
    const bench = await open('plain', { target: remote(true), setup: true });
    expect(await held()).toEqual([
      'CREATE RESOURCE cpu (MASTER THREAD, WORKER THREAD)',
      'CREATE RESOURCE query (QUERY)',
      'CREATE WORKLOAD `all` SETTINGS max_concurrent_queries = 2, max_concurrent_threads = 8',
      'CREATE WORKLOAD batch IN `all` SETTINGS max_waiting_queries = 1',
      'CREATE WORKLOAD online IN `all` SETTINGS priority = -1, weight = 9',
    ]);
    await bench.close();
    expect(await held()).toEqual([]);
  });

  it('what was refused leaves nothing behind', async () => {
    await expect(open('wrong', { target: remote(true), setup: true })).rejects.toMatchObject({ kind: 'target' });
    expect(await held()).toEqual([]);
  });

  it('what is there in the same words is used and stays, and what is there in others is not touched', async () => {
    const { scheduling = [] } = await findWorkload('plain', space.folder);
    const theirs = await applyScheduling({ controls: [server.client], ours: false }, scheduling);
    const before = await held();
    const bench = await open('plain', { target: remote(false) });
    await bench.scheduling?.baseline?.drop();
    expect(await bench.scheduling?.baseline?.missing()).toEqual([]);
    expect(await bench.scheduling?.baseline?.held()).toEqual(['query', 'cpu', 'all', 'online', 'batch']);
    await bench.close();
    const onCluster = await open('plain', { target: remote(false, 'hogbench') });
    await onCluster.close();
    expect(await held()).toEqual(before);

    await server.client.command('CREATE OR REPLACE WORKLOAD online IN all SETTINGS weight = 1');
    const changed = await held();
    await expect(open('plain', { target: remote(true), setup: true })).rejects.toMatchObject({
      kind: 'usage',
      where: 'plain/scheduling.sql:4:1',
      message: expect.stringContaining(
        'has a workload `online` that is not that of the workload: `CREATE WORKLOAD online',
      ),
    });
    expect(await held()).toEqual(changed);
    await theirs.drop();
    expect(await held()).toEqual([]);
  });

  it('what cannot be dropped is named', async () => {
    const io = testIo(space.folder);
    const bench = await open('plain', { target: remote(true), setup: true, io });
    await server.client.command('CREATE WORKLOAD theirs IN online');
    await bench.close();
    expect(io.err()).toContain('`online`, `all`, which the run created');
    for (const name of ['theirs', 'online', 'all']) await server.client.command(`DROP WORKLOAD IF EXISTS ${name}`);
    for (const name of ['cpu', 'query']) await server.client.command(`DROP RESOURCE IF EXISTS ${name}`);
  });
});

/** Codes with which the server refused some of many queries at once; 0 for each that it answered. */
async function atOnce(count: number, workload: string, seconds = 0.05): Promise<readonly number[]> {
  const one = (): Promise<number> =>
    server.client.command(`SELECT sleep(${seconds}) FORMAT Null`, { settings: { workload } }).then(
      () => 0,
      ({ code }: ServerError) => code,
    );
  return (await Promise.all(Array.from({ length: count }, one))).toSorted((a, b) => a - b);
}

it('a limit on waiting queries holds for the workload that queries name, and is not inherited', async () => {
  await server.client.command('CREATE RESOURCE query (QUERY)');
  await server.client.command('CREATE WORKLOAD all SETTINGS max_concurrent_queries = 1, max_waiting_queries = 1');
  await server.client.command('CREATE WORKLOAD online IN all');
  await server.client.command('CREATE WORKLOAD batch IN all SETTINGS max_waiting_queries = 1');
  expect(await atOnce(5, 'online')).toEqual([0, 0, 0, 0, 0]);
  // So long that all five are there before the first is done.
  expect(await atOnce(5, 'batch', 1.5)).toEqual([0, 0, 745, 745, 745]);
  expect(await atOnce(1, 'all')).toEqual([672]);
  expect(await atOnce(5, 'nonesuch')).toEqual([0, 0, 0, 0, 0]);
});
