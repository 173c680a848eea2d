import { describe, expect, test } from 'vitest';
import type { ClassReport, ClassSecond, TrialReport } from '../../../../src/model/loadReport.ts';
import { capacityChart } from '../../../../src/report/load/capacityChart.ts';
import { percentileOf } from '../../../../src/report/load/loadFigures.ts';
import { loadHtml } from '../../../../src/report/load/loadHtml.ts';
import { overTimeChart } from '../../../../src/report/load/overTimeChart.ts';
import { percentileChart } from '../../../../src/report/load/percentileChart.ts';
import { latencyAxis, timeAxis } from '../../../../src/report/load/plotAxes.ts';
import { waitingBars } from '../../../../src/report/load/waitingBars.ts';
import * as loads from '../../../support/loadReports.ts';
import { classReport } from '../../../support/loadTraffic.ts';

const [trial] = loads.overloadedLoad().trials as [TrialReport];
const [online] = trial.classes as [ClassReport];

function xOf(path: string): readonly number[] {
  return [...path.matchAll(/[ML](\d+(?:\.\d+)?) /g)].map(([, x]) => Number(x));
}

describe('the axes', () => {
  test('a latency lies where its logarithm does, and what is beyond an end lies on it', () => {
    const { place, ticks } = latencyAxis([10, 1000], 0, 200);
    expect(place(100)).toBeCloseTo(100, 0);
    expect([place(1e9), place(0)]).toEqual([0, 200]);
    expect(ticks.map(({ label }) => label)).toEqual(['10 ms', '100 ms', '1 s', '20 ms', '50 ms', '200 ms', '500 ms']);
  });

  test('labels are never closer than they are high, whatever is drawn', () => {
    for (const most of [0.02, 1, 17, 4000, 5e6]) {
      const places = latencyAxis([0.01, most], 8, 150)
        .ticks.map(({ at }) => at)
        .sort((a, b) => a - b);
      for (const [index, at] of places.entries())
        if (index > 0) expect(at - places[index - 1]!).toBeGreaterThanOrEqual(20);
    }
  });

  test('time is told in seconds, of a long run in minutes', () => {
    expect(timeAxis(60_000).ticks.map(({ label }) => label)).toEqual([
      '0 s',
      '10 s',
      '20 s',
      '30 s',
      '40 s',
      '50 s',
      '60 s',
    ]);
    expect(timeAxis(3_600_000).ticks.map(({ label }) => label)).toContain('40 min');
  });
});

describe('latency over time', () => {
  test('shades warm-up and silence where they were, and marks failures', () => {
    const chart = overTimeChart(online, trial)!;
    expect(chart.warmup).toEqual({ x: 0, width: 83.3 });
    expect(chart.silent).toEqual([{ x: 350, width: 58.3 }]);
    expect(chart.failed).not.toBe('');
    expect(chart.caption).toContain('654 failed');
    expect(chart.caption).toContain('The server answered nothing in 1 shaded span.');
  });

  test('has a gap where nothing was answered, and no line across it', () => {
    const second = (at: number, p50?: number): ClassSecond => ({
      ...{ second: at, offered: 1, done: 1, failed: 0, backlog: 0 },
      ...(p50 === undefined ? {} : { p50, p95: p50, p99: p50 }),
    });
    const seconds = [second(0, 5), second(1, 5), second(2), second(3, 5), second(4, 5)];
    expect(overTimeChart({ ...online, seconds }, trial)?.middle.match(/M/g)).toHaveLength(2);
    expect(overTimeChart({ ...online, seconds: [] }, trial)).toBeNull();
    expect(overTimeChart({ ...online, seconds: [second(0)] }, trial)?.caption).toContain(
      'No request was answered well',
    );
  });

  test('points of several seconds are one line, and counts are told by the second', () => {
    const seconds = Array.from({ length: 20 }, (_, at): ClassSecond => {
      return { second: at * 3, offered: 30, done: 30, failed: 0, backlog: 0, p50: 5, p95: 6, p99: 7 };
    });
    const chart = overTimeChart({ ...online, seconds }, trial)!;
    expect(chart.middle.match(/M/g)).toHaveLength(1);
    expect(chart.amounts.map(({ label }) => label)).toEqual(['0', '10']);
    expect(chart.caption).toContain('Each point is 3 seconds');
  });

  test('an hour is drawn in few points, with the worst of each', () => {
    const seconds = Array.from({ length: 3600 }, (_, at): ClassSecond => {
      const ms = at === 1234 ? 900 : 10;
      return { second: at, offered: 5, done: 5, failed: 0, backlog: 0, p50: ms, p95: ms, p99: ms };
    });
    const plan = { ...trial.plan, warmupMs: 0, durationMs: 3_600_000 };
    const chart = overTimeChart({ ...online, seconds }, { ...trial, plan })!;
    expect(chart.middle.length).toBeLessThan(4000);
    expect(chart.caption).toContain('Each point is 15 seconds');
    const heights = [...chart.middle.matchAll(/[ML]\S+ (\S+?)(?=[ML]|$)/g)].map(([, y]) => Number(y));
    expect(heights.filter((y) => y === Math.min(...heights))).toHaveLength(1);
    expect(chart.caption).toContain('with p99 900 ms');
  });
});

describe('the percentile curve', () => {
  test('never goes back, and ends where requests are too few to tell', () => {
    const chart = percentileChart(online)!;
    const places = xOf(chart.curve);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(chart.shares.map(({ label }) => label)).toEqual(['p50', 'p90', 'p99', 'p99.9', 'p99.99']);
    expect(percentileChart({ ...online, curve: [] })).toBeNull();
  });

  test('is of all requests: where some failed it goes up before the corner that it would have passed below', () => {
    const played = { rate: 80, seconds: 60, servers: 40, serviceMs: 22, seed: 7 };
    const kept = percentileChart(classReport('online', played, { mostMs: 250 }))!;
    expect(xOf(kept.curve).at(-1)).toBe(1000);
    expect(kept.curve).not.toContain('V');
    const broken = classReport('online', { ...played, servers: 1, mostWaitMs: 100 }, { mostMs: 250 });
    expect(percentileOf(broken, 0.95)?.ms).toBeLessThan(250);
    const chart = percentileChart(broken)!;
    expect(chart.curve).toMatch(/V8$/);
    const corner = Number(/H([\d.]+)V8$/.exec(chart.promises[0]!.path)?.[1]);
    expect(xOf(chart.curve).at(-1)).toBeLessThan(corner);
    expect(chart.caption).toContain('p95 never, p99 never');
    expect(chart.caption).toContain('failed and come last, where the curve goes up');
  });

  test('a promise is a corner at its share and time, in the tone of its verdict', () => {
    const [promise] = percentileChart({ ...online, requests: 10_000 })!.promises;
    // log10(1 ÷ 0.05) of log10(10,000)
    expect(promise?.path).toMatch(/^M0 [\d.]+H325.3V8$/);
    expect(promise?.tone).toBe('bad');
  });
});

describe('the curve of a search', () => {
  const report = loads.oneCapacity();
  const [capacity] = report.capacity!;

  test('has a point for each rate, the interval of the capacity, and the capacity in it', () => {
    const chart = capacityChart(capacity!, report)!;
    const [first] = chart.classes;
    expect(first?.points.map(({ tone }) => tone)).toEqual([
      'unsure',
      'unsure',
      'good',
      'good',
      'good',
      'good',
      'bad',
      'bad',
      'bad',
    ]);
    expect(chart.knee.at).toBeGreaterThan(chart.band.x);
    expect(chart.knee.at).toBeLessThan(chart.band.x + chart.band.width);
    expect(chart.limits.map(({ label }) => label)).toEqual(['online p95 at most 250 ms']);
  });

  test('where no rate keeps every promise there is no capacity to draw', () => {
    const none = capacityChart({ ...capacity!, rate: 0, low: 0 }, report)!;
    expect(JSON.stringify(none)).not.toMatch(/NaN|null/);
    expect(none.knee.label).toBe('');
    expect(none.caption).toContain('None keeps every promise.');
  });

  test('a search without rates, or with an end that was not found, is drawn as far as it goes', () => {
    expect(capacityChart({ ...capacity!, probes: [] }, report)).toBeNull();
    const open = capacityChart({ ...capacity!, high: Number.POSITIVE_INFINITY }, report)!;
    expect(open.band.x + open.band.width).toBeLessThanOrEqual(1000);
    expect(open.caption).toContain('an end that was not found');
  });
});

test('the parts of the mean latency add up to a whole bar; of no request there is none', () => {
  const bars = waitingBars(online.time)!;
  expect(bars.parts.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(100, 1);
  expect(bars.parts.map(({ kind }) => kind)).toEqual(['own', 'slots', 'running', 'between']);
  expect(waitingBars(undefined)).toBeNull();
  expect(waitingBars({ ...online.time!, known: 0 })).toBeNull();
});

describe('the page', () => {
  test.each(Object.entries(loads))('of %s is whole, without a number that is none', (_, make) => {
    const html = loadHtml(make());
    expect(html).not.toMatch(/NaN|Infinity|undefined|\[object/);
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).not.toMatch(/<(script|img|a)\b/);
    expect(html.match(/<style>/g)).toHaveLength(1);
  });

  test('shows no promise as kept where the run is not valid', () => {
    expect(loadHtml(loads.keptLoad())).toContain('✓ kept');
    for (const report of [loads.lateLoad(), loads.interruptedLoad()]) expect(loadHtml(report)).not.toContain('✓');
  });

  test('of a long search with many classes stays small', () => {
    const report = loads.oneCapacity();
    const [probe] = report.trials;
    const seconds = Array.from({ length: 2000 }, (_, second) => ({ ...online.seconds[second % 60]!, second }));
    const classes = Array.from({ length: 15 }, (_, at) => ({ ...online, name: `class ${at}`, seconds }));
    const trials = Array.from({ length: 8 }, (_, id) => ({
      ...probe!,
      plan: { ...probe!.plan, id, purpose: { kind: 'sustained' as const } },
      classes,
    }));
    expect(loadHtml({ ...report, trials }).length).toBeLessThan(3_000_000);
  });
});
