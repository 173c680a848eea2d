import { expect, test } from 'vitest';
import { caseCost, tagHash } from '../../../src/report/page/caseRowView.ts';
import { logStatement, settingsRows } from '../../../src/report/page/caseSources.ts';
import { tagChoices } from '../../../src/report/page/tableView.ts';
import { armText, exactMetric, makeCase, timeMetric } from '../../fixtures/report.ts';

test('parameters stand beside settings, and what differs is marked', () => {
  const rows = settingsRows([
    armText('', 1, { params: { team: 2, ids: [1, 2] }, settings: { max_threads: 4 } }),
    armText('', 1, { params: { team: 7, ids: [1, 2] }, settings: { max_threads: 4, log_comment: 'x' } }),
  ]);
  expect(rows).toEqual([
    { label: 'param_team', values: ['2', '7'], differs: true },
    { label: 'param_ids', values: ['[1,2]', '[1,2]'], differs: false },
    { label: 'max_threads', values: ['4', '4'], differs: false },
    { label: 'log_comment', values: ['-', 'x'], differs: true },
  ]);
});

test('a long parameter is cut, and still compared whole', () => {
  const ids = (last: number) => [...Array(1000).keys(), last];
  const [row] = settingsRows([
    armText('', 1, { params: { ids: ids(1) } }),
    armText('', 1, { params: { ids: ids(2) } }),
  ]);
  expect(row?.values[0]).toMatch(/^\[0,1,2,.*… \(3,893 characters\)$/);
  expect(row?.differs).toBe(true);
});

test('a case costs its weight times the time of the candidate, or of the only arm that has one', () => {
  expect(caseCost(makeCase('a', 'regressed', { weight: 10, metrics: [timeMetric(1000, 2)] }))).toBe(20_000);
  const failed = { ...timeMetric(1000, 2), candidate: null, result: { kind: 'notCompared', reason: '' } } as const;
  expect(caseCost(makeCase('a', 'failed', { weight: 10, metrics: [failed] }))).toBe(10_000);
  expect(caseCost(makeCase('a', 'regressed', { metrics: [exactMetric('read_rows', 'Rows', 1, 2)] }))).toBeNull();
});

test('a statement for the log quotes what it is given, and reads no more days than it must', () => {
  const text = logStatement(["a'b", 'c\\'], Date.UTC(2026, 1, 3, 12));
  expect(text).toContain("'a\\'b',\n        'c\\\\'");
  expect(text).toContain("event_date >= '2026-02-02'");
  expect(logStatement(['a'], Number.NaN)).not.toContain('event_date');
});

test('tags are offered by key, the most frequent values first', () => {
  const tagged = (tags: Record<string, string | number>) => makeCase('a', 'equivalent', { tags });
  const many = Array.from({ length: 60 }, (_, index) => tagged({ id: index }));
  expect(tagChoices([tagged({ team: 2 }), tagged({ team: 7 }), tagged({ team: 7, page: 'a' })])).toEqual([
    {
      key: 'team',
      values: [
        { value: '7', count: 2 },
        { value: '2', count: 1 },
      ],
      more: 0,
    },
    { key: 'page', values: [{ value: 'a', count: 1 }], more: 0 },
  ]);
  expect(tagChoices(many)[0]).toMatchObject({ key: 'id', more: 10 });
  expect(tagHash('team', 'a&b')).toBe('tag=team%3Aa%26b');
});
