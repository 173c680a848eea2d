import { expect, test } from 'vitest';
import type { LoadSnapshot } from '../../../../src/model/loadSnapshot.ts';
import { loadLiveLine } from '../../../../src/report/load/liveLine.ts';

const online = { name: 'online', offered: 40, achieved: 39, p50Ms: 12, p95Ms: 31.25, failed: 0, backlog: 0 };
const snapshot: LoadSnapshot = {
  ...{ purpose: 'probe', place: { at: 3, most: 25 }, rate: 40, warmupMs: 5000 },
  ...{ elapsedMs: 12_900, totalMs: 30_000, classes: [online], lagP99Ms: 0.4 },
};

test('says where in the search it is, and how each class does', () => {
  expect(loadLiveLine(snapshot)).toBe(
    'probe 3 of at most 25 at 40.0/s: 12 of 30 s | online 40.0/s, done 39.0/s, p50 12.0 ms, p95 31.3 ms',
  );
});

test('tells failures, backlog, warm-up and our own lateness when there are any', () => {
  const { rate: _, ...closed } = snapshot;
  const batch = { name: 'batch', offered: 4, achieved: 0, failed: 1200, backlog: 7 };
  expect(
    loadLiveLine({
      ...closed,
      ...{ purpose: 'load', place: { at: 1, most: 1 }, elapsedMs: 900, classes: [batch], lagP99Ms: 25 },
    }),
  ).toBe('load: 0 of 30 s, warming up | batch 4.00/s, done 0/s, 1,200 failed, backlog 7 | our own lag p99 25.0 ms');
});

test('a class cannot write to the terminal', () => {
  const line = loadLiveLine({ ...snapshot, classes: [{ ...online, name: 'a\u001b[2J\nb' }] });
  expect(line).toContain('a\\u{1b}[2J\\nb 40.0/s');
});
