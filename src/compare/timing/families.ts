import { median } from 'simple-statistics';
import type { MetricComparison } from '../../model/metric.ts';
import type { RunPlan } from '../../model/run.ts';
import { eventCount, type ServerFacts } from '../../model/serverFacts.ts';
import { withoutCompiling } from './compiling.ts';
import type { Attempt } from './pairing.ts';
import { withoutStalled } from './stalls.ts';

/** Metrics that are tested, each with its own correction for multiplicity. */
export type Family = 'time' | 'cpu' | 'memory';

export const families: readonly Family[] = ['time', 'cpu', 'memory'];

/** The chance of a false discovery that a whole run may take, over all families. */
export const falseDiscoveryRate = 0.05;

interface FamilyRule {
  /** Part of the false discovery rate. Time gets most of it, since people feel time. */
  readonly share: number;
  /** One-sided level at which a likely change becomes a suspicion; false ones cost pairs, not verdicts. */
  readonly suspectLevel: number;
}

const rules: Readonly<Record<Family, FamilyRule>> = {
  time: { share: 0.8, suspectLevel: 0.05 },
  cpu: { share: 0.15, suspectLevel: 0.01 },
  memory: { share: 0.05, suspectLevel: 0.01 },
};

/** The false discovery rate that one family may spend, over all looks. */
export function levelOf(family: Family): number {
  return falseDiscoveryRate * rules[family].share;
}

export function suspectLevelOf(family: Family): number {
  return rules[family].suspectLevel;
}

/** Peak memory follows threads and block sizes; only a change beyond both of these is worth a reader's time. */
export const memoryTolerance: { readonly share: number; readonly bytes: number } = {
  share: 0.25,
  bytes: 16 * 1024 * 1024,
};

/** A change smaller than this is no change, as a share. */
export function marginOf(family: Family, plan: Pick<RunPlan, 'margin'>): number {
  return family === 'memory' ? Math.max(plan.margin, memoryTolerance.share) : plan.margin;
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
export function isWorthReading(attempts: readonly Attempt[], family: Family): boolean {
  if (family !== 'memory') return true;
  const differences = attempts.flatMap(({ pair }) =>
    pair === null ? [] : pair.candidate.memoryBytes - pair.baseline.memoryBytes,
  );
  return differences.length > 0 && Math.abs(median(differences)) > memoryTolerance.bytes;
}

/** The pairs that a family is estimated from. Compiling and stalls cost time, not memory. */
export function usedAttempts(attempts: readonly Attempt[], family: MetricComparison['family']): readonly Attempt[] {
  return family === 'memory' ? attempts : withoutCompiling(withoutStalled(attempts));
}

/** Log ratios of all pairs that a family is estimated from, in time order. */
export function logRatios(attempts: readonly Attempt[], family: Family): readonly number[] {
  return usedAttempts(attempts, family).flatMap((one) => logRatio(one, family) ?? []);
}
