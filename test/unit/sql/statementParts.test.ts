import { describe, expect, it } from 'vitest';
import { inFormat, statementParts, withoutFormat } from '../../../src/sql/statementParts.ts';

describe('the FORMAT of a statement', () => {
  it.each([
    ['SELECT 1 FORMAT JSON', 'JSON', 'SELECT 1'],
    ['SELECT 1 FORMAT JSON SETTINGS max_threads = 1', 'JSON', 'SELECT 1\nSETTINGS max_threads = 1'],
    [
      'SELECT 1 SETTINGS b = 2 FORMAT /* as */ JSON SETTINGS a = 1 -- end',
      'JSON',
      'SELECT 1 SETTINGS a = 1, b = 2 -- end',
    ],
    ['(SELECT 1 SETTINGS b = 2) FORMAT CSV SETTINGS a = [1, 2]', 'CSV', '(SELECT 1 SETTINGS a = [1, 2], b = 2)'],
    ['WITH 1 AS format SELECT format FORMAT JSON', 'JSON', 'WITH 1 AS format SELECT format'],
    ['SELECT count() FROM t GROUP BY ALL FORMAT Null', 'Null', 'SELECT count() FROM t GROUP BY ALL'],
    ['SELECT * FROM t LIMIT 1 BY a FORMAT Null', 'Null', 'SELECT * FROM t LIMIT 1 BY a'],
    ['DESCRIBE format FORMAT JSON', 'JSON', 'DESCRIBE format'],
    ['SELECT 1 FORMAT `Null`', 'Null', 'SELECT 1'],
    ['SELECT a FROM t ORDER BY a DESC NULLS LAST FORMAT TSV', 'TSV', 'SELECT a FROM t ORDER BY a DESC NULLS LAST'],
  ])('is cut from %s', (sql, name, rest) => {
    expect(statementParts(sql).format?.name).toBe(name);
    expect(withoutFormat(sql)).toBe(rest);
  });

  it.each([
    'SELECT number % 3 AS format, count() FROM numbers(10) GROUP BY format ORDER BY format DESC',
    'SELECT format FROM t WHERE format = 1 AND format LIKE x ORDER BY a, format',
    'SELECT x FROM format',
    "SELECT x FROM (SELECT 1 AS x FORMAT) WHERE a = 'FORMAT JSON'",
    'SELECT CASE format WHEN 1 THEN format ELSE format END',
    'SELECT t.format, x -> format FROM t -- FORMAT JSON',
  ])('is not seen in %s', (sql) => {
    expect(statementParts(sql).format).toBeUndefined();
    expect(withoutFormat(sql)).toBe(sql);
  });

  it('is replaced, and settings hold whatever the statement says', () => {
    expect(inFormat('SELECT 1 -- end', 'TSV', { a: 1 })).toBe('SELECT 1\nFORMAT TSV -- end');
    expect(inFormat('SELECT 1 SETTINGS a = 0', 'TSV', { a: 1, b: "it's" })).toBe(
      "SELECT 1 SETTINGS a = 0, a = 1, b = 'it\\'s'\nFORMAT TSV",
    );
    expect(inFormat('SELECT 1 FORMAT JSON SETTINGS a = 0', 'TSV', { a: 1 })).toBe(
      'SELECT 1 FORMAT TSV SETTINGS a = 0, a = 1',
    );
    expect(inFormat('SELECT 1 UNION ALL (SELECT 2 SETTINGS a = 0)', 'TSV', { a: 1 })).toBe(
      'SELECT 1 UNION ALL (SELECT 2 SETTINGS a = 0, a = 1)\nFORMAT TSV',
    );
  });
});

describe('the order of rows', () => {
  const order = (sql: string) => statementParts(sql).order;
  const keys = (sql: string): readonly string[] | 'all' | undefined => {
    const found = order(sql);
    if (found.kind === 'any') return undefined;
    return found.keys === 'all' ? 'all' : found.keys.map((one) => one.text);
  };

  it.each([
    ['SELECT a FROM t ORDER BY format DESC, x + 1 NULLS LAST LIMIT 5 FORMAT JSON', ['format', 'x + 1']],
    ['(SELECT a FROM t ORDER BY 1) FORMAT JSON', ['1']],
    ['SELECT a FROM t ORDER BY limit LIMIT 3', ['limit']],
    ["SELECT a FROM t ORDER BY [a, b][1], f(a, b) COLLATE 'en' SETTINGS x = 1", ['[ a , b ] [ 1 ]', 'f ( a , b )']],
    ['SELECT a FROM t ORDER BY ALL DESC', 'all'],
    ['FROM t SELECT a ORDER BY a', ['a']],
    ['WITH x AS (SELECT 1 ORDER BY 1) SELECT a FROM t ORDER BY a WITH FILL FROM 1 TO 5', ['a']],
  ])('stands in %s', (sql, expected) => {
    expect(keys(sql)).toEqual(expected);
  });

  it.each([
    'SELECT a, row_number() OVER (ORDER BY x) FROM t LIMIT 3',
    'SELECT * FROM (SELECT a FROM t ORDER BY a)',
    'SELECT 1 UNION ALL SELECT 2 ORDER BY 1',
    'SELECT 1 EXCEPT (SELECT 2 ORDER BY 1)',
    'EXPLAIN SELECT a FROM t ORDER BY a',
    'SHOW TABLES',
  ])('is any in %s', (sql) => {
    expect(order(sql).kind).toBe('any');
  });

  it('says where further expressions and WITH TIES could stand', () => {
    const sql = 'SELECT * EXCEPT (a, b), c FROM t ORDER BY c LIMIT 5 OFFSET 2 SETTINGS x = 1';
    const found = order(sql);
    if (found.kind === 'any') throw new Error('it is ordered');
    expect(sql.slice(0, found.listEnd)).toBe('SELECT * EXCEPT (a, b), c');
    expect(sql.slice(0, found.tiesAt)).toBe('SELECT * EXCEPT (a, b), c FROM t ORDER BY c LIMIT 5 OFFSET 2');
    expect(found).toMatchObject({ cutsEnd: true, skips: true });
    expect(order('SELECT DISTINCT a FROM t ORDER BY b')).toMatchObject({ listEnd: undefined, cutsEnd: false });
    expect(order('SELECT a FROM t ORDER BY b LIMIT 1 BY c')).toMatchObject({ tiesAt: undefined, cutsEnd: false });
    expect(order('SELECT a FROM t ORDER BY b LIMIT 1 BY c, d LIMIT 4')).toMatchObject({ tiesAt: 50, cutsEnd: true });
    expect(order('SELECT a FROM t ORDER BY b LIMIT 3 WITH TIES')).toMatchObject({ tiesAt: undefined, cutsEnd: false });
    expect(order('SELECT a FROM t ORDER BY b LIMIT 3, 4')).toMatchObject({ cutsEnd: true, skips: true });
  });
});
