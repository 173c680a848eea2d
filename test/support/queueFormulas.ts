import { planSchedule } from '../../src/load/schedule.ts';

/** Moments of random arrivals at a rate, in milliseconds, ascending. */
export function poissonTimes(rate: number, seconds: number, seed: number): readonly number[] {
  const { intendedMs } = planSchedule({
    offered: [{ of: 'a', background: false, arrival: { kind: 'poisson', rate } }],
    cases: [{ id: 'a', weight: 1 }],
    classOf: { a: 'a' },
    seed,
    warmupMs: 0,
    durationMs: seconds * 1000,
  });
  return [...intendedMs];
}

/** Mean wait before one server with constant service, by Pollaczek and Khinchine: ρs/2(1 − ρ). */
export function constantServiceMeanWait(rate: number, service: number): number {
  const load = rate * service;
  return (load * service) / (2 * (1 - load));
}

/** P(wait ≤ t) before one server with constant service and random arrivals (Erlang 1909; Cohen, The Single Server Queue, II.4.6). */
export function constantServiceWaitBelow(t: number, rate: number, service: number): number {
  let sum = 0;
  for (let j = 0; j * service <= t; j++) {
    const x = rate * (t - j * service);
    let term = Math.exp(x);
    for (let i = 1; i <= j; i++) term *= -x / i;
    sum += term;
  }
  return (1 - rate * service) * sum;
}

/** The wait that so large a share does not exceed. */
export function constantServiceWaitPercentile(share: number, rate: number, service: number): number {
  let [low, high] = [0, service * 40];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (constantServiceWaitBelow(middle, rate, service) < share) low = middle;
    else high = middle;
  }
  return high;
}
