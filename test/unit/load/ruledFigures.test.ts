import { describe, expect, it } from 'vitest';
import type { SecondOfClass } from '../../../src/load/judgedSpan.ts';
import { latenciesOf } from '../../../src/load/latencies.ts';
import { meanRate, ruledFigures } from '../../../src/load/ruledFigures.ts';
import type { RuledFigures } from '../../../src/model/loadReport.ts';
import type { Counts } from '../../../src/model/loadRun.ts';

function second(at: number, latency: Counts, failed = 0): SecondOfClass {
  const answered = latency.reduce((sum, [, times]) => sum + times, 0);
  const failedAfter: Counts = failed === 0 ? [] : [[1000, failed]];
  return {
    ...{ second: at, offered: answered + failed, done: answered + failed, latency, failedAfter, lag: [], held: [] },
    outcomes: { completed: answered, 'timed out': failed },
  };
}

function figures(seconds: readonly SecondOfClass[], limitMs?: number): RuledFigures {
  const span = { from: 0, to: seconds.length, seconds: seconds.length };
  return ruledFigures({ arrival: { kind: 'poisson', rate: 100 } }, seconds, latenciesOf(seconds), span, limitMs);
}

const minute = Array.from({ length: 60 }, (_, at) => at);

describe('what rules are held against', () => {
  it('is a percentile of all requests: where one in ten fails at once, p95 is never', () => {
    const { latency, errors } = figures(minute.map((at) => second(at, [[2000, 90]], 10)));
    const at = (share: number) => latency.find((one) => one.share === share);
    expect(at(0.5)).toMatchObject({ ms: 2, bounds: { low: 2, high: 2 } });
    expect(at(0.95)).toEqual({ share: 0.95, ms: null, bounds: { low: null, high: null } });
    expect(errors.value).toBe(0.1);
    expect(errors.low).toBeLessThan(0.1);
    expect(errors.high).toBeGreaterThan(0.1);
  });

  it('has an end that is never where as many may have failed as the percentile leaves', () => {
    const { latency } = figures(minute.map((at) => second(at, [[2000, 95]], 5)));
    expect(latency.find(({ share }) => share === 0.95)).toMatchObject({ bounds: { low: 2, high: null } });
  });

  it('has no upper end where requests are too few', () => {
    const { latency } = figures([second(0, [[2000, 20]])]);
    expect(latency.find(({ share }) => share === 0.99)).toEqual({ share: 0.99, ms: 2, bounds: { low: 2, high: null } });
  });

  it('is wider where slow requests come together', () => {
    const apart = figures(
      minute.map((at) =>
        second(at, [
          [2000, 96],
          [50_000, 4],
        ]),
      ),
    );
    const together = figures(
      minute.map((at) =>
        second(
          at,
          at < 4
            ? [
                [2000, 40],
                [50_000, 60],
              ]
            : [[2000, 100]],
        ),
      ),
    );
    const high = ({ latency }: RuledFigures) => latency.find(({ share }) => share === 0.95)?.bounds?.high;
    expect(high(apart)).toBe(2);
    expect(high(together)).not.toBe(2);
  });

  it('counts as good what is answered well within the limit', () => {
    const { good, achieved } = figures(
      minute.map((at) =>
        second(
          at,
          [
            [2000, 80],
            [50_000, 15],
          ],
          5,
        ),
      ),
      10,
    );
    expect(good).toEqual({ value: 80, low: 80, high: 80 });
    expect(achieved).toEqual({ value: 100, low: 100, high: 100 });
  });

  it('leaves out a last second that was cut short', () => {
    const seconds = [...minute.map((at) => second(at, [[2000, 100]])), second(60, [[2000, 30]])];
    const span = { from: 0, to: 61, seconds: 60.3 };
    const { achieved } = ruledFigures(
      { arrival: { kind: 'constant', rate: 100 } },
      seconds,
      latenciesOf(seconds),
      span,
      undefined,
    );
    expect(achieved?.value).toBe(100);
  });

  it('says of nothing that everything is possible', () => {
    expect(figures([])).toMatchObject({ latency: [], errors: { low: 0, high: 1 }, backlog: 'undecided' });
  });
});

describe('a mean rate', () => {
  it('has no interval below ten seconds', () => {
    expect(meanRate([5, 5, 5, 5, 5, 5, 5, 5, 5])).toBeUndefined();
  });

  it('has the interval of Student’s t over seconds', () => {
    const counts = [9, 11, 9, 11, 9, 11, 9, 11, 9, 11];
    // t(0.975, 9) = 2.262, and a standard deviation of 1.054 over ten.
    expect(meanRate(counts)).toEqual({ value: 10, low: expect.closeTo(9.246, 3), high: expect.closeTo(10.754, 3) });
  });

  it('is wider where seconds depend on each other', () => {
    const apart = Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? 8 : 12));
    const together = Array.from({ length: 200 }, (_, at) => (Math.floor(at / 10) % 2 === 0 ? 8 : 12));
    const reach = (counts: readonly number[]): number => {
      const found = meanRate(counts);
      return found === undefined ? Number.NaN : found.high - found.value;
    };
    expect(reach(together)).toBeGreaterThan(2 * reach(apart));
  });
});
