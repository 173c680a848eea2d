import { expect, it } from 'vitest';
import { roundedUp } from '../../../src/gate/acceptable.ts';
import { readBudget, readMargin, readMinDecided, readUpTo } from '../../../src/gate/quantities.ts';
import { isDay } from '../../../src/gate/readAllowances.ts';
import { ruleMetric, ruleMetricNames } from '../../../src/gate/ruleMetrics.ts';

it.each([
  ...[['2GB', 'bytes', 2e9] as const, ['2GiB', 'bytes', 2 ** 31] as const, ['1.5 mb', 'bytes', 1.5e6] as const],
  ...[
    ['3s', 'us', 3e6] as const,
    ['250ms', 'us', 250_000] as const,
    ['40us', 'us', 40] as const,
    ['2m', 'us', 12e7] as const,
  ],
  ...[
    ['5M', 'rows', 5e6] as const,
    [1_000_000, 'count', 1e6] as const,
    ['1_000', 'count', 1000] as const,
    [0, 'count', 0] as const,
  ],
  ...[['3', 'us', undefined] as const, ['3s', 'bytes', undefined] as const, ['-1', 'count', undefined] as const],
  ...[['3M', 'us', undefined] as const, ['3 Ms', 'us', undefined] as const, ['2Gb', 'bytes', undefined] as const],
  ...[['2gb', 'bytes', 2e9] as const, ['2Kib', 'bytes', undefined] as const, ['3min', 'us', 18e7] as const],
  ...[['1e99', 'count', 1e99] as const, ['', 'count', undefined] as const, ['two', 'rows', undefined] as const],
])('reads the budget %s in %s', (text, unit, value) => {
  expect(readBudget(text, unit)).toBe(value);
});

it('reads margins and ratios, and nothing that is none', () => {
  expect([readMargin('2%'), readMargin(0.02), readMargin('0%'), readMargin('150%')]).toEqual([
    0.02,
    0.02,
    0,
    undefined,
  ]);
  expect([readMargin('-2%'), readMargin('2000%'), readMargin('')]).toEqual([undefined, undefined, undefined]);
  expect([readMargin(5), readMargin('0.999'), readMargin('100%')]).toEqual([undefined, 0.999, undefined]);
  expect([readMinDecided('80%'), readMinDecided('100%'), readMinDecided(0), readMinDecided(80)]).toEqual([
    0.8,
    1,
    undefined,
    undefined,
  ]);
  expect([readUpTo('1.4x'), readUpTo('1.4'), readUpTo('2x')]).toEqual([1.4, 1.4, 2]);
  expect([readUpTo('1'), readUpTo('0.9x'), readUpTo('40%')]).toEqual([undefined, undefined, undefined]);
});

it('knows the calendar', () => {
  expect(['2028-02-29', '2000-02-29', '2026-12-31'].every(isDay)).toBe(true);
  expect(['2026-02-29', '1900-02-29', '2026-04-31', '2026-13-01', '2026-00-10', '2026-1-1'].some(isDay)).toBe(false);
});

it('rounds what is to be allowed up, and never down', () => {
  expect([1.62, 1.65, 1.01, 2, 2.01, 9.99, 10.2].map(roundedUp)).toEqual([1.65, 1.65, 1.05, 2, 2.1, 10, 11]);
});

it('knows every metric by a name of its own', () => {
  expect(new Set(ruleMetricNames).size).toBe(ruleMetricNames.length);
  expect(ruleMetric('server_time.p95')).toEqual({
    ...{ name: 'server_time.p95', metric: 'server_time', percentile: 95, unit: 'us' },
  });
  expect(ruleMetric('server_time.p42')).toBeUndefined();
});
