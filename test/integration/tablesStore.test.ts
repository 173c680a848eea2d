import { afterAll, beforeAll, describe } from 'vitest';
import { tablesArchive } from '../../src/servers/tables/tablesArchive.ts';
import type { RunArchive } from '../../src/store/archive.ts';
import { archiveContract } from '../support/archiveContract.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';
import { madeUpRun } from '../support/storedRuns.ts';

let server: OwnServer;
beforeAll(async () => {
  server = await ownServer();
}, 120_000);
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
