import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findWorkload } from '../../src/app/workloadPath.ts';
import { connect } from '../../src/clickhouse/http/client.ts';
import type { Client } from '../../src/clickhouse/http/control.ts';
import { anyRow } from '../../src/clickhouse/http/rowShape.ts';
import type { LocalCluster } from '../../src/clickhouse/local/localCluster.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import { runSetup } from '../../src/clickhouse/target/setupScripts.ts';
import { readColumns } from '../../src/clickhouse/traffic/logColumns.ts';
import { readStrata } from '../../src/clickhouse/traffic/logStrata.ts';
import type { TrafficReport } from '../../src/model/traffic.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { readRun } from '../../src/store/readRun.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const password = 'correct horse';
const shipped = ['trends_total', 'trends_dau', 'web_stats_table', 'logs_list'];
let folder: string;
let cluster: LocalCluster;
let space: Workspace;
let client: Client;

/** Production for a minute: shipped queries with tags, a person's data, failures, inserts, and untagged ones. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-capture-'));
  cluster = await startLocalCluster({
    nodes: 1,
    dataDir: join(folder, 'server'),
    users: [
      { name: 'blind', password, readonly: 2, grants: ['SELECT ON system.one'] },
      { name: 'fixed', password, readonly: 1, grants: ['SELECT ON *.*', 'SELECT ON system.*'] },
    ],
  });
  space = await makeWorkspace();
  const workload = await findWorkload('posthog', space.folder);
  const node = cluster.nodes[0];
  const connection = { url: node?.url ?? '', user: cluster.user, password: cluster.password };
  const admin = connect(connection);
  await admin.command('CREATE DATABASE IF NOT EXISTS posthog');
  client = connect({ ...connection, database: 'posthog' });
  const small = workload.setup.map((script) => ({
    ...script,
    statements: script.statements.map((one) => ({
      ...one,
      sql: one.sql.replace(/numbers\((\d{5,})\)/g, 'numbers(20000)'),
    })),
  }));
  await runSetup(admin, { scripts: small, database: 'posthog', settings: {} }, () => {}, new AbortController().signal);
  await admin.close();
  for (const name of shipped)
    for (const one of workload.cases.filter((each) => each.name === name))
      for (let execution = 0; execution < 3; execution++)
        await ask(literal(one.sql, one.params), {
          ...one.tags,
          team_id: Number(one.params.team ?? 2),
          user_email: 'jane.doe@example.com',
        });
  const personal =
    "SELECT count() FROM events WHERE and(equals(team_id, 2), or(equals(JSONExtractString(properties, 'email'), 'jane.doe@example.com'), equals(distinct_id, 'Jane Doe'), equals(event, 'phc_k3yk3yk3yk3yk3yk3y12')))";
  await ask(`/* user_id:7 request:_jane_doe */ ${personal}`, {
    product: 'crm',
    query_type: 'PersonQuery',
    api_key_label: 'Jane Doe',
  });
  await ask('SELECT throwIf(count() > 0) FROM events', { product: 'crm', query_type: 'Broken' }).catch(() => undefined);
  await ask('SELECT uniq(distinct_id) FROM events', undefined);
  await ask('SELECT uniq(distinct_id) FROM events', { hogbench: { case: 'x' } });
  await ask('SELECT count() FROM system.tables', { product: 'admin' });
  await client.command('SYSTEM FLUSH LOGS');
});

afterAll(async () => {
  await client?.close();
  await cluster?.stop();
  await space?.remove();
  await rm(folder, { recursive: true, force: true });
});

async function ask(sql: string, tags: object | undefined): Promise<void> {
  const settings = {
    readonly: 2,
    max_threads: 1,
    ...(tags === undefined ? {} : { log_comment: JSON.stringify(tags) }),
  };
  await client.rows(sql, anyRow, { settings });
}

/** As HogQL sends it: values stand in the text. */
function literal(sql: string, params: Readonly<Record<string, unknown>>): string {
  return sql.replace(/\{(\w+):[^}]+\}/g, (_, name: string) => {
    const value = params[name];
    return typeof value === 'number' ? String(value) : `'${String(value)}'`;
  });
}

function target(user = cluster.user): string {
  return `http://${user}@127.0.0.1:${cluster.nodes[0]?.httpPort}`;
}

function hogbench(argv: readonly string[], secret = cluster.password) {
  return space.run(argv, {
    services: realServices,
    env: { HOGBENCH_PASSWORD: secret, HOGBENCH_HOME: join(folder, 'home') },
  });
}

async function textOf(path: string): Promise<string> {
  const entries = await readdir(join(space.folder, path), { recursive: true, withFileTypes: true });
  const files = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
}

it('captures what ran, without what is private, and it can be replayed', async () => {
  const ran = await hogbench([
    'capture',
    '--target',
    target(),
    '--cover',
    '100%',
    '--strata',
    'team_id',
    '--by',
    'count',
  ]);
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  const text = await textOf('captured');
  expect(text + ran.out + ran.err).not.toMatch(/jane|phc_k3y|user_id:/i);
  expect(text).toContain('production_failures');
  expect(text).toContain('"395:1"');
  expect(text).not.toContain('system.tables');
  const replay = await hogbench(['run', 'captured', '--target', target(), '--sessions', '1', '--rounds', '2']);
  expect(replay.err).not.toContain('a problem');
  const { run } = await readRun(join(space.folder, 'hogbench-out/run.jsonl.gz'));
  const failed = run.samples.filter((one) => one.outcome.kind === 'failed').map((one) => one.caseId);
  expect(new Set(failed.map((id) => id.split('/')[0]))).toEqual(new Set([expect.stringMatching(/^Broken-/)]));
  const weights = new Map(run.cases.map((one) => [one.caseId, one.weight]));
  const replayed = new Map<string, number>();
  for (const { caseId, evidence, round } of run.samples) {
    const shape = caseId.split('/')[0] ?? '';
    const bytes = evidence?.kind === 'facts' && round === 0 ? evidence.readBytes * (weights.get(caseId) ?? 0) : 0;
    replayed.set(shape, (replayed.get(shape) ?? 0) + bytes);
  }
  const top = JSON.parse(
    (await hogbench(['top', '--target', target(), '--by', 'read_bytes', '--json'])).out,
  ) as TrafficReport;
  const rows = top.rows.filter((row) => row.failures === 0);
  const ranked = rows.flatMap((dear) =>
    rows.filter((cheap) => (cheap.readBytes ?? 0) * 2 < (dear.readBytes ?? 0)).map((cheap) => [dear, cheap]),
  );
  expect(ranked.length).toBeGreaterThan(3);
  const replayedBytes = (name = '') => replayed.get(name.replace('(untagged) ', 'query-')) ?? Number.NaN;
  for (const [dear, cheap] of ranked) expect(replayedBytes(dear?.name)).toBeGreaterThan(replayedBytes(cheap?.name));
});

it('lets nothing private out of any log, into any file or message', async () => {
  const columns =
    'type, event_time, query_id, query, log_comment, query_kind, databases, current_database, query_duration_ms, read_bytes, exception_code, ProfileEvents, Settings';
  await client.command(
    `CREATE TABLE posthog.copied ENGINE = MergeTree ORDER BY event_time AS SELECT ${columns} FROM system.query_log`,
  );
  await client.command(
    `INSERT INTO FUNCTION file('${join(space.folder, 'copied.parquet')}', 'Parquet') SELECT * FROM posthog.copied`,
  );
  const logs = {
    server: ['--target', target()],
    archive: ['--target', target(), '--log-table', 'posthog.copied'],
    file: ['--log-file', 'copied.parquet'],
  };
  for (const [name, log] of Object.entries(logs)) {
    const folder = `private/${name}`;
    const strata = ['--strata', 'user_email,api_key_label,team_id', '--cover', '100%', '--by', 'count'];
    const people = [
      '--group-by',
      'user_email,api_key_label',
      '--html',
      `${folder}.html`,
      '--coverage',
      '--owner',
      'user_email',
    ];
    const runs = [
      await hogbench(['capture', ...log, ...strata, '--out', folder]),
      await hogbench(['top', ...log, ...people, '--json']),
      await hogbench(['top', ...log, '--html', `${folder}-shapes.html`]),
      await hogbench(['lint', '--coverage', ...log, '--owner', 'user_email', '--format', 'sarif']),
    ];
    expect(
      runs.map((one) => one.code),
      runs.map((one) => one.err).join(''),
    ).toEqual([0, 0, 0, 0]);
    const all =
      (await textOf(folder)) + (await space.read(`${folder}.html`)) + (await space.read(`${folder}-shapes.html`));
    expect(all).toContain('PersonQuery');
    expect(all + runs.map((one) => one.out + one.err).join('')).not.toMatch(/jane|phc_k3y|k3yk3y/i);
  }
});

it('tells how much is tagged, by owner, and fails below what is asked for', async () => {
  const lint = (...more: string[]) =>
    hogbench(['lint', '--coverage', '--target', target(), '--format', 'json', ...more]);
  const enough = await lint('--min-coverage', '50%');
  const { attribution } = JSON.parse(enough.out);
  expect(enough.code).toBe(0);
  expect(attribution.executions - attribution.taggedExecutions).toBe(1);
  expect(attribution.owners.map((one: { owner: string }) => one.owner)).toEqual(expect.arrayContaining(['', 'crm']));
  expect((await lint('--min-coverage', '100%')).code).toBe(1);
  const slip = await lint('--require', 'prodct');
  expect({ code: slip.code, err: slip.err }).toMatchObject({
    code: 2,
    err: expect.stringContaining('did you mean `product`?'),
  });
});

it('reads a log as a user who may change no setting', async () => {
  const ran = await hogbench(['top', '--target', target('fixed'), '--json'], password);
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
});

it('tells what costs most and whose it is', async () => {
  const ran = await hogbench(['top', '--target', target(), '--group-by', 'product', '--by', 'count', '--json']);
  const report = JSON.parse(ran.out) as TrafficReport;
  const counts = Object.fromEntries(report.rows.map((row) => [row.name, row.executions]));
  expect(counts).toMatchObject({ crm: 2, '(untagged)': 1 });
  expect(report.rows.find((row) => row.name === 'crm')).toMatchObject({ failures: 1, failureCodes: { '395': 1 } });
  expect(counts.admin).toBeUndefined();
  expect(report.coverage.taggedExecutions).toBe(report.executions - 1);
  expect(report.rows.reduce((sum, row) => sum + row.share, 0)).toBeCloseTo(1, 6);
});

it('reads tags from comments where log_comment has none', async () => {
  await ask('/* product:from_words user_id:7 */ SELECT max(timestamp) FROM events WHERE team_id = 3', undefined);
  await ask("SELECT min(timestamp) FROM events /*product='from%5Fquotes',x='y'*/", undefined);
  await ask('/* {"product": "from_json"} */ SELECT any(timestamp) FROM events', undefined);
  const report = JSON.parse(
    (await hogbench(['top', '--target', target(), '--group-by', 'product', '--json'])).out,
  ) as TrafficReport;
  const names = report.rows.map((row) => row.name);
  expect(names).toEqual(expect.arrayContaining(['from_words', 'from_quotes', 'from_json']));
});

it('takes a middling, a high and the dearest execution of many, the same every time', async () => {
  await client.command(
    `CREATE TABLE posthog.many ENGINE = MergeTree ORDER BY event_time AS SELECT concat('SELECT count() FROM events WHERE team_id = ', toString(number)) AS query, now() - number AS event_time, toString(number) AS query_id, number * 1000000 AS read_bytes, 'posthog' AS current_database FROM numbers(1, 1000)`,
  );
  const teams = async (out: string): Promise<readonly number[]> => {
    const argv = ['capture', '--target', target(), '--log-table', 'posthog.many', '--by', 'read_bytes', '--out', out];
    const ran = await hogbench(argv);
    expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
    return [...(await textOf(`${out}/queries`)).matchAll(/team_id = (\d+)/g)].map(([, team]) => Number(team));
  };
  const [typical = 0, high = 0, highest] = await teams('many');
  expect(Math.abs(typical - 500)).toBeLessThan(60);
  expect(Math.abs(high - 950)).toBeLessThan(60);
  expect(highest).toBe(1000);
  expect(await teams('many-again')).toEqual([typical, high, highest]);
});

it('represents values of a tag, from the costliest to the smallest, each by its costliest shape', async () => {
  await client.command(
    `CREATE TABLE posthog.tenants ENGINE = MergeTree ORDER BY event_time AS
     SELECT concat('SELECT ', if(number % 3 = 0, 'count()', 'uniq(event)'), ' FROM events WHERE team_id = ', toString(team), ' AND 1 != ', toString(number)) AS query,
       now() - number AS event_time, toString(number) AS query_id, 1000000 * (101 - team) * if(number % 3 = 0, 9, 1) + number AS read_bytes,
       'posthog' AS current_database, concat('{"team_id":', toString(team), '}') AS log_comment, number % 100 + 1 AS team
     FROM numbers(6000)`,
  );
  const argv = ['--log-table', 'posthog.tenants', '--by', 'read_bytes', '--strata', 'team_id', '--strata-values', '5'];
  const ran = await hogbench(['capture', '--target', target(), ...argv, '--out', 'tenants']);
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  const { cases } = await findWorkload('tenants', space.folder);
  const strata = cases.filter((one) => one.name.includes('/team_id-'));
  expect(strata.map((one) => Number(one.tags.team_id)).sort((a, b) => a - b)).toEqual([1, 26, 51, 75, 100]);
  for (const one of strata)
    expect(one.sql).toContain(`SELECT count() FROM events WHERE team_id = ${one.tags.team_id} AND`);
  const sampled = await readStrata(
    client,
    {
      ...{
        table: 'posthog.tenants',
        columns: await readColumns(client, 'posthog.tenants', {
          layout: { columns: {}, tagColumns: {} },
          where: 'the log',
        }),
      },
      ...{ cutLength: 100_000, includeHogbench: false, cost: { cpuSecond: 1, gibRead: 1 }, settings: {} },
    },
    {
      window: { from: 0, until: Date.now() / 1000 + 10 },
      ...{ readsComments: false, hasSecondary: false, hasCut: false, hasTextless: false },
    },
    { by: 'read_bytes', tags: [], byShape: true, most: 1, withPicks: false },
    { tags: ['team_id'], mostValues: 100, oneIn: 4 },
  );
  expect(sampled.length).toBeGreaterThan(90);
  expect(sampled.reduce((sum, one) => sum + one.executions, 0) / 2000).toBeCloseTo(1, 0);
  const total = cases.reduce((sum, one) => sum + one.weight, 0);
  for (const one of strata) expect(one.weight / total).toBeCloseTo(20 / 6000, 3);
});

describe('logs of other kinds', () => {
  it('an archive table with columns of other names', async () => {
    await client.command(
      `CREATE TABLE posthog.archive ENGINE = MergeTree ORDER BY at AS SELECT query AS text, toString(event_time) AS at, query_duration_ms AS ms, log_comment AS notes, ProfileEvents, current_database AS db FROM system.query_log WHERE type = 'QueryFinish' AND query LIKE '%events%' AND query_kind = 'Select' AND log_comment LIKE '%product%'`,
    );
    const missing = await hogbench(['top', '--target', target(), '--log-table', 'posthog.archive']);
    expect({ code: missing.code, err: missing.err }).toMatchObject({
      code: 2,
      err: expect.stringContaining('The log has text, at, ms'),
    });
    await space.write(
      'hogbench.config.yaml',
      'capture:\n  columns: {query: text, event_time: at, query_duration_ms: ms, log_comment: notes, current_database: db}\n',
    );
    const ran = await hogbench([
      'capture',
      '--target',
      target(),
      '--log-table',
      'posthog.archive',
      '--out',
      'archived',
      '--by',
      'duration',
    ]);
    expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
    expect(await textOf('archived')).toContain('TrendsQuery');
    await space.write('hogbench.config.yaml', 'capture:\n  columns: {query: tekst}\n');
    expect((await hogbench(['top', '--target', target(), '--log-table', 'posthog.archive'])).err).toContain(
      'no column tekst',
    );
    await space.write('hogbench.config.yaml', '');
  });

  it.each([
    ['parquet', 'Parquet'],
    ['json', 'JSON'],
    ['csv', 'CSVWithNames'],
  ])('an exported file: %s', async (extension, format) => {
    const file = join(space.folder, `log.${extension}`);
    await client.command(
      `INSERT INTO FUNCTION file('${file}', '${format}') SELECT type, event_time, query_id, query, log_comment, normalized_query_hash, query_kind, databases, current_database, query_duration_ms, read_bytes, memory_usage, exception_code, is_initial_query, ProfileEvents, Settings FROM system.query_log`,
    );
    const ran = await hogbench([
      'top',
      '--log-file',
      `log.${extension}`,
      '--group-by',
      'product',
      '--by',
      'count',
      '--json',
    ]);
    expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
    const report = JSON.parse(ran.out) as TrafficReport;
    expect(report.rows.find((row) => row.name === 'crm')).toMatchObject({ executions: 2, failures: 1 });
    expect(report.rows.every((row) => (row.cpuUs ?? 0) > 0 || row.executions === row.failures)).toBe(true);
  });

  it('an Iceberg table', async () => {
    const inServer = join(folder, 'server', 'node1', 'lake');
    await mkdir(inServer, { recursive: true });
    const settings = { allow_insert_into_iceberg: 1 };
    await client.command(
      "CREATE TABLE posthog.lake (query String, event_time DateTime64(6), query_duration_ms Int64, log_comment String) ENGINE = IcebergLocal('lake/log')",
      { settings },
    );
    await client.command(
      'INSERT INTO posthog.lake SELECT \'SELECT count() FROM events\', now64(6) - number, 5, \'{"product":"lake"}\' FROM numbers(50)',
      { settings },
    );
    const ran = await hogbench([
      'top',
      '--log-file',
      join(inServer, 'log'),
      '--group-by',
      'product',
      '--by',
      'duration',
      '--json',
    ]);
    expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
    const report = JSON.parse(ran.out) as TrafficReport;
    expect(report.rows.map((row) => [row.name, row.executions])).toEqual([['lake', 50]]);
  });
});

describe('what cannot be read: an error that says how to fix it', () => {
  it.each([
    ['no permission', () => hogbench(['capture', '--target', target('blind')], password), 5, 'GRANT SELECT'],
    [
      'no such table',
      () => hogbench(['top', '--target', target(), '--log-table', 'posthog.nothing']),
      5,
      '--log-table',
    ],
    [
      'a column that holds something else',
      async () => {
        await space.write('hogbench.config.yaml', 'capture: {columns: {event_time: query}}\n');
        const ran = await hogbench(['top', '--target', target(), '--log-table', 'posthog.copied']);
        await space.write('hogbench.config.yaml', '');
        expect(ran.err).not.toMatch(/SELECT/);
        return ran;
      },
      5,
      'does not hold what it should',
    ],
    [
      'no rows in the window',
      () => hogbench(['top', '--target', target(), '--log-table', 'posthog.empty']),
      5,
      '--since',
    ],
    [
      'no server memory for it',
      async () => {
        await space.write('hogbench.config.yaml', 'capture: {server_memory_gib: 0.1}\n');
        await client.command(
          `CREATE TABLE IF NOT EXISTS posthog.wide ENGINE = MergeTree ORDER BY event_time AS SELECT now() - number % 1000 AS event_time, concat('SELECT 1 FROM events -- ', repeat(toString(number), 40)) AS query, cityHash64(number) AS normalized_query_hash, toString(number) AS query_id FROM numbers(300000)`,
        );
        const ran = await hogbench(['top', '--target', target(), '--log-table', 'posthog.wide', '--by', 'count']);
        await space.write('hogbench.config.yaml', '');
        return ran;
      },
      5,
      'server_memory_gib',
    ],
    ['no file', () => hogbench(['top', '--log-file', 'nothing.parquet']), 2, 'no such log file'],
    ['no file for a glob', () => hogbench(['top', '--log-file', 'nothing*.parquet']), 5, 'cannot be read'],
    ['no Parquet', () => hogbench(['top', '--log-file', 'pointer.parquet']), 2, 'not Parquet'],
    ['an unknown format', () => hogbench(['top', '--log-file', 'log.xlsx']), 2, '.parquet'],
    [
      'a folder with other metadata',
      async () => {
        await space.write('other/metadata/v1.metadata.json', '{}');
        return hogbench(['top', '--log-file', 'other']);
      },
      2,
      'Iceberg',
    ],
    ['a folder that is no table', () => hogbench(['top', '--log-file', 'plain']), 2, 'Iceberg'],
    ['the embedded server', () => hogbench(['top', '--target', 'embedded']), 2, '--log-file'],
  ])('%s', async (_, run, code, says) => {
    await client.command(
      'CREATE TABLE IF NOT EXISTS posthog.empty (query String, event_time DateTime) ENGINE = Memory',
    );
    await space.write('pointer.parquet', 'version https://git-lfs.github.com/spec/v1\n');
    await space.write('log.xlsx', 'x');
    await space.write('plain/readme.txt', 'x');
    const ran = await run();
    expect({ code: ran.code, out: ran.out, err: ran.err }).toEqual({
      code,
      out: '',
      err: expect.stringContaining(says),
    });
    expect(ran.err).not.toContain('an error of its own');
  });
});
