import type { ClassSecond } from '../model/loadReport.ts';
import { addCounts, countOf, maxOf, percentileOf } from './counts.ts';
import type { SecondOfClass } from './judgedSpan.ts';

/** Points of a class in a report; a longer trial has several seconds a point. */
const mostPoints = 600;

/** Second by second, warm-up included; of a long trial, so many seconds at a time that no more than 600 are left. */
export function classSeconds(seconds: readonly SecondOfClass[]): readonly ClassSecond[] {
  const step = Math.ceil(seconds.length / mostPoints) || 1;
  const points: ClassSecond[] = [];
  let backlog = 0;
  for (let from = 0; from < seconds.length; from += step) {
    const group = seconds.slice(from, from + step);
    const offered = group.reduce((sum, one) => sum + one.offered, 0);
    const done = group.reduce((sum, one) => sum + one.done, 0);
    const latency = addCounts(group.map((one) => one.latency));
    backlog += offered - done;
    const point = { second: from, offered, done, failed: offered - countOf(latency), backlog };
    const max = maxOf(latency);
    points.push(
      max === undefined
        ? point
        : { ...point, p50: at(latency, 0.5), p95: at(latency, 0.95), p99: at(latency, 0.99), max: max / 1000 },
    );
  }
  return points;
}

function at(latency: SecondOfClass['latency'], share: number): number {
  return (percentileOf(latency, share) as number) / 1000;
}
