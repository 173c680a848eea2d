import type { Case } from '../model/workload.ts';

/** What a weight counts executions in; `none`: it compares cases alone, and says nothing of how often they run. */
export const weightUnits = ['second', 'minute', 'hour', 'day', 'week', 'none'] as const;

export type WeightUnit = (typeof weightUnits)[number];

const ofDay: Readonly<Record<Exclude<WeightUnit, 'none'>, number>> = {
  second: 86_400,
  minute: 1440,
  hour: 24,
  day: 1,
  week: 1 / 7,
};

/** A case whose weight is of a day, as all weights are from here on. One that nobody stated stays 1. */
export function weighedByDay(one: Case, unit: WeightUnit): Case {
  const { weightStated, ...rest } = one;
  if (weightStated !== true || unit === 'none') return rest;
  return { ...one, weight: one.weight * ofDay[unit] };
}
