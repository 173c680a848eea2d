import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;

const rows = 400_000;

beforeAll(async () => {
  space = await makeWorkspace({
    'main/workload.yaml':
      'name: shop\ndatabase: shop\nschema: [schema.sql]\ndata: [data.sql]\nsettings: {max_threads: 1}\n',
    'main/schema.sql':
      'CREATE OR REPLACE TABLE orders (id UInt64, customer UInt32, at DateTime, note String) ENGINE = MergeTree ORDER BY id;\n',
    'main/data.sql': `INSERT INTO orders SELECT number, cityHash64(number) % 1000, toDateTime('2026-01-01', 'UTC') + number, 'note of an order' FROM numbers(${rows});\n`,
    'main/queries.sql': `-- name: by_customer
SELECT count() FROM orders WHERE customer = 7;

-- name: by_day
SELECT count() FROM orders WHERE toDate(at) = '2026-01-02';
`,
    'other/workload.yaml': 'name: other\nextends: ../main\nschema: [schema.sql]\ndata: [data.sql]\n',
    'other/schema.sql':
      'CREATE OR REPLACE TABLE orders (id UInt64, customer UInt32, at DateTime, note String) ENGINE = MergeTree ORDER BY tuple();\n',
    'other/data.sql': `INSERT INTO orders SELECT number, 7, toDateTime('2026-01-01', 'UTC') + number, '' FROM numbers(${rows});\n`,
    'by-customer/workload.yaml': 'name: by-customer\nextends: ../main\nalter: [alter.sql]\n',
    'by-customer/alter.sql': `CREATE OR REPLACE TABLE orders (id UInt64, customer UInt32, at DateTime CODEC(DoubleDelta), note String,
  INDEX days toDate(at) TYPE minmax GRANULARITY 1, PROJECTION per_customer (SELECT customer, count() GROUP BY customer))
ENGINE = MergeTree ORDER BY (customer, id);\n`,
  });
});
afterAll(() => space.remove());

it('shows how tables are made otherwise and what that takes on disk, as the engine tells it', async () => {
  const env = { HOGBENCH_HOME: join(space.folder, 'home') };
  const argv = [
    'ab',
    'main',
    'by-customer',
    '--counters-only',
    '--no-self-check',
    '--max-pairs',
    '2',
    '--out',
    'out',
    '--insert-cost',
  ];
  const ran = await space.run(argv, { services: realServices, env, asTyped: true });
  expect({ code: ran.code, text: ran.out + ran.err }).toMatchObject({
    code: 0,
    text: expect.stringContaining('What changed in the tables'),
  });
  const report = JSON.parse(await space.read('out/report.json')) as ComparisonReport;
  const found = new Map(report.cases.map((one) => [one.name, one]));
  expect(found.get('by_customer')?.verdict).toBe('improved');
  expect(found.get('by_customer')?.results).toBe('same');
  const [table, ...others] = report.schema?.tables ?? [];
  expect(others).toEqual([]);
  expect(table).toMatchObject({
    table: 'shop.orders',
    lines: {
      baseline: ['`at` DateTime', 'ORDER BY id'],
      candidate: [
        '`at` DateTime CODEC(DoubleDelta)',
        'INDEX days toDate(at) TYPE minmax GRANULARITY 1',
        expect.stringMatching(/^PROJECTION per_customer \( SELECT .* GROUP BY customer \)$/),
        'ORDER BY (customer, id)',
      ],
    },
    sizes: { baseline: { rows, parts: 1 }, candidate: { rows, parts: 1 } },
    additions: [
      { kind: 'index', name: 'days', bytes: { baseline: null, candidate: expect.any(Number) } },
      { kind: 'projection', name: 'per_customer', bytes: { baseline: null, candidate: expect.any(Number) } },
    ],
  });
  // 4 bytes a row, which the usual codec cannot shorten and DoubleDelta in the old order would.
  const [column] = table?.columns ?? [];
  expect(column).toMatchObject({
    name: 'at',
    values: { baseline: { codec: '', uncompressedBytes: 4 * rows }, candidate: { codec: 'CODEC(DoubleDelta)' } },
  });
  expect(column?.values.candidate?.bytes).toBeLessThan(column?.values.baseline?.bytes ?? 0);
  const insert = table?.insert;
  if (insert?.kind !== 'measured') throw new Error(JSON.stringify(insert));
  // The engine is the judge of what the same rows leave on disk; times are not asserted.
  expect(insert).toMatchObject({ rows: 100_000, pairs: 7 });
  expect(insert.cpu.values.baseline).toBeGreaterThan(0);
  expect(insert.bytes.ratio).toBeLessThan(1);
  expect(ran.out).toMatch(/inserting 100,000 rows, CPU time .* in 7 pairs/s);
  const again = await space.run(['report', 'out/run.jsonl.gz', '--json']);
  expect(JSON.parse(again.out).schema).toEqual(report.schema);
  expect(await space.read('out/report.md')).toContain('<summary>What changed in the tables</summary>');
  expect(await space.read('out/report.html')).toContain('<h2 id="tables">What changed in the tables</h2>');
});

it('measures no inserts of rows that are not the same, and writes into no server whose owner has not said so', async () => {
  const env = { HOGBENCH_HOME: join(space.folder, 'home') };
  const common = ['--counters-only', '--no-self-check', '--max-pairs', '2', '--insert-cost', '--force'];
  const other = ['ab', 'main', 'other', '--filter', 'by_day', ...common];
  const ran = await space.run(other, { services: realServices, env, asTyped: true });
  expect(ran.out).toContain('What it costs to insert was not measured: the rows are not the same in all arms.');
  const remote = ['ab', 'main', 'by-customer', '--target', 'http://reader@127.0.0.1:1', ...common];
  const refused = await space.run(remote, { services: realServices, env, asTyped: true });
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('--insert-cost writes into tables') });
});
