import { describe, expect, it } from 'vitest';
import { searchText } from '../../../src/clickhouse/http/requestFields.ts';

describe('searchText', () => {
  it.each(['query', 'Query', 'user', 'session_id', 'param_p', 'PARAM_p', 'dialect', 'wait_end_of_query'])(
    'sends no setting called %s, wherever it came from',
    (name) => {
      expect(() => searchText({ queryId: 'a', settings: { [name]: 'x' } })).toThrow(name);
    },
  );

  it('holds id, parameters, settings and database, percent-encoded', () => {
    const text = searchText({
      queryId: 'a&b',
      params: { p: "['a&b']" },
      settings: { max_threads: 4, log_comment: '{"a":"ü & é"}' },
      database: 'd b',
    });
    expect([...new URLSearchParams(text)]).toEqual([
      ['query_id', 'a&b'],
      ['param_p', "['a&b']"],
      ['max_threads', '4'],
      ['log_comment', '{"a":"ü & é"}'],
      ['database', 'd b'],
    ]);
  });
});
