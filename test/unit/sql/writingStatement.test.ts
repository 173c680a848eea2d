import { describe, expect, it } from 'vitest';
import { tokenize } from '../../../src/sql/sqlLexer.ts';
import { beginsAsWrite, readWrite, selectIn } from '../../../src/sql/writingStatement.ts';

const target = '{scratch:Identifier}.orders';
const read = (sql: string) => readWrite(sql, tokenize(sql));

describe('a statement that writes into the scratch database', () => {
  it.each([
    [`INSERT INTO ${target} SELECT * FROM shop.staging`, 'insert'],
    [`insert into table ${target} (a, b) VALUES (1, 'ON CLUSTER x'), (2, ')')`, 'insert'],
    [`INSERT INTO ${target} FORMAT JSONEachRow {"id": 1}`, 'insert'],
    ['INSERT INTO {scratch:Identifier}.`orders` WITH 1 AS x SELECT x', 'insert'],
    [`INSERT INTO ${target} SELECT * FROM a JOIN b ON cluster = 1`, 'insert'],
    [`OPTIMIZE TABLE ${target} FINAL`, 'optimize'],
    [`OPTIMIZE TABLE ${target} PARTITION 202601`, 'optimize'],
    [`ALTER TABLE ${target} UPDATE move = 1, fetch = 2 WHERE id > 1`, 'mutation'],
    [`ALTER TABLE ${target} DELETE WHERE id > 1`, 'mutation'],
    [`ALTER TABLE ${target} MATERIALIZE INDEX ix`, 'mutation'],
    [`ALTER TABLE ${target} ADD COLUMN x UInt8 DEFAULT 1`, 'mutation'],
    [`DELETE FROM ${target} WHERE id = 1`, 'mutation'],
    [`UPDATE ${target} SET x = 1 WHERE id = 1`, 'mutation'],
    [`CREATE TABLE ${target} (x UInt8) ENGINE = ReplacingMergeTree ORDER BY x AS SELECT 1 AS x`, 'create'],
    [`CREATE TABLE ${target} ENGINE Memory AS WITH 1 AS x SELECT x`, 'create'],
  ])('is read: %s', (sql, kind) => {
    expect(read(sql)).toMatchObject({ kind: 'write', statement: { kind, table: 'orders' } });
  });

  it.each([
    ['INSERT INTO shop.orders SELECT 1', 'must be a table of the scratch database'],
    ['INSERT INTO orders SELECT * FROM {scratch:Identifier}.orders', 'must be a table of the scratch database'],
    ['INSERT INTO {scratch:String}.orders SELECT 1', 'must be a table of the scratch database'],
    ['INSERT INTO {other:Identifier}.orders SELECT 1', 'must be a table of the scratch database'],
    ['INSERT INTO {scratch:Identifier} SELECT 1', 'must be a table of the scratch database'],
    ["INSERT INTO FUNCTION file('x.csv') SELECT 1", 'must be a table of the scratch database'],
    [`INSERT INTO ${target} SELECT 1 INTO OUTFILE 'x'`, 'INTO OUTFILE'],
    [`INSERT INTO ${target} SELECT 1 PARALLEL WITH DROP TABLE shop.orders`, 'PARALLEL WITH'],
    [`ALTER TABLE ${target} ON CLUSTER c DELETE WHERE 1`, 'ON CLUSTER'],
    [`ALTER TABLE ${target} MOVE PARTITION 1 TO TABLE shop.orders`, 'no mutation'],
    [`ALTER TABLE ${target} UPDATE a = 1 WHERE 1, MOVE PARTITION 1 TO TABLE shop.orders`, 'one command'],
    [`ALTER TABLE ${target} FREEZE`, 'no mutation'],
    [`ALTER TABLE ${target} MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = 9`, 'no mutation'],
    [`OPTIMIZE TABLE ${target}`, 'choice of the server'],
    [`CREATE TABLE ${target} AS SELECT 1`, 'names its ENGINE'],
    [`CREATE TABLE ${target} ENGINE = Distributed(c, shop, orders) AS SELECT 1`, 'may write elsewhere'],
    [`CREATE TABLE ${target} (x UInt8) ENGINE = Memory`, 'AS SELECT'],
    [
      `CREATE TABLE ${target} UUID '00000000-0000-0000-0000-000000000001' ON CLUSTER c ENGINE = Memory AS SELECT 1`,
      'UUID',
    ],
    [`CREATE MATERIALIZED VIEW ${target} TO shop.orders AS SELECT 1`, 'this kind of statement'],
    [`CREATE OR REPLACE TABLE ${target} ENGINE = Memory AS SELECT 1`, 'this kind of statement'],
    [`DELETE FROM ${target} WHERE 1 SETTINGS lightweight_deletes_sync = 0`, 'is fixed'],
    [`INSERT INTO ${target} SETTINGS async_insert = 1 VALUES (1)`, 'is fixed'],
    ['SYSTEM RELOAD CONFIG', 'this kind of statement'],
    [`TRUNCATE TABLE ${target}`, 'this kind of statement'],
    [`DROP TABLE ${target}`, 'this kind of statement'],
  ])('is refused: %s', (sql, reason) => {
    expect(read(sql)).toMatchObject({ kind: 'refused', refusal: { reason: expect.stringContaining(reason) } });
  });

  it('shows the place of what is refused', () => {
    const sql = `ALTER TABLE ${target} FREEZE`;
    expect(read(sql)).toMatchObject({ refusal: { start: sql.indexOf('FREEZE') } });
  });

  it('reads what an INSERT or a CREATE reads, and nothing of inline data', () => {
    expect(selectIn(`INSERT INTO ${target} (a) SELECT 1`)).toBe('SELECT 1');
    expect(selectIn(`CREATE TABLE ${target} ENGINE = Memory AS WITH 1 AS x SELECT x`)).toBe('WITH 1 AS x SELECT x');
    expect(selectIn(`INSERT INTO ${target} VALUES (1)`)).toBeUndefined();
    expect(selectIn(`DELETE FROM ${target} WHERE x IN (SELECT 1)`)).toBeUndefined();
  });
});

it('tells what could be measured from what never is', () => {
  const begins = (sql: string) => beginsAsWrite(sql, tokenize(sql));
  expect(['INSERT INTO a SELECT 1', 'create table a engine = Memory'].every(begins)).toBe(true);
  expect(['SELECT 1', 'GRANT ALL ON *.* TO x', 'KILL QUERY WHERE 1', 'SYSTEM STOP MERGES'].some(begins)).toBe(false);
});
