// Writes test/fixtures/plans.json, plans of a real server for the unit tests, in a database `lab` of its own:
// HOGBENCH_PASSWORD=… npx tsx scripts/plan-fixtures.ts http://user@127.0.0.1:8123
import { writeFileSync } from 'node:fs';
import { connect } from '../src/clickhouse/http/client.ts';
import { explainStatement, knownPlanningSettings } from '../src/clickhouse/target/explain.ts';
import type { Settings } from '../src/model/workload.ts';

const setup = [
  'CREATE DATABASE IF NOT EXISTS lab',
  `CREATE OR REPLACE TABLE lab.orders
   (id UInt64, customer UInt32, at DateTime('UTC'), kind LowCardinality(String), total Float64, body String,
    size UInt64 MATERIALIZED JSONExtractUInt(body, 'size'),
    INDEX idx_total total TYPE minmax GRANULARITY 1,
    PROJECTION by_kind (SELECT kind, count(), sum(total) GROUP BY kind))
   ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY (toDate(at), customer)`,
  `INSERT INTO lab.orders (id, customer, at, kind, total, body)
   SELECT number, number % 1000, toDateTime('2026-01-01', 'UTC') + number * 30, ['book', 'shoe', 'hat'][number % 3 + 1],
          number / 7, concat('{"size":', toString(number % 60), '}') FROM numbers(300000)`,
  'OPTIMIZE TABLE lab.orders FINAL',
  'CREATE OR REPLACE TABLE lab.customers (id UInt32, name String, version UInt32) ENGINE = ReplacingMergeTree(version) ORDER BY id',
  'CREATE OR REPLACE TABLE lab.archive AS lab.customers',
  'INSERT INTO lab.customers SELECT number, toString(number), 1 FROM numbers(1000)',
  'INSERT INTO lab.archive SELECT number, toString(number), 1 FROM numbers(1000)',
];

type Arm = readonly [sql: string, settings?: Settings];

const lastWeek = 'SELECT count(), sum(total) FROM lab.orders WHERE';
const joined =
  'SELECT count() FROM lab.orders AS o JOIN lab.customers AS c ON o.customer = c.id WHERE c.name != {name:String}';
const byDay = 'SELECT toDate(at) AS day, max(body) FROM lab.orders GROUP BY day';
const perKind = 'SELECT kind, count() FROM lab.orders GROUP BY kind';

const pairs: Readonly<Record<string, readonly [Arm, Arm]>> = {
  lostPruningToString: [
    [`${lastWeek} at >= toDateTime('2026-04-08 00:00:00', 'UTC')`],
    [`${lastWeek} toString(at) >= '2026-04-08 00:00:00'`],
  ],
  lostPruningToTimeZone: [
    [`${lastWeek} at >= toDateTime('2026-04-08 00:00:00', 'UTC') AND customer = 7`],
    [`${lastWeek} toTimeZone(at, 'Europe/Berlin') >= toDateTime('2026-04-08 00:00:00', 'UTC') AND customer = 7`],
  ],
  droppedSkipIndex: [
    [`${lastWeek} total BETWEEN 100 AND 200`],
    [`${lastWeek} total BETWEEN 100 AND 200`, { use_skip_indexes: 0 }],
  ],
  joinAlgorithm: [
    [joined, { join_algorithm: 'hash' }],
    [joined, { join_algorithm: 'full_sorting_merge' }],
  ],
  finalAdded: [
    ["SELECT count() FROM lab.customers WHERE name != 'x'"],
    ["SELECT count() FROM lab.customers FINAL WHERE name != 'x'"],
  ],
  jsonInsteadOfColumn: [
    ['SELECT sum(size) FROM lab.orders'],
    ["SELECT sum(JSONExtractUInt(body, 'size')) FROM lab.orders"],
  ],
  aggregationInOrder: [
    [byDay, { optimize_aggregation_in_order: 1 }],
    [byDay, { optimize_aggregation_in_order: 0 }],
  ],
  sortingInOrder: [
    ['SELECT at, id FROM lab.orders ORDER BY toDate(at), customer'],
    ['SELECT at, id FROM lab.orders ORDER BY toDate(at), customer', { optimize_read_in_order: 0 }],
  ],
  projectionLost: [[perKind], [perKind, { optimize_use_projections: 0 }]],
  otherTable: [['SELECT max(name) FROM lab.customers'], ['SELECT max(name) FROM lab.archive']],
  noPrewhere: [
    ['SELECT sum(id) FROM lab.orders WHERE total > 100'],
    ['SELECT sum(id) FROM lab.orders WHERE total > 100', { optimize_move_to_prewhere: 0 }],
  ],
  set: [
    ['SELECT count() FROM lab.orders WHERE id IN (1, 2, 3)'],
    ['SELECT count() FROM lab.orders WHERE id IN (1, 2, 3)'],
  ],
  distinct: [['SELECT id FROM lab.orders LIMIT 10'], ['SELECT DISTINCT id FROM lab.orders LIMIT 10']],
  streams: [
    ['SELECT sum(id) FROM lab.orders', { max_threads: 2 }],
    ['SELECT sum(id) FROM lab.orders', { max_threads: 1 }],
  ],
};

const address = new URL(process.argv[2] ?? 'http://default@127.0.0.1:8123');
const control = connect({ url: address.origin, user: address.username, password: process.env.HOGBENCH_PASSWORD ?? '' });
for (const statement of setup) await control.command(statement);
const planning = await knownPlanningSettings(control);
const explain = ([sql, settings = {}]: Arm) =>
  explainStatement(control, sql, { params: { name: '7' }, settings: { max_threads: 2, ...settings, ...planning } });
const explained: Record<string, { baseline: unknown; candidate: unknown }> = {};
for (const [name, [baseline, candidate]] of Object.entries(pairs))
  explained[name] = { baseline: await explain(baseline), candidate: await explain(candidate) };
await control.close();
writeFileSync(new URL('../test/fixtures/plans.json', import.meta.url), `${JSON.stringify(explained, null, 1)}\n`);
