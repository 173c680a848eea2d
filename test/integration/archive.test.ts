import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrafficReport } from '../../src/model/traffic.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { makeArchives } from '../support/archives.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let server: OwnServer;
let space: Workspace;

beforeAll(async () => {
  server = await ownServer();
  space = await makeWorkspace();
  await makeArchives(server.client);
});

afterAll(async () => {
  await server?.stop();
  await space?.remove();
});

function hogbench(...argv: string[]) {
  const target = server.url.replace('://', `://${server.cluster.user}@`);
  return space.run([...argv, ...(argv.includes('--log-file') ? [] : ['--target', target])], {
    services: realServices,
    env: {
      HOGBENCH_PASSWORD: server.cluster.password,
      HOGBENCH_HOME: join(space.folder, 'home'),
      HOGBENCH_PRIVACY_KEY: 'k'.repeat(32),
    },
  });
}

const always = ['--since', '5200w', '--quiet'];

async function top(table: string, ...more: string[]): Promise<TrafficReport> {
  const ran = await hogbench('top', '--log-table', table, '--json', ...always, ...more);
  expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' });
  return JSON.parse(ran.out) as TrafficReport;
}

/** All that is the log's own, without its name, its remarks and the moment it was read. */
function told({ rows, groupCount, executions, failures, coverage }: TrafficReport): object {
  const all = { rows: rows.map(({ trend: _, ...row }) => row), groupCount, executions, failures, coverage };
  // Sums of parts that several threads added up differ in their last digits.
  return JSON.parse(
    JSON.stringify(all, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(12)) : value)),
  );
}

describe("PostHog's archive tells what the log that it was made of tells", () => {
  it.each(['logs.typed', 'logs.json'])('ranking, owners and coverage of %s', async (table) => {
    const plain = await top('logs.plain');
    expect(plain.executions).toBe(400);
    expect(plain.rows.map(({ tags }) => tags.query_type)).toContain('TrendsQuery');
    expect(told(await top('logs.plain', '--preset', 'posthog'))).toEqual(told(plain));
    expect(told(await top(table, '--preset', 'posthog'))).toEqual(told(plain));
    const by = ['--group-by', 'team_id,workload', '--by', 'cpu'];
    expect(told(await top(table, '--preset', 'posthog', ...by))).toEqual(told(await top('logs.plain', ...by)));
  });
});

async function captured(table: string, ...more: string[]): Promise<string> {
  const out = `captured-${table}${more.length}`;
  const ran = await hogbench(
    'capture',
    '--log-table',
    table,
    '--strata',
    'team_id',
    '--out',
    out,
    '--force',
    ...always,
    ...more,
  );
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  const files = (await readdir(join(space.folder, out, 'queries'))).sort();
  const texts = await Promise.all(files.map((name) => space.read(`${out}/queries/${name}`)));
  // A column's tags come in the order of the preset, those of log_comment in its own.
  const text = texts
    .join('\n')
    .replace(/(?<=^-- tags: \{).*(?=\}$)/gm, (tags) => tags.split(', ').sort().join(', '))
    // The window ends now, so that weights a day shrink by the second.
    .replace(/(?<=^-- weight: )[\d.]+$/gm, (weight) => Number(weight).toPrecision(4));
  return `${text}\n${ran.out.replaceAll(out, 'OUT')}`;
}

it.each(['logs.typed', 'logs.json'])('captures the cases of the log that %s was made of', async (table) => {
  const plain = await captured('logs.plain', '--preset', 'posthog');
  expect(plain.match(/^-- name: /gm)?.length).toBeGreaterThan(10);
  expect(plain).toContain('query_type: WebStatsTableQuery');
  expect(plain).not.toContain('jane');
  expect(await captured(table, '--preset', 'posthog')).toBe(plain);
});

it.each(['logs.typed', 'logs.json'])('lint --coverage of %s', async (table) => {
  const coverage = async (log: string, ...more: string[]) => {
    const ran = await hogbench(
      'lint',
      '--coverage',
      '--log-table',
      log,
      '--require',
      'product,query_type,feature',
      ...always,
      '--format',
      'json',
      ...more,
    );
    const { attribution } = JSON.parse(ran.out) as {
      attribution: { taggedExecutions: number; executions: number };
    };
    return attribution;
  };
  const plain = await coverage('logs.plain');
  expect(plain).toMatchObject({ executions: 400, taggedExecutions: 80 });
  const archive = await coverage(table, '--preset', 'posthog');
  expect(archive).toMatchObject({ executions: 400, taggedExecutions: 80 });
});

describe('says what an archive lacks', () => {
  it('rows of shards, columns of the preset, settings and databases', async () => {
    const report = await top('logs.old', '--preset', 'posthog');
    expect(report.executions).toBe(400);
    const remarks = report.remarks.join('\n');
    expect(remarks).toContain('CPU time on shards is missing');
    expect(remarks).toContain('workload (lc_workload)');
    expect(remarks).toContain('the log has no databases');
    const ran = await hogbench(
      'capture',
      '--log-table',
      'logs.typed',
      '--preset',
      'posthog',
      '--out',
      'bare',
      ...always,
    );
    expect(ran.err).toContain('the log has no Settings');
  });

  it('columns of the preset, where the log is of another kind, or has some of them', async () => {
    const other = await top('logs.plain', '--preset', 'posthog');
    expect(other.remarks.join('\n')).toMatch(
      /the preset posthog does not fit this log, which has none of its 18 columns \(lc_kind, lc_product, .* and 14 more\): tags are read from log_comment/,
    );
    await server.client.command('CREATE VIEW logs.some AS SELECT *, 7 AS team_id FROM logs.plain');
    const some = (await top('logs.some', '--preset', 'posthog')).remarks.join('\n');
    expect(some).toMatch(
      /the log lacks 17 columns of the preset posthog: lc_kind, .*lc_dagster__job_name; their tags are/,
    );
    expect((await top('logs.plain')).remarks.join('\n')).not.toContain('preset');
  });

  it('points to the preset, and says so where no tag was found', async () => {
    const report = await top('logs.typed');
    expect(report.coverage.taggedExecutions).toBe(0);
    expect(report.remarks.join('\n')).toContain('--preset posthog');
    const ran = await hogbench('top', '--log-table', 'logs.typed', '--by', 'cpu', ...always);
    expect(ran).toMatchObject({ code: 2, err: expect.stringMatching(/it has no cpu_us[\s\S]*--preset posthog/) });
  });

  it('a CPU column that is 0 in every execution is missing, and is no number', async () => {
    await server.client.command('CREATE TABLE logs.still AS logs.typed');
    await server.client.command(
      'INSERT INTO logs.still SELECT * REPLACE (0 AS ProfileEvents_OSCPUVirtualTimeMicroseconds) FROM logs.typed',
    );
    const report = await top('logs.still', '--preset', 'posthog');
    expect(report.remarks.join('\n')).toContain('0 in every execution');
    expect(report.rows.map((row) => row.cpuUs)).toEqual(report.rows.map(() => null));
    const ran = await hogbench('top', '--log-table', 'logs.still', '--preset', 'posthog', '--by', 'cpu', ...always);
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('cannot be ranked by cpu') });
  });
});

describe('capture.tag_columns', () => {
  const config = (text: string) => space.write('columns.yaml', text);
  const named = ['--config', 'columns.yaml'];

  it('win over the preset, and conflicts with log_comment are told', async () => {
    await config('capture: {preset: posthog, tag_columns: {product: lc_query_type}}\n');
    const report = await top('logs.json', '--group-by', 'product', ...named);
    expect(report.rows.map((row) => row.name).sort()).toEqual([
      '(untagged)',
      'HogQLQuery',
      'TrendsQuery',
      'WebStatsTableQuery',
    ]);
    expect(report.remarks.join('\n')).toMatch(
      /the tag product is read from the column lc_query_type; log_comment has another value in 160 of 400 executions/,
    );
    const without = await top('logs.json', '--preset', 'none', '--group-by', 'query_type', ...named);
    expect(without.rows.map((row) => row.name)).toContain('TrendsQuery');
  });

  it('numbers, enums and NULL: what stands for nothing is no tag', async () => {
    await server.client.command(
      "CREATE TABLE logs.kinds (query String, event_time DateTime, maybe Nullable(String), low LowCardinality(Nullable(String)), number Int64, perhaps Nullable(UInt8), flag Bool, level Enum8('' = 0, 'high' = 1), many Array(String)) ENGINE = MergeTree ORDER BY event_time",
    );
    await server.client.command(
      "INSERT INTO logs.kinds VALUES ('SELECT 1 FROM a', '2026-01-10 12:00:00', NULL, NULL, 0, NULL, false, '', []), ('SELECT 1 FROM a', '2026-01-10 12:00:01', '', '', 7, 0, true, 'high', ['x'])",
    );
    await config(
      'capture: {tag_columns: {maybe: maybe, low: low, number: number, perhaps: perhaps, flag: flag, level: level}}\n',
    );
    const tags = ['number', 'perhaps', 'flag', 'level', 'maybe', 'low'];
    const asked = ['--by', 'count', '--require', tags.join(','), '--owner', 'number'];
    const { coverage } = await top('logs.kinds', ...named, ...asked);
    expect(Object.fromEntries(coverage.carriers.map((one) => [one.tag, one.executions]))).toEqual({
      number: 1,
      perhaps: 1,
      flag: 1,
      level: 1,
      maybe: 0,
      low: 0,
    });
    await config('capture: {tag_columns: {team: many}}\n');
    expect((await hogbench('top', '--log-table', 'logs.kinds', ...always, ...named)).err).toContain(
      'of the type Array(String), and a tag is one value',
    );
  });

  it('a name that the log does not have is refused, with the one that is meant', async () => {
    await config('capture: {tag_columns: {product: lc_prodct}}\n');
    const ran = await hogbench('top', '--log-table', 'logs.typed', ...always, ...named);
    expect(ran).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /no column lc_prodct[\s\S]*capture\.tag_columns\.product: did you mean `lc_product`\?/,
      ),
    });
    expect((await hogbench('top', '--log-table', 'logs.typed', ...always, '--preset', 'posthg')).err).toContain(
      'did you mean `posthog`?',
    );
  });
});

describe('exports of an archive', () => {
  async function exported(table: string, format: string, name: string): Promise<void> {
    const { user, password } = server.cluster;
    const answer = await fetch(`${server.url}/?output_format_parquet_compression_method=none`, {
      method: 'POST',
      headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password },
      body: `SELECT * FROM ${table} FORMAT ${format}`,
    });
    expect(answer.status).toBe(200);
    await writeFile(join(space.folder, name), Buffer.from(await answer.arrayBuffer()));
  }

  it.each([
    ['logs.typed', 'JSONEachRow', 'typed.jsonl'],
    ['logs.typed', 'CSVWithNames', 'typed.csv'],
    ['logs.typed', 'TSVWithNamesAndTypes', 'typed.tsv'],
    ['logs.typed', 'Parquet', 'typed.parquet'],
    ['logs.json', 'JSONEachRow', 'json.jsonl'],
  ])('%s as %s', async (table, format, name) => {
    await exported(table, format, name);
    const argv = [
      'top',
      '--json',
      '--quiet',
      '--preset',
      'posthog',
      '--group-by',
      'team_id,query_type,dashboard_id',
      '--require',
      'product',
    ];
    const ran = await hogbench(...argv, '--log-file', name);
    expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' });
    const plain = await top(
      'logs.plain',
      '--preset',
      'posthog',
      '--group-by',
      'team_id,query_type,dashboard_id',
      '--require',
      'product',
    );
    expect(told(JSON.parse(ran.out) as TrafficReport)).toEqual(told(plain));
  });

  it('a declared path that a query did not send is no tag, without a preset too', async () => {
    await exported('logs.json', 'JSONEachRow', 'declared.jsonl');
    for (const more of [[], ['--preset', 'posthog']]) {
      const argv = [
        'top',
        '--json',
        '--quiet',
        '--log-file',
        'declared.jsonl',
        '--require',
        'product,dashboard_id',
        ...more,
      ];
      const ran = await hogbench(...argv);
      expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' });
      const { coverage } = JSON.parse(ran.out) as TrafficReport;
      expect(coverage).toMatchObject({ executions: 400, taggedExecutions: 0 });
      expect(coverage.carriers).toContainEqual({ tag: 'product', executions: 240 });
    }
  });
});

it('a column that names people goes by no other name', async () => {
  await space.write('people.yaml', 'capture: {tag_columns: {product: lc_user_email}}\n');
  const ran = await hogbench('top', '--log-table', 'logs.typed', ...always, '--config', 'people.yaml');
  expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('may name people or keys') });
});
