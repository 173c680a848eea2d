import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSqlLayout, layOutSql } from '../../../src/report/words/sqlLayout.ts';
import { differInLayoutOnly } from '../../../src/report/words/sqlLexemes.ts';

const withoutSpace = (text: string): string => text.replace(/\s+/g, '');

describe('laying out SQL', () => {
  test('breaks generated text into clauses, and keeps function calls together', () => {
    const sql =
      "SELECT toStartOfDay(e.timestamp) AS day, countIf(and(equals(e.event, 'a'), e.n::Int64 >= -1)) FROM events AS e WHERE and(equals(e.team_id, {team:UInt32}), or(e.a, not(e.b))) GROUP BY day LIMIT 10";
    expect(layOutSql(sql)).toMatchInlineSnapshot(`
      "SELECT
        toStartOfDay(e.timestamp) AS day,
        countIf(and(equals(e.event, 'a'), e.n::Int64 >= -1))
      FROM
        events AS e
      WHERE
        and(equals(e.team_id, {team:UInt32}), or(e.a, not(e.b)))
      GROUP BY
        day
      LIMIT
        10"
    `);
  });

  test.each([
    ['a string with spaces and line breaks', "SELECT '  a\n\n  b  ', 'it''s', 'x\\'y  z'"],
    ['comments', 'SELECT 1 -- one  two\n, /* three\n      four */ 2'],
    ['a parameter', 'SELECT {ids:Array(UInt64)}, {m:Map(String, UInt8)}'],
    ['arrays, tuples, lambdas', 'SELECT arrayMap(x -> x.1 + [1, 2][1], [(1, 2)]), t.1.2, 1e-5, 0xff, x?1:2'],
    ['settings and a format', "SELECT 1 SETTINGS max_threads = 1, log_comment = 'a  b' FORMAT JSON"],
    ['a join', 'SELECT a.x FROM a GLOBAL ANY LEFT JOIN b USING (k) PREWHERE a.y = 1 QUALIFY x > 1'],
    ['a heredoc', 'SELECT $tag$ it is  $tag$'],
    ['quoted names', 'SELECT `a  b`, "c  d" FROM `db`.`t`'],
    ['words that are functions too', "SELECT if(a, b, c), format('{}', a), any(x), left(s, 1), in(x, (1, 2)) FROM t"],
  ])('says the same as before: %s', (_, sql) => {
    const text = layOutSql(sql);
    expect(text).not.toBeNull();
    expect(withoutSpace(text ?? '')).toBe(withoutSpace(sql));
  });

  test.each([
    ['what it cannot read', "SELECT 'unterminated"],
    ['a comment it does not know', "SELECT 1 // don't"],
  ])('leaves alone %s', (_, sql) => {
    expect(layOutSql(sql) ?? sql).toBe(sql);
  });

  test('never throws, and never adds, drops or moves anything but space', () => {
    const piece = fc.oneof(
      fc.constantFrom('SELECT', ' ', '\n', ',', '(', ')', '[', ']', '{', '}', "'", '"', '`', '--', '/*', '*/', '::'),
      fc.constantFrom('.', '<', '=', '>', '-', '1', 'e', 'and', 'or', 'FROM', 'case', 'end', '$', '#', ';', '?', '|'),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const sql = pieces.join('');
        const text = layOutSql(sql);
        if (text !== null) expect(withoutSpace(text)).toBe(withoutSpace(sql));
      }),
    );
  });

  test('of a page each text is laid out once, and long ones are not', () => {
    const layOut = createSqlLayout(100_000);
    expect(layOut(['SELECT 1', 'SELECT 1, 2'])).toEqual(['SELECT\n  1', 'SELECT\n  1,\n  2']);
    expect(layOut([`SELECT '${'x'.repeat(60_000)}'`])).toBeNull();
    expect(layOut(['SELECT 1', "SELECT 'unterminated"])).toBeNull();
  });

  test('stops when a page has had its share, and still answers what it knows', () => {
    const layOut = createSqlLayout(20);
    expect(layOut(['SELECT 1'])).toEqual(['SELECT\n  1']);
    expect(layOut(['SELECT 12', 'SELECT 123'])).toBeNull();
    expect(layOut(['SELECT 1'])).toEqual(['SELECT\n  1']);
  });
});

describe('texts that differ in layout only', () => {
  test.each([
    ['SELECT a,b', 'SELECT a , b', true],
    ['SELECT a -- x  y\n', 'SELECT a --   x y', true],
    ["SELECT 'a b'", "SELECT 'a  b'", false],
    ['SELECT a>=b', 'SELECT a> =b', false],
    ['SELECT a::Int8', 'SELECT a: :Int8', false],
    ['SELECT 1e-5', 'SELECT 1e - 5', false],
    ['SELECT t.a', 'SELECT t. a', false],
    ['SELECT a - -b', 'SELECT a --b', false],
    ['SELECT a b', 'SELECT ab', false],
    ["SELECT x'ff'", "SELECT x 'ff'", false],
  ])('%s and %s: %s', (one, other, same) => {
    expect(differInLayoutOnly(one, other)).toBe(same);
  });
});
