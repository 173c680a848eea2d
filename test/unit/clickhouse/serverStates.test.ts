import { describe, expect, it } from 'vitest';
import type { Client } from '../../../src/clickhouse/http/control.ts';
import { ServerError } from '../../../src/clickhouse/http/refusals.ts';
import { stateAccess } from '../../../src/clickhouse/target/serverStates.ts';
import type { TargetServer } from '../../../src/clickhouse/target/targetServer.ts';
import { mostWatchedTables, type StateSource } from '../../../src/model/serverState.ts';
import { Unanswered } from '../../../src/runner/target.ts';

type Figures = readonly [source: StateSource, name: string, ...figures: number[]];

const told: readonly Figures[] = [
  ['tables', 'shop.orders', 1],
  ['tables', 'shop.seen', 0],
  ['parts', 'shop.orders', 7, 4, 900, 80],
  ['merges', 'shop.orders', 2],
  ['merges', '', 3],
  ['processes', '', 5],
];

const bounds = { signal: new AbortController().signal };
const hidden = { source: 'tables', cause: 'unknown', detail: 'it does not show shop.hidden' };
const question = { tables: ['shop.orders', 'shop.seen', 'shop.hidden'], session: 0, ours: 'hogbench-r-' };

/** A server that answers what `refuse` does not throw for. */
function asking(refuse: (sources: readonly string[]) => void = () => {}, known: readonly string[] = []) {
  const asked: string[][] = [];
  const rows = async (sql: string) => {
    const sources = [...sql.matchAll(/'(\w+)' AS source/g)].map(([, source = '']) => source);
    asked.push(sources);
    refuse(sources);
    return told
      .filter(([source]) => sources.includes(source))
      .map(([source, name, f0 = 0, f1 = 0, f2 = 0, f3 = 0]) => ({ source, name, f0, f1, f2, f3 }));
  };
  const control = { rows } as unknown as Client;
  const server: TargetServer = { url: 'u', control, hosts: [] };
  return { access: stateAccess([server], undefined, () => known), asked };
}

const all = ['tables', 'parts', 'merges', 'mutations', 'replicas', 'processes'];

describe('the state of a server', () => {
  it('is one question: of tables that it shows to this user, with 0 for what it lists nothing of; what it hides is missing', async () => {
    const { access, asked } = asking();
    expect(await access.read(question, bounds)).toEqual({
      merges: 5,
      mutations: 0,
      foreignQueries: 5,
      tables: [{ table: 'shop.orders', merges: 2, mutations: 0, parts: 7, mostParts: 4, rows: 900, bytes: 80 }],
      withoutParts: ['shop.seen'],
      missing: [hidden],
    });
    expect(asked).toEqual([all]);
  });

  it('is missing where a right is, with the cause; each source is tried by itself once, and asked no more', async () => {
    const { access, asked } = asking((sources) => {
      if (sources.includes('merges')) throw new ServerError(497, 'Not enough privileges.');
      if (sources.includes('replicas')) throw new ServerError(60, 'Unknown table.');
    });
    const first = await access.read(question, bounds);
    expect(first).not.toHaveProperty('merges');
    expect(first.tables[0]).not.toHaveProperty('merges');
    expect(first.tables[0]).toMatchObject({ mutations: 0, parts: 7 });
    expect(first.missing).toEqual([
      { source: 'merges', cause: 'not-permitted', detail: 'Not enough privileges.' },
      { source: 'replicas', cause: 'absent', detail: 'Unknown table.' },
      hidden,
    ]);
    expect(asked).toHaveLength(1 + all.length);
    expect((await access.read(question, bounds)).missing).toEqual(first.missing);
    expect(asked.at(-1)).toEqual(['tables', 'parts', 'mutations', 'processes']);
  });

  it('is missing as a whole where no answer comes, and after three such is asked for no more', async () => {
    const { access, asked } = asking(() => {
      throw new Unanswered('the server did not answer within 5 s', 'Look.', 'u');
    });
    for (let reading = 0; reading < 5; reading++) {
      const { missing = [], ...state } = await access.read(question, bounds);
      expect(state).toEqual({ tables: [] });
      expect(missing.map(({ source, cause }) => `${source} ${cause}`)).toEqual(all.map((one) => `${one} unanswered`));
    }
    expect(asked).toHaveLength(3);
  });

  it('is asked of so many tables at most, and says of how many it is not', async () => {
    const tables = Array.from({ length: mostWatchedTables + 5 }, (_, at) => `d.t${at}`);
    const { access } = asking(undefined, ['d.t0', 'd.other']);
    expect(await access.read({ ...question, tables }, bounds)).toMatchObject({ tablesLeftOut: 6 });
  });
});

it('the tables of executions are those of users; none where the log does not tell', async () => {
  const names = ['shop.orders', 'system.one', '_table_function.numbers', 'hogbench_scratch_r_1.t', 'shop.a'];
  const inQuotes = ['shop.`.inner_id.1-2`', '`my-shop`.`a\\`b`'];
  const rows = async () => [{ id: 'q', names: [...names, ...inQuotes] }];
  const server = (control: object): TargetServer => ({ url: 'u', control: control as Client, hosts: [] });
  const access = stateAccess([server({ rows })], undefined, () => []);
  expect([...(await access.tablesRead(['q'], 0, bounds))]).toEqual([
    ['q', ['my-shop.a`b', 'shop..inner_id.1-2', 'shop.a', 'shop.orders']],
  ]);
  const refusing = stateAccess(
    [server({ rows: () => Promise.reject(new ServerError(497, 'no')) })],
    undefined,
    () => [],
  );
  expect((await refusing.tablesRead(['q'], 0, bounds)).size).toBe(0);
});
