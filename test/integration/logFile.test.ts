import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrafficReport } from '../../src/model/traffic.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace();
});
afterAll(() => space.remove());

const hogbench = (...argv: string[]) =>
  space.run(argv, { services: realServices, env: { HOGBENCH_HOME: join(space.folder, 'home') } });

function row(over: object = {}): object {
  return {
    ...{ type: 'QueryFinish', event_time: '2026-01-10 12:00:00', query: 'SELECT count() FROM t', query_kind: 'Select' },
    ...{ databases: ['shop'], current_database: 'shop', query_duration_ms: 5, read_bytes: 100, exception_code: 0 },
    ...{ is_initial_query: 1, query_id: 'a', Settings: {}, ProfileEvents: { UserTimeMicroseconds: 10 } },
    ...over,
  };
}

const lines = (rows: readonly object[]): string => rows.map((one) => JSON.stringify(one)).join('\n');

async function queriesOf(folder: string): Promise<string> {
  const path = join(space.folder, folder, 'queries');
  return (await Promise.all((await readdir(path)).sort().map((name) => readFile(join(path, name), 'utf8')))).join('\n');
}

it('gives each execution its own settings, and says what zone it took', async () => {
  const rows = [
    row({ query: 'SELECT min(id) FROM t' }),
    row({ query: 'SELECT max(id) FROM t', query_id: 'b', Settings: { max_threads: '4' } }),
    row({ query: 'SELECT sum(id) FROM t', query_id: 'c', Settings: { join_use_nulls: '1' } }),
  ];
  await space.write('settings.jsonl', lines(rows));
  const ran = await hogbench('capture', '--log-file', 'settings.jsonl', '--out', 'settings');
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0, err: expect.stringContaining('read as UTC') });
  const text = await queriesOf('settings');
  expect(text.match(/^-- settings: .*\nSELECT \w+/gm)).toEqual(
    expect.arrayContaining([
      '-- settings: {max_threads: 4}\nSELECT max',
      '-- settings: {join_use_nulls: 1}\nSELECT sum',
    ]),
  );
  expect(text).toMatch(/^-- weight: [\d.]+\nSELECT min/m);
  expect(await space.read('settings/workload.yaml')).toMatch(/read as UTC[\s\S]*\nnow: 2026-01-10 12:00:01\n/);
  await hogbench('capture', '--log-file', 'settings.jsonl', '--out', 'tokyo', '--log-time-zone', 'Asia/Tokyo');
  expect(await space.read('tokyo/workload.yaml')).toMatch(/read as Asia\/Tokyo[\s\S]*\nnow: 2026-01-10 03:00:01\n/);
});

it('counts columns and keys that come after 26,000 rows', async () => {
  const early = Array.from({ length: 26_000 }, (_, at) => row({ query_id: `e${at}` }));
  const late = Array.from({ length: 50 }, (_, at) =>
    row({
      ...{ query: 'SELECT uniq(id) FROM t', query_id: `l${at}`, log_comment: '{"product":"late"}', memory_usage: 1e9 },
      ProfileEvents: { UserTimeMicroseconds: 10, OSCPUVirtualTimeMicroseconds: 9_000_000 },
    }),
  );
  await space.write('late.jsonl', lines([...early, ...late]));
  const ran = await hogbench('top', '--log-file', 'late.jsonl', '--group-by', 'product', '--json');
  const report = JSON.parse(ran.out) as TrafficReport;
  expect(report.rows.map((one) => [one.name, one.executions, one.cpuUs])).toEqual([
    ['late', 50, 450e6],
    ['(untagged)', 26_000, 260_000],
  ]);
  expect(report.rows[0]?.peakMemoryBytes).toBe(1e9);
  expect(report.remarks).not.toContainEqual(expect.stringContaining('memory_usage'));
});

describe('reads what others write', () => {
  const zoned = '2026-01-10T12:00:00+02:00';
  it.each([
    [
      'maps as JSON text in CSV',
      'a.csv',
      `event_time,query,databases,ProfileEvents\n${zoned},SELECT 1 FROM t,"[""shop""]","{""UserTimeMicroseconds"":10}"\n\n`,
    ],
    [
      'maps in the way of the server',
      'b.tsv',
      `event_time\tquery\tdatabases\tProfileEvents\n${zoned}\tSELECT 1 FROM t\t['shop']\t{'UserTimeMicroseconds':10}\n`,
    ],
    [
      'texts that hold JSON',
      'c.jsonl',
      lines([
        {
          event_time: zoned,
          query: 'SELECT 1 FROM t',
          databases: '["shop"]',
          ProfileEvents: '{"UserTimeMicroseconds":"10"}',
        },
      ]),
    ],
    [
      'lists in a document',
      'd.json',
      JSON.stringify({
        meta: [
          { name: 'event_time', type: 'String' },
          { name: 'query', type: 'String' },
          { name: 'databases', type: 'Array(String)' },
          { name: 'ProfileEvents', type: 'Map(String, UInt64)' },
        ],
        data: [[zoned, 'SELECT 1 FROM t', ['shop'], { UserTimeMicroseconds: 10 }]],
      }),
    ],
  ])('%s', async (_, file, text) => {
    await space.write(file, text);
    const ran = await hogbench('top', '--log-file', file, '--json');
    expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
    const report = JSON.parse(ran.out) as TrafficReport;
    expect(report.rows.map((one) => [one.executions, one.cpuUs])).toEqual([[1, 10]]);
    expect(new Date(report.from).toISOString()).toBe('2026-01-10T10:00:00.000Z');
    expect(report.remarks).not.toContainEqual(expect.stringContaining('zone'));
  });
});

describe('refuses what it would read wrongly', () => {
  it.each([
    ['no header line', 'headless.csv', '"2026-01-10 12:00:00","SELECT secret FROM t"\n', 2, 'no header line'],
    ['one document', 'whole.json', '{"rows":[{"query":"SELECT secret FROM t"}]}', 2, 'one JSON object a line'],
    ['a row that is broken', 'broken.jsonl', `${lines([row(), row()])}\n{"query":"SELECT secret`, 5, 'cannot be read'],
    [
      'a number that is none',
      'text.jsonl',
      lines([row(), row({ read_bytes: 'secret' })]),
      5,
      'does not hold what it should',
    ],
  ])('%s', async (_, file, text, code, says) => {
    await space.write(file, text);
    const ran = await hogbench('top', '--log-file', file);
    expect({ code: ran.code, out: ran.out, err: ran.err }).toEqual({
      code,
      out: '',
      err: expect.stringContaining(says),
    });
    expect(ran.err).not.toContain('secret');
  });

  it('a zone that is none', async () => {
    const ran = await hogbench('top', '--log-file', 'late.jsonl', '--log-time-zone', 'Mars/Base');
    expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 2, err: expect.stringContaining('Europe/Madrid') });
  });
});

it('tells the trend of each row, and whose it is where rows do not say so', async () => {
  const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}`;
  const run = (at: string, sql: string, product: string, ms: number) =>
    row({
      event_time: at,
      query: sql,
      query_id: `${at}${sql}${product}`,
      query_duration_ms: ms,
      log_comment: JSON.stringify({ product }),
    });
  const steady = [10, 11, 12, 13].map((number) => run(`${day(number)} 06:00:00`, 'SELECT min(id) FROM t', 'a', 100));
  const growing = [12, 13].map((number) => run(`${day(number)} 18:00:00`, 'SELECT max(id) FROM t', 'b', 40));
  await space.write(
    'trend.jsonl',
    lines([
      run(`${day(10)} 00:00:00`, 'SELECT min(id) FROM t', 'b', 30),
      ...steady,
      ...growing,
      run(`${day(13)} 23:59:59`, 'SELECT max(id) FROM t', '', 1),
    ]),
  );
  const ran = await hogbench('top', '--log-file', 'trend.jsonl', '--by', 'duration', '--json');
  const { rows, trend } = JSON.parse(ran.out) as TrafficReport;
  expect(trend).toEqual({ from: Date.UTC(2026, 0, 10), until: Date.UTC(2026, 0, 14), parts: 4 });
  const found = rows.map((one) => ({ trend: one.trend?.map((us) => us / 1000), owners: one.owners }));
  expect(found).toContainEqual({ trend: [100, 100, 100, 100], owners: [{ owner: 'a', share: 1 }] });
  expect(found).toContainEqual({ trend: [0, 0, 40, 40], owners: [{ owner: 'b', share: 1 }] });

  const byTeam = await hogbench(
    'top',
    '--log-file',
    'trend.jsonl',
    '--by',
    'duration',
    '--group-by',
    'team_id',
    '--json',
  );
  const [all] = (JSON.parse(byTeam.out) as TrafficReport).rows;
  expect(all?.trend).toEqual([130_000, 100_000, 140_000, 141_000]);
  expect(all?.owners.map(({ owner }) => owner)).toEqual(['a', 'b', '']);
  expect(all?.owners[0]?.share).toBeCloseTo(400 / 511, 6);
});
