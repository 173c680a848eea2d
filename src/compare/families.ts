import type { ServerFacts } from '../model/run.ts';
import type { Attempt } from './pairing.ts';

/** Metrics that are tested, each with its own correction for multiplicity. */
export type Family = 'time' | 'cpu';

export const families: readonly Family[] = ['time', 'cpu'];

/** The chance of a false discovery that a whole run may take, over both families. */
export const falseDiscoveryRate = 0.05;

/** How that chance is split. Time gets most of it, since people feel time. */
export const shareOfFamily: Readonly<Record<Family, number>> = { time: 0.8, cpu: 0.2 };

export const cpuEvent = 'OSCPUVirtualTimeMicroseconds';

/** What a family measures, in microseconds; null when the server does not count it. */
export function familyValue(facts: ServerFacts, family: Family): number | null {
  if (family === 'time') return Math.max(facts.durationUs, 1);
  const cpu = facts.events[cpuEvent];
  return cpu === undefined || cpu <= 0 ? null : cpu;
}

/** ln(candidate/baseline) of one pair; null when either half was not counted. */
export function logRatio(attempt: Attempt, family: Family): number | null {
  if (attempt.pair === null) return null;
  const baseline = familyValue(attempt.pair.baseline, family);
  const candidate = familyValue(attempt.pair.candidate, family);
  return baseline === null || candidate === null ? null : Math.log(candidate / baseline);
}

/** Log ratios of all pairs of a family, in time order. */
export function logRatios(attempts: readonly Attempt[], family: Family): readonly number[] {
  return attempts.flatMap((one) => logRatio(one, family) ?? []);
}
