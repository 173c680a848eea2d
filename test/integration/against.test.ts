import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrafficChangeReport } from '../../src/model/trafficChange.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let server: OwnServer;
let space: Workspace;
const day = 86_400;

/** What ran, by days before now: the same number at equal steps of each of these days, at so many CPU seconds each. */
interface Planted {
  readonly product: string;
  readonly from: number;
  readonly until: number;
  readonly aDay: number;
  readonly cpu: number;
}

const planted: readonly Planted[] = [
  { product: 'steady', from: 8, until: 0, aDay: 96, cpu: 1 },
  { product: 'doubled', from: 8, until: 1, aDay: 96, cpu: 2 },
  { product: 'doubled', from: 1, until: 0, aDay: 192, cpu: 2 },
  { product: 'dearer', from: 8, until: 1, aDay: 96, cpu: 1 },
  { product: 'dearer', from: 1, until: 0, aDay: 96, cpu: 3 },
  { product: 'halved', from: 8, until: 1, aDay: 192, cpu: 1 },
  { product: 'halved', from: 1, until: 0, aDay: 96, cpu: 1 },
  { product: 'vanished', from: 8, until: 1, aDay: 48, cpu: 1 },
  { product: 'arrived', from: 1, until: 0, aDay: 48, cpu: 1 },
  { product: 'once', from: 0.5, until: 0, aDay: 2, cpu: 40 },
];

async function plant(table: string, rows: readonly Planted[]): Promise<void> {
  await server.client.command(
    `CREATE TABLE ${table} (event_time DateTime, query String, query_id String, type String, databases Array(String), is_initial_query UInt8, initial_query_id String,
       normalized_query_hash UInt64, read_bytes UInt64, query_duration_ms UInt64, memory_usage UInt64, exception_code Int32, Settings Map(String, String), log_comment String, cpu_us UInt64) ENGINE = MergeTree ORDER BY event_time`,
  );
  for (const { product, from, until, aDay, cpu } of rows) {
    const count = Math.round((from - until) * aDay);
    const text = `concat('SELECT max(', '${product}', ') FROM t WHERE id = ', toString(number))`;
    await server.client.command(
      `INSERT INTO ${table} SELECT now() - ${Math.round(from * day)} + 60 + toUInt32((number + 0.5) * ${day / aDay}), ${text}, concat('${product}-${from}-', toString(number)), 'QueryFinish', ['shop'], 1, concat('${product}-${from}-', toString(number)),
         normalizedQueryHash(${text}), 0, 5, 100, 0, map(), '{"product":"${product}"}', ${cpu * 1e6} FROM numbers(${count}) WHERE ${Math.round(from * day)} - 60 > (number + 0.5) * ${day / aDay}`,
    );
  }
}

beforeAll(async () => {
  server = await ownServer();
  space = await makeWorkspace();
  await server.client.command('CREATE DATABASE logs');
  await plant('logs.all', [{ product: 'before', from: 20, until: 19, aDay: 10, cpu: 1 }, ...planted]);
  await plant(
    'logs.late',
    planted.map((one) => ({ ...one, from: Math.min(one.from, 3) })).filter((one) => one.from > one.until),
  );
});

afterAll(async () => {
  await server?.stop();
  await space?.remove();
});

function hogbench(...argv: string[]) {
  const target = server.url.replace('://', `://${server.cluster.user}@`);
  return space.run([...argv, '--quiet', ...(argv.includes('--log-file') ? [] : ['--target', target])], {
    services: realServices,
    env: { HOGBENCH_PASSWORD: server.cluster.password, HOGBENCH_HOME: join(space.folder, 'home') },
  });
}

async function top(...argv: string[]): Promise<TrafficChangeReport> {
  const ran = await hogbench('top', '--json', ...argv);
  expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' });
  return JSON.parse(ran.out) as TrafficChangeReport;
}

const kindsOf = ({ rows }: TrafficChangeReport): Readonly<Record<string, string>> =>
  Object.fromEntries(rows.map((row) => [row.tags.product ?? '', `${row.kind}${row.isSure ? '' : ', few'}`]));

const expected = {
  ...{ doubled: 'grown', dearer: 'grown', halved: 'shrunk', vanished: 'gone', arrived: 'new' },
  once: 'new, few',
};

describe('two windows of one log', () => {
  it('finds what was planted, with its cost a day', async () => {
    const report = await top('--log-table', 'logs.all', '--since', '1d', '--against', '7d');
    expect(kindsOf(report)).toEqual(expected);
    expect(report.before.days).toBeCloseTo(7, 3);
    expect(report.after.days).toBeCloseTo(1, 3);
    const of = (product: string) => report.rows.find((row) => row.tags.product === product);
    expect(of('doubled')).toMatchObject({ before: { executions: expect.closeTo(96 * 7, -1) } });
    expect(of('doubled')?.before.perDay).toBeCloseTo(192, -1);
    expect(of('doubled')?.ratio?.estimate).toBeCloseTo(2, 1);
    expect(of('dearer')?.ratio?.estimate).toBeCloseTo(3, 1);
    expect(of('vanished')?.after).toEqual({ executions: 0, metric: 0, perDay: 0 });
    expect(of('arrived')?.perDay).toBeCloseTo(48, -1);
    expect(report.kinds.find((one) => one.kind === 'unclear')).toMatchObject({ groups: 1 });
    expect(report.kinds.find((one) => one.kind === 'new')).toMatchObject({ groups: 2, unsure: 1 });
  });

  it('says it for people, on a page too, with tags as groups', async () => {
    const argv = ['top', '--log-table', 'logs.all', '--since', '1d', '--against', '7d'];
    const ran = await hogbench(...argv, '--group-by', 'product', '--html', 'changes.html');
    expect(ran.out).toMatch(/^new: 2 groups, .* of cost a day; of 1, chance may do as much$/m);
    expect(ran.out).toMatch(/^doubled +\+1\d\d +1\d\d +3\d\d +\+\d+%/m);
    expect(ran.out).toMatch(/^not told apart from chance: 1 group/m);
    const page = await space.read('changes.html');
    expect(page).toContain('>vanished<');
    expect(page).not.toContain('<script');
  });

  it('what it does not read of one window it asks for by name: nothing is new that is only small', async () => {
    const small = Array.from({ length: 1300 }, (_, at) => ({
      product: `p${at}`,
      from: 2,
      until: 0,
      aDay: 4,
      cpu: at === 1299 ? 0.01 : 1,
    }));
    await server.client.command('CREATE TABLE logs.many AS logs.all');
    const union = small.map(({ product, cpu }) => `('${product}', ${cpu * 1e6})`).join(', ');
    await server.client.command(
      `INSERT INTO logs.many SELECT now() - 3600 * (1 + number * 2), concat('SELECT ', pair.1, ' FROM t'), concat(pair.1, '-', toString(number)), 'QueryFinish', ['shop'], 1, '', cityHash64(pair.1), 0, 5, 100, 0, map(), '',
         if(pair.1 = 'p1299' AND number < 12, 100000000, pair.2) FROM numbers(24) ARRAY JOIN [${union}] AS pair`,
    );
    const report = await top('--log-table', 'logs.many', '--since', '1d', '--against', '1d');
    expect(report.rows.filter((row) => row.kind === 'new' || row.kind === 'gone')).toEqual([]);
    expect(report.rows.filter((row) => row.kind === 'grown')).toHaveLength(1);
    expect(report.unread.groups).toBeGreaterThan(250);
  });
});

describe('what a log does not reach', () => {
  it('a window that it covers in part: rates are of that part, and it is said', async () => {
    const report = await top('--log-table', 'logs.late', '--since', '1d', '--against', '7d');
    expect(kindsOf(report)).toMatchObject({ doubled: 'grown', vanished: 'gone' });
    expect(report.before.days).toBeCloseTo(2, 1);
    expect(report.before.toldFrom).toBeGreaterThan(report.before.from);
    const ran = await hogbench('top', '--log-table', 'logs.late', '--since', '1d', '--against', '7d');
    expect(ran.out).toContain('the log of the earlier window begins at');
  });

  it('a window before its beginning is refused', async () => {
    const ran = await hogbench('top', '--log-table', 'logs.late', '--since', '4d', '--against', '7d');
    expect(ran).toMatchObject({
      code: 5,
      err: expect.stringMatching(/the log begins at .*: nothing before it can be compared/),
    });
  });

  it('hours without an execution in a busy log are told', async () => {
    await server.client.command('CREATE TABLE logs.hole AS logs.all');
    await server.client.command(
      'INSERT INTO logs.hole SELECT * FROM logs.all WHERE event_time NOT BETWEEN now() - 260000 AND now() - 240000',
    );
    const ran = await hogbench('top', '--log-table', 'logs.hole', '--since', '1d', '--against', '7d');
    expect(ran.out).toContain('the earlier window has no execution from');
  });
});

describe('two files', () => {
  it('are compared whole', async () => {
    const lines = (product: string, count: number, hour: number): string =>
      Array.from({ length: count }, (_, at) =>
        JSON.stringify({
          ...{
            query: `SELECT max(${product}) FROM t`,
            query_id: `${product}${at}`,
            read_bytes: 2 ** 30,
            databases: ['shop'],
          },
          ...{
            event_time: new Date(Date.UTC(2026, 0, 10, hour) + (at * day * 1000) / count).toISOString(),
            log_comment: JSON.stringify({ product }),
          },
        }),
      ).join('\n');
    await space.write('old.jsonl', [lines('a', 200, 0), lines('gone', 100, 0)].join('\n'));
    await space.write('new.jsonl', [lines('a', 800, 30), lines('fresh', 100, 30)].join('\n'));
    const report = await top('--log-file', 'new.jsonl', '--against', 'old.jsonl');
    expect(kindsOf(report)).toEqual({ a: 'grown', gone: 'gone', fresh: 'new' });
    await space.write('bare.jsonl', lines('a', 200, 0).replaceAll('read_bytes', 'bytes_read'));
    const unlike = await hogbench('top', '--log-file', 'new.jsonl', '--against', 'bare.jsonl');
    expect(unlike).toMatchObject({ code: 2 });
  });

  it('a time needs a window before which it lies', async () => {
    const ran = await hogbench('top', '--log-file', 'new.jsonl', '--against', '7d');
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('--since 1d') });
    expect(await hogbench('top', '--log-table', 'logs.all', '--against', '7d', '--coverage')).toMatchObject({
      code: 2,
    });
  });
});
