import { expect, it } from 'vitest';
import { keywordMeant } from '../../../src/clickhouse/target/syntaxFault.ts';

it.each([
  ['SELECT 1 FORM t', 't', 'FROM', 'FORM'],
  ['SELECT a FROM t WERE a = 1', 'a = 1', 'WHERE', 'WERE'],
  ['SELECT a FROM t GRUOP BY a', 'BY', 'GROUP', 'GRUOP'],
  ['SELECT a\nFROM t oder /* by */ BY a', 'BY a', 'ORDER', 'oder'],
  ['SELECT sum(total) FRM orders', 'orders', 'FROM', 'FRM'],
  ['SELECT a, b FOM t', 't', 'FROM', 'FOM'],
  ['SELECT * fro orders', 'orders', 'FROM', 'fro'],
  ['SELECT a FROM t LIMT', 'LIMT', 'LIMIT', 'LIMT'],
])('%s, where the parser stops at %s: %s', (sql, stop, keyword, word) => {
  expect(keywordMeant(sql, sql.indexOf(stop))).toEqual({ keyword, offset: sql.indexOf(word) });
});

it.each([
  ['SELECT a FROM t WHERE', 21],
  ['SELECT (a FROM t', 10],
  ['SELECT a, FROM t', 10],
  ["SELECT 'FORM' t u", 16],
  ['SELECT 1 x y', 11],
  ['SELECT sum(total) AS frm x', 25],
  ['SELECT a + frm x', 15],
])('is silent where no word is near one: %s', (sql, offset) => {
  expect(keywordMeant(sql, offset)).toBeUndefined();
});
