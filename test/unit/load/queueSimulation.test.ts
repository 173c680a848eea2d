import { expect, it } from 'vitest';
import { longRandom } from '../../../src/model/random.ts';
import { constantServiceMeanWait, constantServiceWaitPercentile, poissonTimes } from '../../support/queueFormulas.ts';
import { simulatedTrial, simulateQueue } from '../../support/queueSimulation.ts';

const evenly = (of: string, everyMs: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ of, at: i * everyMs }));

it('serves in order of arrival, as many at once as there are servers', () => {
  const results = simulateQueue({ arrivals: evenly('a', 0, 5), servers: 2, serviceMs: () => 100 });
  expect(results.map(({ done }) => done)).toEqual([100, 100, 200, 200, 300]);
});

it('refuses, gives up, lets pass first and stalls', () => {
  const crowd = [...evenly('slow', 0, 3), { of: 'first', at: 1 }];
  const base = { arrivals: crowd, servers: 1, serviceMs: () => 100 };
  const dones = (more: object) => simulateQueue({ ...base, ...more }).map(({ done }) => done);
  expect(dones({ priority: ({ of }: { of: string }) => (of === 'first' ? 0 : 1) })).toEqual([100, 300, 400, 200]);
  expect(dones({ mostWaiting: 1 })).toEqual([100, 200, 1, 2]);
  expect(dones({ timeoutMs: 250 })).toEqual([100, 200, 250, 251]);
  expect(dones({ stalls: [{ from: 50, to: 1000 }] })).toEqual([1050, 1150, 1250, 1350]);
});

it('waits as the formulas say: constant service, exponential service, two servers', () => {
  const random = longRandom('queue');
  const exponential = () => -Math.log(1 - random()) * 10;
  const waits = (rate: number, servers: number, serviceMs: () => number) => {
    const arrivals = poissonTimes(rate, 3000, 11).map((at) => ({ of: 'a', at }));
    return simulateQueue({ arrivals, servers, serviceMs }).map(({ began, at }) => began - at);
  };
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const constant = waits(60, 1, () => 10);
  expect(mean(constant) / (constantServiceMeanWait(60, 0.01) * 1000)).toBeCloseTo(1, 1);
  const p95 = constantServiceWaitPercentile(0.95, 60, 0.01) * 1000;
  expect(constant.filter((wait) => wait <= p95).length / constant.length).toBeCloseTo(0.95, 2);
  // ρ = 0.6: twice as long as with constant service; M/M/2 with C = 0.45: Cs/2(1 − ρ).
  expect(mean(waits(60, 1, exponential)) / 15).toBeCloseTo(1, 1);
  expect(mean(waits(120, 2, exponential)) / 5.625).toBeCloseTo(1, 1);
});

it('a trial holds every request once in its tallies, and the kept ones by themselves', () => {
  const results = simulateQueue({ arrivals: evenly('a', 7, 1000), servers: 1, serviceMs: () => 9, timeoutMs: 1500 });
  const offered = [{ of: 'a', background: false, arrival: { kind: 'constant', rate: 1000 / 7 } }] as const;
  const purpose = { kind: 'load' } as const;
  const plan = { id: 2, arm: 'baseline', purpose, offered, seed: 1, warmupMs: 2000, durationMs: 5000 } as const;
  const { tallies, requests } = simulatedTrial(plan, results, (_, index) => index % 100 === 99);
  const total = (of: (tally: (typeof tallies)[number]) => number) => tallies.reduce((sum, one) => sum + of(one), 0);
  expect([total(({ offered }) => offered), total(({ done }) => done)]).toEqual([1000, 1000]);
  expect(total(({ outcomes }) => outcomes['timed out'] ?? 0)).toBe(
    results.filter(({ outcome }) => outcome.kind === 'timedOut').length,
  );
  expect(requests.map(({ seq, intended }) => [seq, intended]).slice(0, 2)).toEqual([
    [99, 693],
    [199, 1393],
  ]);
});
