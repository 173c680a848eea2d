import { describe, expect, test } from 'vitest';
import { intervalChart, ownDomain } from '../../../src/report/intervalChart.ts';
import { pairsChart } from '../../../src/report/pairsChart.ts';
import { sqlDiff } from '../../../src/report/sqlDiff.ts';
import { exactMetric, pairs, timeMetric } from '../../fixtures/report.ts';

describe('the interval', () => {
  test('lies in order on its axis: band around 1, bar around the ratio', () => {
    const metric = timeMetric(12_300, 2.1);
    const chart = intervalChart(metric, 0.05, ownDomain(metric), 400);
    expect(chart?.bandX).toBeLessThan(chart?.oneX ?? 0);
    expect(chart?.oneX).toBeLessThan(chart?.bar?.x ?? 0);
    expect(chart?.bar?.x).toBeLessThan(chart?.pointX ?? 0);
    expect(chart?.ticks.map((tick) => tick.label)).toContain('1x');
  });

  test('is cut where the axis ends, and says so', () => {
    const chart = intervalChart(timeMetric(1, 30), 0.05, { low: 0.5, high: 2 }, 100);
    expect([chart?.cutLeft, chart?.cutRight]).toEqual([false, true]);
    expect(chart?.pointX).toBeLessThanOrEqual(100);
  });

  test('an exact ratio has no bar, a ratio from nothing no drawing', () => {
    const domain = { low: 0.5, high: 2 };
    expect(intervalChart(exactMetric('m', 'M', 12, 14), 0.05, domain, 100)?.bar).toBeNull();
    expect(intervalChart(exactMetric('m', 'M', 0, 14), 0.05, domain, 100)).toBeNull();
  });
});

describe('the pairs', () => {
  test('are drawn once an arm and told in words', () => {
    const chart = pairsChart(pairs(16, 3, 12_300, 2.1));
    expect(chart?.baseline.match(/M/g)).toHaveLength(16);
    expect(chart?.sessions.map((session) => session.label)).toEqual(['session 1', 'session 2', 'session 3']);
    expect(chart?.caption).toContain('16 pairs in 3 sessions');
  });

  test('none are no drawing', () => {
    expect(pairsChart([])).toBeNull();
  });
});

describe('the SQL diff', () => {
  const text = (sql: ReturnType<typeof sqlDiff>): readonly string[] =>
    sql.map((line) => line.sign + line.parts.map((part) => part.text).join(''));

  test('marks what changed inside a line', () => {
    const lines = sqlDiff('SELECT a\nFROM t', 'SELECT b\nFROM t');
    expect(text(lines)).toEqual(['-SELECT a', '+SELECT b', ' FROM t']);
    expect(lines[1]?.parts.filter((part) => part.changed).map((part) => part.text)).toEqual(['b']);
  });

  test('folds long unchanged stretches and keeps three lines around a change', () => {
    const before = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    const after = [...before, 'more'];
    expect(text(sqlDiff(before.join('\n'), after.join('\n')))).toEqual([
      '…17 unchanged lines',
      ' line 17',
      ' line 18',
      ' line 19',
      '+more',
    ]);
  });
});
