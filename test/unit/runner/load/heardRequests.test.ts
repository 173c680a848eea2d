import { expect, it } from 'vitest';
import { HeardRequests } from '../../../../src/runner/load/heardRequests.ts';

const refused = { kind: 'refused', code: 60, name: 'UNKNOWN_TABLE' } as const;

it('counts how often each case was sent in the judged time, and how often it failed', () => {
  const book = new HeardRequests({
    ...{ trial: 0, sampleSize: 0, seed: 1, queryIdPrefix: 'q-', judgedFromMs: 2000 },
    cases: ['x', 'y'].map((caseId) => ({ of: 'a', caseId })),
  });
  // seq, case, intended, reached, sent, first byte, done, outcome
  const rows = [
    [0, 0, 1999, 1999, 1999, 2010, 2010, 1],
    [1, 0, 2000, 2000, 2000, 2010, 2010, 1],
    [2, 0, 3000, 3000, 3000, 3010, 3010, 0],
    [3, 1, 4000, 4000, Number.NaN, Number.NaN, 5000, 2],
  ];
  book.hear(0, Float64Array.from(rows.flat()), [{ kind: 'completed' }, refused, { kind: 'unsent' }]);
  expect(book.cases()).toEqual([{ caseId: 'x', ended: 2, failed: 1, how: 'UNKNOWN_TABLE (60)' }]);
});

it('keeps requests of the judged time alone, so that the slowest and the first to fail are not those of the warm-up', () => {
  const book = new HeardRequests({
    ...{ trial: 0, sampleSize: 2, seed: 1, queryIdPrefix: 'q-', judgedFromMs: 2000 },
    cases: [{ of: 'a', caseId: 'x' }],
  });
  const warmup = Array.from({ length: 100 }, (_, seq) => [seq, 0, seq, seq, seq, seq, 1900 + seq, seq % 2]);
  const judged = Array.from({ length: 60 }, (_, at) => [100 + at, 0, 2000, 2000, 2000, 2000, 2010 + at, at % 2]);
  book.hear(0, Float64Array.from([...warmup, ...judged].flat()), [{ kind: 'completed' }, refused]);
  const kept = book.kept();
  expect(kept.length).toBeGreaterThanOrEqual(40);
  expect(Math.min(...kept.map(({ intended }) => intended))).toBe(2000);
  expect(book.take().reduce((sum, { offered }) => sum + offered, 0)).toBe(160);
});
