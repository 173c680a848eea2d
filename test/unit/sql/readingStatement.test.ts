import { describe, expect, it } from 'vitest';
import { readFiles, told } from '../workloads/tempWorkload.ts';

describe('statements that are replayed', () => {
  it.each([
    'SELECT 1',
    'select insert, drop FROM t',
    '((SELECT 1) UNION ALL (SELECT 2))',
    'WITH 1 AS insert SELECT insert',
    'WITH x AS (SELECT 1) SELECT * FROM x',
    'WITH insert AS (SELECT 1) SELECT * FROM insert',
    "SELECT 'INSERT INTO t'",
    'EXPLAIN SELECT 1',
    'EXPLAIN SYNTAX optimize = 1 SELECT 1',
    'EXPLAIN indexes = 1, json = 1 WITH 1 AS a SELECT a',
    'SHOW CREATE TABLE t',
    'DESCRIBE TABLE t',
    'DESC (SELECT 1)',
    'EXISTS TABLE t',
    'SELECT 1 PARALLEL WITH SELECT 2',
  ])('%s', async (sql) => {
    expect(told(await readFiles({ 'a.sql': sql }))).toEqual([]);
  });
});

describe('statements that are refused', () => {
  it.each([
    ['INSERT INTO t SELECT 1', 1],
    ['(INSERT INTO t SELECT 1)', 2],
    ['ALTER TABLE t DELETE WHERE 1', 1],
    ['SYSTEM FLUSH LOGS', 1],
    ['"SELECT" 1', 1],
    ['WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x', 22],
    ['WITH 1 AS a INSERT INTO t SELECT a', 13],
    ['EXPLAIN INSERT INTO t SELECT 1', 9],
    ['EXPLAIN ANALYZE indexes = 1 DROP TABLE t', 29],
    ['EXPLAIN PLAN WITH 1 AS a INSERT INTO t SELECT a', 26],
    ['EXPLAIN/**/CREATE TABLE t (a Int8)', 12],
    ["SELECT 1 INTO OUTFILE 'x'", 10],
    ["SELECT 1 into /* */ outfile 'x'", 10],
    ['SELECT 1 PARALLEL WITH INSERT INTO t SELECT 1', 24],
    ['SELECT 1 PARALLEL WITH SELECT 2 PARALLEL WITH DROP TABLE t', 47],
    [')', 1],
    ['(', 1],
  ])('%s', async (sql, column) => {
    const { problems, workload } = await readFiles({ 'a.sql': sql });
    expect(problems).toMatchObject([{ place: { file: 'a.sql', line: 1, column } }]);
    expect(workload.cases).toEqual([]);
  });
});
