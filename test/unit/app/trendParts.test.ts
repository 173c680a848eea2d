import { expect, test } from 'vitest';
import { trendParts } from '../../../src/app/rankTraffic.ts';

const hour = 3_600_000;
const until = Date.UTC(2026, 0, 31, 12);

test.each([
  ['a week in days', 7 * 24, 7],
  ['some days but for minutes', 4 * 24 - 0.2, 4],
  ['a day in a dozen', 24, 12],
  ['days and a half', 84, 12],
  ['a quarter', 90 * 24, 12],
])('%s', (_, hours, parts) => {
  const rowsFrom = until - hours * hour;
  expect(trendParts({ rowsFrom, until })).toEqual({ from: rowsFrom, until, parts });
});

test('a log of seconds has no trend', () => {
  expect(trendParts({ rowsFrom: until - 59_000, until })).toBeUndefined();
  expect(trendParts({ rowsFrom: until, until })).toBeUndefined();
});
