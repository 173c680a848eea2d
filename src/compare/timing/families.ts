import type { Design, Family } from '../../model/design.ts';
import type { MetricComparison } from '../../model/metric.ts';
import type { RunPlan } from '../../model/run.ts';
import { eventCount, type ServerFacts } from '../../model/serverFacts.ts';
import { median } from '../statistics/averages.ts';
import type { Attempt } from './pairing.ts';
import { withoutCompiling, withoutStalled } from './setAside.ts';

const families: readonly Family[] = ['time', 'instructions', 'cpu', 'memory'];

/** Those that a design judges. */
export function familiesOf({ families: rules }: Design): readonly Family[] {
  return families.filter((family) => rules[family] !== undefined);
}

/** The false discovery rate that one family may spend, over all looks. */
export function levelOf(family: Family, { falseDiscoveryRate, families: rules }: Design): number {
  return falseDiscoveryRate * (rules[family]?.share ?? 0);
}

/** A change smaller than this is no change, as a share. */
export function marginOf(family: Family, { margin, design }: Pick<RunPlan, 'margin' | 'design'>): number {
  if (family === 'memory') return Math.max(margin, design.memory.share);
  return family === 'instructions' ? Math.max(margin, design.families.instructions?.leastMargin ?? 0) : margin;
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
export const instructionEvent = 'PerfInstructions';

const events = { cpu: cpuEvent, instructions: instructionEvent } as const;

/** What a family measures, in microseconds, bytes or instructions; null when the server does not count it. */
export function familyValue(facts: ServerFacts, family: Family): number | null {
  if (family === 'time') return Math.max(facts.durationUs, 1);
  const value = family === 'memory' ? facts.memoryBytes : eventCount(facts.events, events[family]);
  return value === undefined || value <= 0 ? null : value;
}

/** ln(candidate/baseline) of one pair; null when either half was not counted. */
export function logRatio(attempt: Attempt, family: Family): number | null {
  if (attempt.pair === null) return null;
  const { runningUs } = attempt.pair;
  if (family === 'time' && runningUs !== undefined) return Math.log(runningUs.candidate / runningUs.baseline);
  const baseline = familyValue(attempt.pair.baseline, family);
  const candidate = familyValue(attempt.pair.candidate, family);
  return baseline === null || candidate === null ? null : Math.log(candidate / baseline);
}

/** Whether the arms lie far enough apart, in base units, for anyone to act on it. */
export function isWorthReading(attempts: readonly Attempt[], family: Family, { memory, clock }: Design): boolean {
  if (family === 'time' || family === 'instructions') return true;
  const pairs = attempts.flatMap(({ pair }) => pair ?? []);
  const tick = pairs[0]?.cpuTickUs;
  const least = family === 'memory' ? memory.bytes : (tick ?? 0) * (clock.leastTicks ?? 0);
  if (least === 0) return true;
  const read = (facts: ServerFacts): number =>
    family === 'memory' ? facts.memoryBytes : (eventCount(facts.events, cpuEvent) ?? 0);
  const differences = pairs.map(({ baseline, candidate }) => read(candidate) - read(baseline));
  return differences.length > 0 && Math.abs(median(differences)) > least;
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
  const ratios: number[] = [];
  for (const one of usedAttempts(attempts, family, design)) {
    const ratio = logRatio(one, family);
    if (ratio !== null) ratios.push(ratio);
  }
  return ratios;
}
