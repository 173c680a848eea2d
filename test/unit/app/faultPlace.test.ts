import { describe, expect, it } from 'vitest';
import { offsetInOther, offsetOfName } from '../../../src/app/faultPlace.ts';
import { pinClock } from '../../../src/workloads/pinnedClock.ts';

describe('where a name stands', () => {
  it.each([
    ['SELECT totl FROM t', 'totl', 7],
    ["SELECT 'totl', /* totl */ -- totl\n sum(`totl`) FROM t", 'totl', 39],
    ['SELECT total, o.totl FROM t AS o', 'o.totl', 14],
    ['SELECT `o` . "totl" FROM t AS o', 'o.totl', 7],
    ['SELECT totl FROM shop.orders', 'shop.orders.totl', 7],
    ['SELECT a.b.c', 'b.c', 9],
    ['SELECT a AS totl, sum(totl), totl FROM t', 'totl', 22],
    ['SELECT a FROM t WHERE a IN (SELECT totl FROM u WHERE totl > 1)', 'totl', 35],
  ])('%s: %s', (sql, name, offset) => {
    expect(offsetOfName(sql, name)).toBe(offset);
  });

  it('is nowhere for what is only in strings and comments', () => {
    expect(offsetOfName("SELECT 'totl' -- totl", 'totl')).toBeUndefined();
  });

  it.each([
    'SELECT x FROM (SELECT total AS x FROM t) WHERE total > 1',
    'SELECT total FROM t UNION ALL SELECT total FROM u',
  ])('is not told where it may be right in one SELECT and wrong in another: %s', (sql) => {
    expect(offsetOfName(sql, 'total')).toBeUndefined();
  });
});

it('finds places of a text that was sent with a pinned clock in the text that was written', () => {
  const written = 'SELECT a, now() AS b, FORM c';
  const sent = pinClock(written, 1_769_860_800);
  expect(sent).not.toBe(written);
  for (const word of ['a,', 'AS b', 'FORM'])
    expect(offsetInOther(sent, written, sent.indexOf(word))).toBe(written.indexOf(word));
  expect(offsetInOther(sent, written, sent.indexOf('1769860800'))).toBeUndefined();
  expect(offsetInOther(written, written, 5)).toBe(5);
});
