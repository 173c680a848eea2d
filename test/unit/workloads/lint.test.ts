import { describe, expect, it } from 'vitest';
import { formatPlace } from '../../../src/model/errors.ts';
import { lintWorkload } from '../../../src/workloads/lint/lintWorkload.ts';
import type { ServerSaid } from '../../../src/workloads/lint/remark.ts';
import { type Files, readFiles } from './tempWorkload.ts';

const schema = `CREATE TABLE IF NOT EXISTS shop.orders (id UInt64, timestamp DateTime('UTC'), at Date) ENGINE = Memory;
CREATE TABLE all_orders AS orders ENGINE = Distributed(c, shop, orders);
CREATE OR REPLACE TABLE people (id UInt64, name String) ENGINE = Memory;`;

async function lint(files: Files, said?: ServerSaid): Promise<readonly string[]> {
  const findings = lintWorkload(await readFiles(files), said);
  return findings.map(({ place, level, rule }) => `${formatPlace(place)} ${level} ${rule}`);
}

async function lintSql(sql: string, manifest = ''): Promise<readonly string[]> {
  const found = await lint({ 'a.sql': sql, 's.sql': schema, 'workload.yaml': `schema: [s.sql]\n${manifest}` });
  return found.map((line) => line.replace(/^a\.sql:1:/, ''));
}

describe('rules', () => {
  it.each([
    ['SELECT now()', ['8 warning unpinned-clock']],
    ['SELECT 1, TODAY(), now()', ['11 warning unpinned-clock']],
    ["SELECT 'now()', now FROM t -- now()", []],
    ['SELECT rand(), generateUUIDv4()', ['8 warning random-function']],
    ['SELECT rand, t.rand()', []],
    ['SELECT hostName()', ['8 warning server-function']],
    ['SELECT anyLast(a) FROM t', ['8 note any-value']],
    ['SELECT a FROM t LIMIT 10', ['17 warning limit-without-order']],
    ['SELECT a FROM t LIMIT 0', []],
    ['SELECT a FROM t ORDER BY a LIMIT 10', []],
    ['SELECT a FROM (SELECT a FROM t LIMIT 10) ORDER BY a', ['32 warning limit-without-order']],
    ['SELECT a, row_number() OVER (ORDER BY a) FROM t LIMIT 10', ['49 warning limit-without-order']],
    ['SELECT a FROM t LIMIT 1 BY a', []],
    ['SELECT a FROM t LIMIT 1 BY a LIMIT 5', ['30 warning limit-without-order']],
    ['SELECT count(), max(a) FROM t LIMIT 100', []],
    ['SELECT count() FROM t GROUP BY a LIMIT 100', ['34 warning limit-without-order']],
    ['SELECT sum(a) OVER () FROM t LIMIT 5', ['30 warning limit-without-order']],
    ['SELECT 1 LIMIT 1', []],
    ['SELECT number FROM numbers(3) LIMIT 10', []],
    ['SELECT number FROM numbers(5, 3) WHERE number > 1 LIMIT 3', []],
    ['SELECT number FROM numbers(3) LIMIT 2', ['31 warning limit-without-order']],
    ['SELECT number FROM numbers(3) LIMIT 3 OFFSET 1', ['31 warning limit-without-order']],
    ['SELECT number FROM numbers(3) AS a, t LIMIT 3', ['39 warning limit-without-order']],
    ['SELECT number FROM numbers(3) ARRAY JOIN [1, 2] AS b LIMIT 3', ['54 warning limit-without-order']],
    ['SELECT arrayJoin([1, 2]) FROM numbers(3) LIMIT 3', ['42 warning limit-without-order']],
    ['SELECT a FROM generate_series(1, 3) LIMIT 3', []],
    ['SELECT dummy FROM system.one LIMIT 5', []],
    ["SELECT a FROM values('a UInt8', 1, (2), f(3, 4)) LIMIT 4", []],
    ['SELECT a FROM (SELECT a FROM t ORDER BY a LIMIT 5) LIMIT 10', []],
    ['SELECT a FROM (SELECT a FROM t ORDER BY a LIMIT 5) LIMIT 4', ['52 warning limit-without-order']],
    ['SELECT a FROM (SELECT 1 AS a UNION ALL SELECT max(b) FROM t) LIMIT 2', []],
    ['SELECT a FROM (SELECT 1 AS a UNION ALL SELECT b FROM t) LIMIT 2', ['57 warning limit-without-order']],
    ['WITH x AS (SELECT count() AS a FROM t) SELECT a FROM x LIMIT 1', []],
    ['SELECT a FROM t LIMIT 5, 0', []],
    ['SELECT a FROM t LIMIT 0 OFFSET 5', []],
    ["SELECT 1 AS one, 'x' FROM t LIMIT 5", []],
    ['SELECT 1 WHERE EXISTS (SELECT * FROM t LIMIT 1)', []],
    ['SELECT minus(a, b) FROM t LIMIT 5', ['27 warning limit-without-order']],
    ['SELECT a, count() FROM numbers(3) GROUP BY number AS a WITH ROLLUP LIMIT 3', ['68 warning limit-without-order']],
    [
      'WITH RECURSIVE x AS (SELECT 1 AS a UNION ALL SELECT a FROM x) SELECT a FROM x LIMIT 9',
      ['79 warning limit-without-order'],
    ],
    ['FROM t SELECT a LIMIT 5', ['17 warning limit-without-order']],
    ['FROM t SELECT count() LIMIT 5', []],
    ['SELECT a FROM (FROM t SELECT a LIMIT 5)', ['32 warning limit-without-order']],
    ["SHOW TABLES FROM orders LIKE 'x' LIMIT 3", []],
    ['SHOW COLUMNS FROM orders', []],
    ['EXPLAIN FROM orders SELECT id', ['14 warning unbounded-time']],
    ['FROM orders SELECT id', ['6 warning unbounded-time']],
    ['SELECT limit, t.limit, 1 AS limit FROM t', []],
    ['SELECT a FROM t UNION ALL SELECT a FROM u ORDER BY a LIMIT 5', []],
    ['(SELECT a FROM t LIMIT 5) UNION ALL (SELECT 1)', ['18 warning limit-without-order']],
    ['WITH x AS (SELECT a FROM t LIMIT 5) SELECT a FROM x', ['28 warning limit-without-order']],
    ['SELECT 1 WHERE 1 IN (SELECT a FROM t LIMIT 5)', ['38 warning limit-without-order']],
    ['SELECT id FROM orders', ['16 warning unbounded-time']],
    ['SELECT id FROM shop.orders AS o', ['16 warning unbounded-time']],
    ['SELECT id FROM all_orders FINAL', ['16 warning unbounded-time']],
    ['SELECT id FROM people', []],
    ['SELECT id FROM elsewhere', []],
    ['SELECT id FROM orders(1)', []],
    ["SELECT id FROM orders WHERE and(id > 1, greater(toTimeZone(orders.timestamp, 'UTC'), 1))", []],
    ['SELECT id FROM orders PREWHERE `timestamp` > 1', []],
    ['SELECT id FROM orders WHERE id IN (SELECT timestamp FROM people)', ['16 warning unbounded-time']],
    ['SELECT toDate(timestamp) AS day FROM orders WHERE day > 1', []],
    ['SELECT * FROM (SELECT toDate(timestamp) AS day FROM orders) WHERE day > 1', []],
    ['SELECT * FROM (SELECT toDate(at) AS day FROM orders) WHERE day > 1', ['46 warning unbounded-time']],
    ['SELECT * FROM people JOIN orders ON orders.id = people.id', ['27 warning unbounded-time']],
    ['SELECT * FROM people ASOF JOIN orders ON people.id = orders.id AND people.t > orders.timestamp', []],
    ['WITH orders AS (SELECT 1 AS id) SELECT id FROM orders', []],
    ['SELECT id FROM people ARRAY JOIN a, orders', []],
  ])('%s', async (sql, expected) => {
    expect(await lintSql(sql)).toEqual(expected);
  });

  it('says nothing of the clock once it is pinned, for all or for one', async () => {
    expect(await lintSql('SELECT now()', 'now: 2026-01-31')).toEqual([]);
    expect(await lint({ 'a.sql': '-- now: 2026-01-31 12:00:00 Europe/Madrid\nSELECT now();\nSELECT 1' })).toEqual([]);
  });

  it('takes levels from the manifest, and its time columns', async () => {
    const sql = 'SELECT any(id) FROM orders LIMIT 1 BY id LIMIT 3';
    expect(
      await lintSql(sql, 'lint: {any-value: error, limit-without-order: off}\ntime_columns: [at, timestamp]'),
    ).toEqual(['8 error any-value', '21 warning unbounded-time']);
    expect(await lintSql('SELECT id FROM orders', 'time_columns: [changed]')).toEqual([]);
    expect(await lintSql('SELECT 1', 'lint: {any-valeu: off}')).toEqual(['workload.yaml:2:8 error manifest']);
  });

  it('is silent on a rule that a case ignores, for that case', async () => {
    const files = { 'a.sql': '-- lint-ignore: [random-function]\nSELECT rand(), now();\nSELECT rand()' };
    expect(await lint(files)).toEqual(['a.sql:2:16 warning unpinned-clock', 'a.sql:3:8 warning random-function']);
    expect(await lint({ 'a.sql': '-- lint-ignore: random-function\nSELECT rand()' })).toEqual([]);
    expect(await lint({ 'a.sql': '-- lint-ignore: randomness\nSELECT 1' })).toEqual(['a.sql:1:17 error annotation']);
  });

  describe('an ignored rule that has nothing to say', () => {
    const silent: ServerSaid = { remarks: [], tables: new Map([['visits', ['timestamp']]]) };

    it('is told at its place, and no other is', async () => {
      const files = {
        'a.sql':
          '-- name: x\n-- lint-ignore: [random-function, unpinned-clock]\n-- params: [{p: 1}, {p: 2}]\nSELECT rand() + {p:UInt8}',
      };
      expect(await lint(files)).toEqual(['a.sql:2:35 note unused-ignore']);
    });

    it('is no news where a rule could not be judged', async () => {
      const files = { 'a.sql': '-- lint-ignore: [syntax, unknown-setting, unbounded-time]\nSELECT 1' };
      expect(await lint(files)).toEqual([]);
      expect(await lint(files, { remarks: [], tables: new Map() })).toEqual([
        'a.sql:1:18 note unused-ignore',
        'a.sql:1:26 note unused-ignore',
      ]);
      expect(await lint(files, silent)).toHaveLength(3);
    });

    it('is needed while its level is off, and has a level of its own', async () => {
      const files = {
        'workload.yaml': 'lint: {random-function: off, unused-ignore: error}\n',
        'a.sql': '-- lint-ignore: random-function\nSELECT rand();\n-- lint-ignore: any-value\nSELECT 1',
      };
      expect(await lint(files)).toEqual(['a.sql:3:17 error unused-ignore']);
      const ignored = { 'a.sql': '-- lint-ignore: [any-value, unused-ignore]\nSELECT 1' };
      expect(await lint(ignored)).toEqual([]);
    });
  });

  it('passes the clock, levels and time columns on to a workload over another', async () => {
    const files = {
      'base/workload.yaml': 'now: 2026-01-31\nlint: {any-value: off}\nschema: [s.sql]\ntime_columns: [at]',
      'base/s.sql': schema,
      'base/a.sql': 'SELECT any(id), now() FROM orders WHERE at > 1',
      'over/workload.yaml': 'extends: ../base\nlint: {random-function: error}',
      'over/b.sql': 'SELECT rand()',
    };
    const findings = lintWorkload(await readFiles(files, 'over'), undefined);
    expect(findings.map(({ level, rule }) => `${level} ${rule}`)).toEqual(['error random-function']);
  });
});

describe('problems of reading', () => {
  it('are all there at once, as errors of their rules, in the order of the file', async () => {
    const files = {
      'workload.yaml': 'required_tags: [product]\nnmae: x\n',
      'b.sql': "-- wieght: 1\nSELECT 1;\nDROP TABLE t;\nSELECT {p:UInt8};\nSELECT '",
      'a.sql': '-- name: x\n\nSELECT 1;\n-- name: y\nSELECT 1;\n-- name: y\nSELECT 2;\n',
    };
    expect(await lint(files)).toEqual([
      'a.sql:1:1 warning detached-annotation',
      'a.sql:7:1 error duplicate-name',
      'b.sql:1:4 error annotation',
      'b.sql:3:1 error not-select',
      'b.sql:4:8 error parameter',
      'b.sql:5:8 error unclosed-text',
      'workload.yaml:2:1 error manifest',
    ]);
  });

  it('tell of every block of annotations that is cut off, and of no prose', async () => {
    const files = {
      'a.sql': '-- Orders, by day.\n\n-- tags: {a: 1}\n\n-- weight: 2\n\n-- name: x\nSELECT 1;\n\n-- name: z\n\n',
    };
    expect(await lint(files)).toEqual([
      'a.sql:3:1 warning detached-annotation',
      'a.sql:5:1 warning detached-annotation',
      'a.sql:10:1 warning detached-annotation',
    ]);
  });
});
