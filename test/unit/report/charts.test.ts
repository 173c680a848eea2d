import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PairPoint } from '../../../src/model/comparison.ts';
import { differencesChart } from '../../../src/report/page/charts/differencesChart.ts';
import { distributionChart } from '../../../src/report/page/charts/distributionChart.ts';
import { pairsChart } from '../../../src/report/page/charts/pairsChart.ts';
import { columnLayout, domainOf, manyRows, oneRow, ratioAxis } from '../../../src/report/page/charts/ratioAxis.ts';
import { drawable, drawnRatio, ratioInterval } from '../../../src/report/page/charts/ratioInterval.ts';
import { sqlDiff } from '../../../src/report/words/sqlDiff.ts';
import { exactMetric, pairs, timeMetric } from '../../fixtures/report.ts';

/** Every number and path in a layout that no browser could draw. */
function broken(layout: unknown): readonly unknown[] {
  if (typeof layout === 'number') return Number.isFinite(layout) ? [] : [layout];
  if (typeof layout === 'string') return /NaN|Infinity|undefined|\de[+-]/.test(layout) ? [layout] : [];
  return typeof layout === 'object' && layout !== null ? Object.values(layout).flatMap(broken) : [];
}

const axisFor = (margin: number, ...ratios: readonly (readonly [low: number, ratio: number, high: number])[]) => {
  const drawn = ratios.map(([low, ratio, high]) => ({ low, ratio, high, isExact: false }));
  return ratioAxis(domainOf(drawn, margin, manyRows), margin, columnLayout);
};

describe('the axis of ratios', () => {
  test('holds every ratio, and has ticks around 1', () => {
    const axis = axisFor(0.05, [0.9, 1, 1.1], [2.9, 3, 3.1]);
    expect(axis.low).toBeLessThanOrEqual(0.91);
    expect(axis.high).toBeGreaterThanOrEqual(3);
    expect(axis.ticks.map((tick) => tick.label)).toEqual(['0.9x', '1x', '1.1x', '2x']);
    expect(axis.band.x).toBeLessThan(axis.oneX);
    expect(axis.band.x + axis.band.width).toBeGreaterThan(axis.oneX);
  });

  test('fits what is shown: near 1 when nothing moved, twenty times at most', () => {
    expect(axisFor(0.05, [0.99, 1, 1.01]).high).toBeLessThan(1.15);
    expect(axisFor(0.05, [1, 1, 1], [90, 100, 110]).high).toBeCloseTo(20.4);
  });

  test('one wide interval among many is cut, not the others squeezed', () => {
    const narrow = Array.from({ length: 60 }, () => [0.98, 1, 1.02] as const);
    const axis = axisFor(0.05, ...narrow, [0.2, 1, 5]);
    expect(axis.high).toBeLessThan(1.15);
    const cut = ratioInterval({ low: 0.2, ratio: 1, high: 5, isExact: false }, axis);
    expect([cut.cutLeft, cut.cutRight]).toEqual([true, true]);
  });

  test('its labels never touch, and all of it can be drawn', () => {
    const positive = fc.double({ min: 0, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(positive, positive, positive)),
        fc.double({ min: 0.001, max: 3, noNaN: true }),
        fc.constantFrom(manyRows, oneRow),
        (values, margin, choice) => {
          const drawn = values.flatMap((three) => {
            const [low = 0, ratio = 1, high = 1] = three.toSorted((a, b) => a - b);
            return drawable({ low, ratio, high, isExact: false }) ?? [];
          });
          const axis = ratioAxis(domainOf(drawn, margin, choice), margin, columnLayout);
          expect(broken([axis, drawn.map((one) => ratioInterval(one, axis))])).toEqual([]);
          expect(axis.ticks.length).toBeGreaterThan(0);
          for (const [index, tick] of axis.ticks.entries())
            expect(tick.at - (axis.ticks[index - 1]?.at ?? -100)).toBeGreaterThanOrEqual(columnLayout.apart);
        },
      ),
    );
  });
});

describe('an interval', () => {
  test('lies in order on its axis: band around 1, line around the ratio', () => {
    const drawn = drawnRatio(timeMetric(12_300, 2.1));
    if (drawn === null) throw new Error('not drawn');
    const axis = ratioAxis(domainOf([drawn], 0.05, oneRow), 0.05, columnLayout);
    const chart = ratioInterval(drawn, axis);
    expect(axis.oneX).toBeLessThan(chart.bar?.low ?? 0);
    expect(chart.bar?.low).toBeLessThan(chart.x);
    expect(chart.x).toBeLessThan(chart.bar?.high ?? 0);
    expect([chart.cutLeft, chart.cutRight]).toEqual([false, false]);
  });

  test('an exact ratio has no line, a ratio from nothing no drawing', () => {
    const exact = drawnRatio(exactMetric('m', 'M', 12, 14));
    expect(exact?.isExact).toBe(true);
    expect(exact === null ? null : ratioInterval(exact, axisFor(0.05)).bar).toBeNull();
    expect(drawnRatio(exactMetric('m', 'M', 0, 14))).toBeNull();
    expect(drawnRatio(exactMetric('m', 'M', 14, 0))).toBeNull();
    expect(drawnRatio(undefined)).toBeNull();
  });
});

describe('the pairs', () => {
  test('are drawn once an arm and told in words', () => {
    const chart = pairsChart(pairs(16, 3, 12_300, 2.1));
    expect(chart?.baseline.dots.match(/M/g)).toHaveLength(16);
    expect(chart?.candidate.medians.match(/M/g)).toHaveLength(3);
    expect(chart?.sessions.labels.map((session) => session.label)).toEqual(['session 1', 'session 2', 'session 3']);
    expect(chart?.levels.map((level) => level.label)).toContain('20.0 ms');
    expect(chart?.caption).toContain('16 pairs in 3 sessions');
  });

  test('without times are no drawing, and none of those that lack one', () => {
    const bad = { session: 0, round: 0, baselineUs: Number.NaN, candidateUs: 1 };
    expect(pairsChart([])).toBeNull();
    expect(pairsChart([bad])).toBeNull();
    expect(pairsChart([bad, ...pairs(4, 1, 100, 1)])?.caption).toContain('4 pairs');
  });

  test('thousands of them stay a small drawing of medians and ranges', () => {
    const many = pairs(10_000, 4, 12_300, 1.1);
    const chart = pairsChart(many);
    expect(chart?.baseline.dots.match(/M/g)?.length).toBeLessThanOrEqual(40);
    expect(chart?.links).toBe('');
    expect(chart?.caption).toContain('A mark stands for 250 pairs in a row');
    expect(JSON.stringify([chart, differencesChart(many, [], 0.05), distributionChart(many)]).length).toBeLessThan(
      9000,
    );
  });

  test('one far out is marked at the edge and flattens nothing', () => {
    const spike: PairPoint = { session: 0, round: 9, baselineUs: 100, candidateUs: 1e6 };
    const chart = pairsChart([...pairs(20, 1, 100, 1), spike]);
    expect(chart?.edges.match(/M/g)).toHaveLength(1);
    expect(chart?.caption).toContain('1 lies beyond the drawing');
    expect(chart?.levels.at(-1)?.label).toMatch(/^1\d\d µs$/);
  });
});

describe('the paired differences', () => {
  test('stand beside the estimate, its interval and the margin', () => {
    const chart = differencesChart(pairs(16, 3, 12_300, 2.1), [timeMetric(12_300, 2.1)], 0.05);
    expect(chart?.dots.match(/M/g)).toHaveLength(16);
    expect(chart?.oneY).toBeGreaterThan(chart?.estimate?.lineY ?? Infinity);
    expect(chart?.estimate?.y).toBeLessThan(chart?.estimate?.lineY ?? 0);
    expect(chart?.caption).toMatch(/median 2\.\d\dx, from 1\.\d\dx to 2\.\d\dx\. The line is the estimate 2\.10x/);
  });

  test('an estimate from fewer pairs than are drawn says so', () => {
    const chart = differencesChart(pairs(16, 3, 12_300, 2.1), [timeMetric(12_300, 2.1, 0.04, 9)], 0.05);
    expect(chart?.caption).toContain('interval 2.02–2.18, from 9 pairs.');
  });

  test('a verdict by counters has no estimate of time to draw', () => {
    const chart = differencesChart(pairs(5, 1, 12_300, 1), [exactMetric('read_rows', 'Rows read', 1, 2)], 0.05);
    expect(chart?.estimate).toBeNull();
    expect(chart?.caption).not.toContain('estimate');
  });
});

describe('the distribution', () => {
  test('shows the density and the shares of both arms', () => {
    const chart = distributionChart(pairs(16, 3, 12_300, 2.1));
    expect(chart?.hasDensity).toBe(true);
    expect(chart?.baseline.density).not.toBe('');
    expect(chart?.candidate.share).toMatch(/^M52 152H.*H394V84$/);
    expect(chart?.caption).toMatch(
      /middle half took 1\d\.\d ms to 1\d\.\d ms in the baseline, 2\d\.\d ms to 2\d\.\d ms/,
    );
  });

  test('equal times have shares and no density; two pairs have neither', () => {
    const equal = Array.from({ length: 9 }, (_, round) => ({ session: 0, round, baselineUs: 5, candidateUs: 5 }));
    expect(distributionChart(equal)).toMatchObject({ hasDensity: false, baseline: { density: '' } });
    expect(distributionChart(equal)?.caption).not.toContain('dense');
    expect(distributionChart(equal.slice(0, 2))).toBeNull();
  });
});

const anyTime = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -1, 5e-324, Number.MAX_VALUE, Number.NaN, Infinity, 1000, 1000),
  fc.integer({ min: 1, max: 1e7 }),
);
const anyPairs = fc.array(
  fc.record({ session: fc.nat(3), round: fc.nat(3), baselineUs: anyTime, candidateUs: anyTime }),
  { maxLength: 70 },
);

test('times that are hardly numbers can be drawn', () => {
  const one = { session: 0, round: 0, baselineUs: 4.4e-323, candidateUs: 1e-323 };
  expect(broken(pairsChart([one]))).toEqual([]);
});

test('whatever was measured, a drawing of a case can be drawn', () => {
  fc.assert(
    fc.property(anyPairs, fc.double({ min: 0.001, max: 3, noNaN: true }), (all, margin) => {
      const metrics = [timeMetric(1000, 1.2)];
      expect(broken([pairsChart(all), differencesChart(all, metrics, margin), distributionChart(all)])).toEqual([]);
    }),
  );
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
