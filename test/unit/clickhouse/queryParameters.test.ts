import { describe, expect, it } from 'vitest';
import { searchText } from '../../../src/clickhouse/queryParameters.ts';

function param(value: Parameters<typeof searchText>[0]['params']): string | null {
  return new URLSearchParams(searchText({ queryId: 'q', params: value })).get('param_p');
}

describe('searchText', () => {
  it('holds id, settings and database, percent-encoded', () => {
    const text = searchText({
      queryId: 'a&b',
      settings: { max_threads: 4, log_comment: '{"a":"ü & é"}' },
      database: 'd b',
    });
    expect([...new URLSearchParams(text)]).toEqual([
      ['query_id', 'a&b'],
      ['max_threads', '4'],
      ['log_comment', '{"a":"ü & é"}'],
      ['database', 'd b'],
    ]);
  });

  it.each([
    ["it's\ta \\ line\n", "it\\'s\\ta \\\\ line\\n"],
    [null, '\\N'],
    [true, '1'],
    [-1.5, '-1.5'],
    [Number.POSITIVE_INFINITY, '+inf'],
    [['a', "b'c", null], "['a','b\\'c',NULL]"],
    [[[1, 2], [true]], '[[1,2],[TRUE]]'],
    [[], '[]'],
  ])('writes %j as %s', (value, expected) => {
    expect(param({ p: value })).toBe(expected);
  });
});
