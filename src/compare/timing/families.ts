import type { Design, Family } from '../../model/design.ts';
import type { MetricComparison } from '../../model/metric.ts';
import type { RunPlan } from '../../model/run.ts';
import { eventCount, type ServerFacts } from '../../model/serverFacts.ts';
import { median } from '../statistics/averages.ts';
import type { Attempt } from './pairing.ts';
import { withoutCompiling, withoutStalled } from './setAside.ts';

export const families: readonly Family[] = ['time', 'cpu', 'memory'];

/** The false discovery rate that one family may spend, over all looks. */
export function levelOf(family: Family, { falseDiscoveryRate, families: rules }: Design): number {
  return falseDiscoveryRate * rules[family].share;
}

/** A change smaller than this is no change, as a share. */
export function marginOf(family: Family, { margin, design }: Pick<RunPlan, 'margin' | 'design'>): number {
  return family === 'memory' ? Math.max(margin, design.memory.share) : margin;
}

/** The same in log units. */
export function logMargin(family: Family, plan: Pick<RunPlan, 'margin' | 'design'>): number {
  return Math.log1p(marginOf(family, plan));
}

/** What a change is tested to go beyond, in log units. */
export function testedMargin(family: Family, plan: Pick<RunPlan, 'margin' | 'design'>): number {
  return logMargin(family, plan) * plan.design.testedShare;
}

export const cpuEvent = 'OSCPUVirtualTimeMicroseconds';

/** What a family measures, in microseconds or bytes; null when the server does not count it. */
export function familyValue(facts: ServerFacts, family: Family): number | null {
  if (family === 'time') return Math.max(facts.durationUs, 1);
  const value = family === 'memory' ? facts.memoryBytes : eventCount(facts.events, cpuEvent);
  return value === undefined || value <= 0 ? null : value;
}

/** ln(candidate/baseline) of one pair; null when either half was not counted. */
export function logRatio(attempt: Attempt, family: Family): number | null {
  if (attempt.pair === null) return null;
  const baseline = familyValue(attempt.pair.baseline, family);
  const candidate = familyValue(attempt.pair.candidate, family);
  return baseline === null || candidate === null ? null : Math.log(candidate / baseline);
}

/** Whether the arms lie far enough apart, in base units, for anyone to act on it. */
export function isWorthReading(attempts: readonly Attempt[], family: Family, { memory }: Design): boolean {
  if (family !== 'memory') return true;
  const differences = attempts.flatMap(({ pair }) =>
    pair === null ? [] : pair.candidate.memoryBytes - pair.baseline.memoryBytes,
  );
  return differences.length > 0 && Math.abs(median(differences)) > memory.bytes;
}

/** The pairs that a family is estimated from. Compiling and stalls cost time, not memory. */
export function usedAttempts(
  attempts: readonly Attempt[],
  family: MetricComparison['family'],
  { setAside }: Design,
): readonly Attempt[] {
  return family === 'memory' ? attempts : withoutCompiling(withoutStalled(attempts, setAside), setAside);
}

/** Log ratios of all pairs that a family is estimated from, in time order. */
export function logRatios(attempts: readonly Attempt[], family: Family, design: Design): readonly number[] {
  return usedAttempts(attempts, family, design).flatMap((one) => logRatio(one, family) ?? []);
}
