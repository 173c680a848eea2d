import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Control } from '../../src/clickhouse/http/control.ts';
import { ServerError } from '../../src/clickhouse/http/refusals.ts';
import { anyRow } from '../../src/clickhouse/http/rowShape.ts';
import { layoutSteps, prepareLayout } from '../../src/servers/tables/storeLayout.ts';
import { tablesArchive } from '../../src/servers/tables/tablesArchive.ts';
import type { RunArchive } from '../../src/store/archive.ts';
import { archiveContract } from '../support/archiveContract.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';
import { pushing } from '../support/pushing.ts';
import { madeUpFigures, madeUpRun } from '../support/storedRuns.ts';

let server: OwnServer;
beforeAll(async () => {
  server = await ownServer();
});
afterAll(() => server.stop());

let stores = 0;

function open(database: string = `store_${stores++}`): RunArchive {
  return tablesArchive(server.client, { database, shown: database, madeBy: '0.1.0' }, async () => undefined);
}

/** An empty one, which reading does not make. */
async function openMade(): Promise<RunArchive> {
  const store = open();
  const one = madeUpRun(99);
  await store.push(one, []);
  await store.remove([one.identity]);
  return store;
}

describe('a store in tables', () => archiveContract(openMade));

function address(): string {
  const { user, password } = server.cluster;
  const { host } = new URL(server.url);
  return `http://${user}:${encodeURIComponent(password)}@${host}`;
}

it('loses nothing where jobs push at once; kill -9 leaves no half run, and the same run is taken again', async () => {
  const store = open('hogbench');
  const ended = await Promise.all([pushing(address(), 0, 3), pushing(address(), 0, 3), pushing(address(), 2, 3)]);
  expect(ended.map((one) => one.code)).toEqual([0, 0, 0]);
  expect(await store.list()).toHaveLength(5);
  const wholes = [];
  for (const ms of [5, 30, 150]) wholes.push(...(await pushing(address(), 10, 5, ms)).has);
  const seen = (await store.list()).map((one) => Number.parseInt(one.runId, 16));
  expect(seen).toEqual(expect.arrayContaining(wholes));
  const check = await store.verify();
  expect(check.troubles).toEqual([]);
  expect((await pushing(address(), 10, 1)).has).toEqual([10]);
  const { runs, series, totals } = await store.series({ metric: 'server_time', cases: ['case_7'], last: 100 });
  expect(series[0]?.points).toHaveLength(runs.length);
  expect(new Set(totals.map((one) => one.total))).toEqual(new Set([45_150]));
  for (const one of await store.list()) expect((await store.pull(one)).length).toBe(one.bytes);
});

it('finds figures and files that are not as they were written, and a push puts them right', async () => {
  const store = open('damaged');
  const run = madeUpRun(1);
  await store.push(run, madeUpFigures({ a: 1, b: 2 }));
  await store.push(madeUpRun(2), madeUpFigures({ a: 1 }));
  const settings = { mutations_sync: 2 };
  const ofRun = `push IN (SELECT push FROM damaged.runs WHERE run_id = '${run.identity.runId}')`;
  await server.client.command(`ALTER TABLE damaged.figures UPDATE value = 3 WHERE case_id = 'b' AND ${ofRun}`, {
    settings,
  });
  await server.client.command(`ALTER TABLE damaged.run_files UPDATE base64 = 'AAAA' WHERE ${ofRun}`, { settings });
  expect((await store.verify()).troubles.map((one) => [one.runId, one.what])).toEqual([
    [run.identity.runId, 'its figures are not those it was pushed with'],
    [run.identity.runId, expect.stringContaining('its run file has 3 bytes')],
  ]);
  await expect(store.pull(run.identity)).rejects.toThrow('is not as it was pushed');
  expect(await store.push(run, madeUpFigures({ a: 1, b: 2 }))).toBe('stored');
  expect(await store.verify()).toMatchObject({ runs: 2, troubles: [] });
});

it('brings older tables up to date, step by step, and refuses newer ones by name', async () => {
  const step = {
    statements: (database: string) => [`ALTER TABLE ${database}.runs ADD COLUMN IF NOT EXISTS later String`],
  };
  const place = { database: 'layouts', shown: 'layouts', madeBy: '9.1.0' };
  const store = open('layouts');
  await store.push(madeUpRun(0), []);
  await prepareLayout(server.client, place, [...layoutSteps, step]);
  await prepareLayout(server.client, place, [...layoutSteps, step]);
  expect(await server.client.rows('SELECT later FROM layouts.runs', anyRow)).toEqual([{ later: '' }]);
  for (const asked of [
    () => open('layouts').list(),
    () => open('layouts').push(madeUpRun(1), []),
    () => open('layouts').verify(),
  ])
    await expect(asked()).rejects.toThrow(
      'the store has layout 2, made by hogbench 9.1.0; this is hogbench 0.1.0, which reads up to layout 1',
    );
});

it('says what is missing: a store, rights, room for other tables', async () => {
  await expect(open('nowhere').list()).rejects.toThrow('there is no store in the database nowhere');
  await expect(refusing(497, '').push(madeUpRun(5), [])).rejects.toThrow(
    'may not have the store written: nothing of this run is in it',
  );
  await server.client.command('CREATE DATABASE strange');
  await server.client.command('CREATE TABLE strange.runs (a Int8) ENGINE = Memory');
  await expect(open('strange').push(madeUpRun(5), [])).rejects.toThrow('has a table runs that is none of a store');
  expect(await open('damaged').list()).toHaveLength(2);
});

/** The server, which refuses statements that begin so with this code. */
function refusing(code: number, beginning: string): RunArchive {
  const command: Control['command'] = (sql, options) =>
    sql.startsWith(beginning) ? Promise.reject(new ServerError(code, 'no')) : server.client.command(sql, options);
  const place = { database: 'full', shown: 'full', madeBy: '0.1.0' };
  return tablesArchive({ rows: server.client.rows, command }, place, async () => undefined);
}

it('has nothing of a push where the disk is full, wherever in it that is', async () => {
  const [run, figures] = [madeUpRun(1), madeUpFigures({ a: 1 })];
  await refusing(0, 'nothing').push(madeUpRun(0), figures);
  for (const table of ['figures', 'run_files', 'runs'])
    await expect(refusing(243, `INSERT INTO \`full\`.\`${table}\``).push(run, figures)).rejects.toThrow(
      "the disk of the store's server is full: nothing of this run is in it",
    );
  expect(await open('full').list()).toHaveLength(1);
  expect((await open('full').series({ metric: 'server_time', last: 9 })).runs).toHaveLength(1);
  expect(await open('full').verify()).toMatchObject({ runs: 1, troubles: [], leftOvers: 2 });
  expect(await open('full').push(run, figures)).toBe('stored');
});
