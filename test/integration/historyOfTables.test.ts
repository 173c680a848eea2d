import { afterAll, beforeAll, expect, it } from 'vitest';
import { readHistory } from '../../src/app/readHistory.ts';
import { tablesArchive } from '../../src/servers/tables/tablesArchive.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';
import { pushHistory, type StoredHistory, storedHistory } from '../support/storedHistory.ts';

let server: OwnServer;
beforeAll(async () => {
  server = await ownServer();
});
afterAll(() => server.stop());

it('a history of tables on a server is that of a store in memory', async () => {
  const runs: StoredHistory = {
    ...{ runs: 24, cases: 3 },
    factor: (run, series) => (series === 0 && run === 7 ? null : series === 1 && run >= 15 ? 1.4 : 1),
    identity: (run) => (run === 3 ? { status: 'interrupted' } : run % 6 === 0 ? { branch: 'try' } : {}),
  };
  const question = { metric: 'server_time', last: 200, across: [], resets: [] };
  const tables = tablesArchive(
    server.client,
    { database: 'history_of_tables', shown: 'memory', madeBy: '0.1.0' },
    async () => undefined,
  );
  await pushHistory(tables, runs);
  const [told, expected] = [
    await readHistory(tables, question),
    await readHistory(await storedHistory(runs), question),
  ];
  expect(told.changes.find(({ caseId }) => caseId === 'case_1')).toMatchObject({
    direction: 'worse',
    ratio: expect.closeTo(1.4, 1),
  });
  expect(told).toEqual(expected);
  await tables.close();
});
