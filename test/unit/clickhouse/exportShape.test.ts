import { describe, expect, it } from 'vitest';
import { textShape } from '../../../src/clickhouse/traffic/exportShape.ts';
import { UserError } from '../../../src/model/errors.ts';

const names = new Set(['query', 'event_time', 'Settings']);
const shape = (kind: 'json' | 'csv' | 'tsv', text: string) => textShape(kind, text.split('\n'), names, 'log');

describe('tells how an export is laid out', () => {
  const meta = '{"meta":[{"name":"query","type":"String"}],';
  it.each([
    ['json', '{"query":"SELECT 1","event_time":"2026-01-01 00:00:00"}\n{"query":""}', 'JSONEachRow'],
    ['json', '{\n "query": "SELECT 1"\n}', 'JSONEachRow'],
    ['json', '[{"query":"SELECT 1"},\n{"query":"SELECT 2"}]', 'JSONEachRow'],
    ['json', `${meta}\n"data":\n[\n{"query":"SELECT 1"}]}`, 'JSON'],
    ['json', `${meta}"data":[["SELECT 1"]]}`, 'JSONCompact'],
    ['json', `${meta}"data":[]}`, 'JSON'],
    ['json', '["query", "event_time"]\n["SELECT 1", "x"]', 'JSONCompactEachRowWithNames'],
    ['json', '["query"]\n["String"]\n["SELECT 1"]', 'JSONCompactEachRowWithNamesAndTypes'],
    ['csv', '"query","event_time"\n"SELECT 1","x"', 'CSVWithNames'],
    ['csv', '\uFEFFother,query\r\n1,2', 'CSVWithNames'],
    ['csv', '"query","Settings"\n"String","Map(LowCardinality(String), String)"\n', 'CSVWithNamesAndTypes'],
    ['tsv', 'event_time\tquery\nx\tSELECT 1', 'TSVWithNames'],
    ['tsv', "event_time\tquery\nDateTime('UTC')\tString", 'TSVWithNamesAndTypes'],
  ] as const)('%s: %s', (kind, text, format) => {
    expect(shape(kind, text).format).toBe(format);
  });

  it('with the names of its columns', () => {
    expect(shape('csv', '"query",,"a ""b"", c"\n').header).toEqual(['query', '', 'a "b", c']);
    expect(shape('json', `${'{"meta":[{"name":"query","type":"String"}],'}"data":[{"name":"x"}]}`).header).toEqual([
      'query',
    ]);
  });
});

describe('refuses what would be read wrongly, and quotes none of it', () => {
  it.each([
    ['csv', '"2026-01-01","SELECT secret"', 'no header line'],
    ['tsv', '2026-01-01\tSELECT secret', 'no header line'],
    ['csv', 'query\tevent_time\nSELECT secret\tx', 'parted by tabs'],
    ['csv', 'query;event_time\nSELECT secret;x', 'parted by semicolons'],
    ['tsv', 'query,event_time\nSELECT secret,x', 'parted by commas'],
    ['csv', '{"query":"SELECT secret"}', 'holds JSON'],
    ['json', 'query,event_time\nSELECT secret,x', 'holds no JSON'],
    ['json', '["SELECT secret","x"]', 'none of them names'],
    ['json', 'PAR1', 'Parquet'],
    ['csv', '\n', 'empty'],
  ] as const)('%s: %s', (kind, text, says) => {
    const refused = () => shape(kind, text);
    expect(refused).toThrow(UserError);
    expect(refused).toThrow(says);
    expect(refused).not.toThrow('secret');
  });
});
