import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { eventCount } from '../../src/model/serverFacts.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { readRun } from '../../src/store/readRun.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const manifest = `name: shop
database: shop
schema: [schema.sql]
data: [data.sql]
settings: {max_threads: 1}
`;

const schema = `CREATE DATABASE IF NOT EXISTS shop;
CREATE OR REPLACE TABLE shop.orders (id UInt64, customer UInt32, at DateTime('UTC'), body String)
ENGINE = MergeTree ORDER BY (toDate(at), customer);
`;

const data = `INSERT INTO shop.orders SELECT number, number % 1000, toDateTime('2026-01-01', 'UTC') + number * 30, repeat('x', number % 60)
FROM numbers(300000);
`;

const queries = `-- name: last_week
SELECT count(), sum(length(body)) FROM orders WHERE at >= toDateTime('2026-04-08 00:00:00', 'UTC');

-- name: customers
SELECT customer, count() AS n FROM orders GROUP BY customer ORDER BY n DESC, customer LIMIT 10;

-- name: total
SELECT sum(length(body)) FROM orders SETTINGS readonly=2;
`;

const changed = `-- name: last_week
SELECT count(), sum(length(body)) FROM orders WHERE toString(at) >= '2026-04-08 00:00:00';

-- name: total
SELECT sum(length(body)) + 1 FROM orders SETTINGS readonly=2;
`;

let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace({
    'main/workload.yaml': manifest,
    'main/schema.sql': schema,
    'main/data.sql': data,
    'main/queries.sql': queries,
    'branch/workload.yaml': 'name: branch\nextends: ../main\n',
    'branch/changed.sql': changed,
  });
});
afterAll(() => space.remove());

function hogbench(...argv: string[]) {
  return space.run(argv, { services: realServices, env: { HOGBENCH_HOME: join(space.folder, 'home') } });
}

// The profile of processors is read within a bound of time, and left out on a machine that is too busy for it.
it('finds lost pruning and a changed result on a real server, and nothing else', { retry: 1 }, async () => {
  const ran = await hogbench(
    'ab',
    '--baseline-workload',
    'main',
    '--candidate-workload',
    'branch',
    '--json',
    '--max-pairs',
    '10',
  );
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 4 });
  // Both arms have the same dataset, so they share one server.
  expect(ran.err.match(/starting an embedded ClickHouse/g)).toHaveLength(1);
  const report = JSON.parse(ran.out) as ComparisonReport;
  const verdicts = Object.fromEntries(report.cases.map((one) => [one.caseId, one.verdict]));
  expect(verdicts).toMatchObject({ last_week: 'regressed', total: 'resultChanged' });
  expect(['equivalent', 'inconclusive', 'unconfirmed']).toContain(verdicts.customers);
  const lastWeek = report.cases.find((one) => one.caseId === 'last_week');
  expect(lastWeek?.reason).toMatch(/selected marks|rows read/);
  expect(lastWeek?.reason).toMatch(
    /The plan differs: primary key of shop\.orders no longer used for toDate\(at\), granules \d+ of 37 → 37 of 37; (selected marks|rows read) moved with it/,
  );
  expect(lastWeek?.plan?.baseline).toContain('PrimaryKey, Keys: toDate(at)');
  expect(lastWeek?.plan?.processors.map((one) => one.name).join()).toContain('MergeTree');
});

it('keeps every execution with its server-side facts and the data it read', async () => {
  const { run } = await readRun(join(space.folder, 'hogbench-out/run.jsonl.gz'));
  expect(run.samples.length).toBeGreaterThan(20);
  for (const sample of run.samples) {
    if (sample.evidence?.kind !== 'facts') throw new Error(`no facts: ${JSON.stringify(sample)}`);
    expect(sample.evidence.durationUs).toBeGreaterThan(0);
    expect(eventCount(sample.evidence.events, 'SelectedMarks')).toBeGreaterThan(0);
  }
  const [table] = run.arms[0]?.environment.dataset ?? [];
  expect(table).toMatchObject({ database: 'shop', table: 'orders', engine: 'MergeTree', rows: 300_000 });
});

it('checks itself in a tenth of its executions, or says why not', async () => {
  const report = JSON.parse(await space.read('hogbench-out/report.json')) as ComparisonReport;
  expect(report.cases).toHaveLength(3);
  const { selfCheck, executions } = report;
  if (selfCheck?.kind === 'leftOut') expect(selfCheck.allowed).toBeLessThan(selfCheck.needed);
  else {
    expect(selfCheck).toMatchObject({
      kind: 'ran',
      cases: [{ caseId: expect.stringContaining('(self-check)') }],
    });
    const own = selfCheck?.kind === 'ran' ? selfCheck.executions : 0;
    expect(own / (own + executions)).toBeLessThanOrEqual(0.1);
  }
});

it('says why once more from the run file, and for results that changed', async () => {
  const ran = await hogbench('report', 'hogbench-out/run.jsonl.gz', '--json');
  const { cases } = JSON.parse(ran.out) as ComparisonReport;
  const reasonOf = (id: string): string => cases.find((one) => one.caseId === id)?.reason ?? '';
  expect(reasonOf('last_week')).toContain('primary key of shop.orders no longer used for toDate(at)');
  expect(reasonOf('total')).toMatch(/[Pp]lan/);
});

it('shows the rows in which results differ, as text that loses no digit', async () => {
  const { cases } = JSON.parse(await space.read('hogbench-out/report.json')) as ComparisonReport;
  const difference = cases.find((one) => one.caseId === 'total')?.rowDifference;
  expect(difference).toMatchObject({ kind: 'compared', display: 'values', baseline: { total: 1, only: 1 } });
  if (difference?.kind !== 'compared') throw new Error('there are rows');
  const [before, after] = [difference.baseline.rows[0]?.[0], difference.candidate.rows[0]?.[0]];
  expect(BigInt(after ?? 0) - BigInt(before ?? 0)).toBe(1n);
  expect(cases.filter((one) => one.caseId !== 'total').map((one) => one.rowDifference)).toEqual([null, null]);
});

it('finds the same by exact counters alone, and calls equal work equal', async () => {
  const arms = ['--baseline-workload', 'main', '--candidate-workload', 'branch'];
  const ran = await hogbench('ab', ...arms, '--counters-only', '--json', '--out', 'counters');
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 4 });
  const { cases, executions } = JSON.parse(ran.out) as ComparisonReport;
  expect(Object.fromEntries(cases.map((one) => [one.caseId, one.verdict]))).toEqual({
    last_week: 'regressed',
    total: 'resultChanged',
    customers: 'equivalent',
  });
  expect(executions).toBe(2 * (5 + 2 + 2));
});

it('builds the dataset once', async () => {
  const ran = await hogbench('run', 'main', '--sessions', '1', '--rounds', '1');
  expect(ran.code).toBe(0);
  expect(ran.err).not.toContain('building the dataset');
  expect(ran.out).toContain('last_week');
});

it('compares two texts of one query over the dataset beside them, and says before that what cannot run', async () => {
  await space.write(
    'main/scratch/old.sql',
    "SELECT count() FROM orders WHERE at >= toDateTime('2026-04-08 00:00:00', 'UTC');\n",
  );
  await space.write('new.sql', "SELECT count() FROM orders WHERE toString(at) >= '2026-04-08 00:00:00';\n");
  const quick = ['--counters-only', '--json', '--force', '--out', 'one'];
  const ran = await hogbench('ab', 'main/scratch/old.sql', 'new.sql', ...quick);
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 1 });
  expect(ran.err.match(/starting an embedded ClickHouse/g)).toHaveLength(1);
  const { cases } = JSON.parse(ran.out) as ComparisonReport;
  expect(cases.map(({ caseId, verdict }) => [caseId, verdict])).toEqual([['new', 'regressed']]);
  const refused: readonly (readonly [sql: string, where: string, fix: string])[] = [
    ['SELECT count(),\n  sum(lenght(body)) FROM orders', '-q:2:7', 'did you mean `length`?'],
    ['SELECT 1 FORM orders', '-q:1:10', 'did you mean `FROM`?'],
    ['-- settings: {max_thread: 2}\nSELECT 1', '-q:1:15', 'did you mean `max_threads`?'],
  ];
  for (const [sql, where, fix] of refused) {
    const stopped = await hogbench('ab', 'main/scratch/old.sql', '-q', sql, '--quiet', ...quick);
    expect({ sql, code: stopped.code, out: stopped.out }).toEqual({ sql, code: 2, out: '' });
    expect(stopped.err).toContain(`  where: ${where}\n  fix:   ${fix}`);
  }
});

it('sums the counters of a distributed query over the shards', async () => {
  await space.write('cluster/workload.yaml', manifest);
  await space.write(
    'cluster/schema.sql',
    `CREATE DATABASE IF NOT EXISTS shop;
CREATE OR REPLACE TABLE shop.orders_local (id UInt64) ENGINE = MergeTree ORDER BY id;
CREATE OR REPLACE TABLE shop.orders AS shop.orders_local ENGINE = Distributed('hogbench', 'shop', 'orders_local', id);
`,
  );
  await space.write(
    'cluster/data.sql',
    'INSERT INTO shop.orders SETTINGS distributed_foreground_insert=1 SELECT number FROM numbers(200000);\n',
  );
  await space.write('cluster/queries.sql', '-- name: total\nSELECT count(), sum(id) FROM orders;\n');
  const ran = await hogbench(
    'run',
    'cluster',
    '--target',
    'embedded:2',
    '--sessions',
    '1',
    '--rounds',
    '2',
    '--out',
    'cluster-out',
  );
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  const { run } = await readRun(join(space.folder, 'cluster-out/run.jsonl.gz'));
  expect(run.arms[0]?.environment.serverHosts).toBe(2);
  expect(run.arms[0]?.environment.dataset).toMatchObject([{ table: 'orders_local', rows: 200_000 }]);
  for (const { evidence } of run.samples) {
    if (evidence?.kind !== 'facts') throw new Error('no facts');
    expect(evidence.logRows).toBe(2);
    expect(evidence.readRows).toBe(200_000);
    expect(eventCount(evidence.events, 'SelectedRows')).toBe(200_000);
    expect(eventCount(evidence.events, 'RowsReadByMainReader')).toBe(200_000);
  }
  const [plan] = run.explanations ?? [];
  if (plan?.explanation.kind !== 'explained') throw new Error(`no plan: ${JSON.stringify(plan)}`);
  expect(plan.explanation).toMatchObject({ form: 'json', estimate: [{ table: 'orders_local', rows: 100_000 }] });
  expect(plan.explanation.plan).toContain('ReadFromRemote');
});

it('refuses a setting the server does not know, before it measures', async () => {
  const ran = await hogbench('ab', 'main', '--candidate-set', 'max_threds=1', '--out', 'misspelt');
  expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' });
  expect(ran.err).toContain('max_threads');
});

it('doctor finds nothing missing on the embedded server', async () => {
  const ran = await hogbench('doctor');
  expect({ code: ran.code, out: ran.out }).toMatchObject({ code: 0 });
  expect(ran.out).not.toMatch(/MISSING|no KILL QUERY/);
  expect(ran.out).toMatch(/noise +a pair differs by \S+% by server time, .*\d pairs of a query of [\d.]+ ms\)/);
  expect(ran.out).toMatch(/A usual run of 20 pairs finds .*To prove it unchanged within ±5% takes/);
});

it('says that a workload without a schema finds an empty server, and measures one that reads no table', async () => {
  await space.write(
    'bare/a.sql',
    '-- name: reads\nSELECT count() FROM orders;\n\n-- name: counts\nSELECT sum(number) FROM numbers(10);\n',
  );
  const ran = await hogbench('ab', 'bare', '--out', 'bare-out');
  expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' });
  expect(ran.err).toContain('`bare` has no schema');
  expect(ran.err).toContain('--target');
  expect(ran.err).not.toContain('SELECT');
  const counts = await hogbench('ab', 'bare', '--filter', 'counts', '--counters-only', '--out', 'counts-out');
  expect({ code: counts.code, err: counts.err }).toMatchObject({ code: 0 });
});
