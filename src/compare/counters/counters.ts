import type { Design } from '../../model/design.ts';
import type { Exact } from '../../model/metric.ts';
import type { RunPlan } from '../../model/run.ts';
import type { Values } from '../statistics/averages.ts';
import { type ArmFacts, valuesOf } from './armValues.ts';
import { gatingCounters, workFloor } from './metricCatalog.ts';

/** The values of a counter that is the same in every execution of an arm, in both arms; null when it varies or is unknown. */
export function exactOf(
  baselineValues: Values,
  candidateValues: Values,
  { fewestExecutions }: Design['counters'],
): Exact | null {
  const baseline = constantOf(baselineValues, fewestExecutions);
  const candidate = constantOf(candidateValues, fewestExecutions);
  if (baseline === null || candidate === null) return null;
  const ratio = baseline === 0 ? (candidate === 0 ? 1 : null) : candidate / baseline;
  return { kind: 'exact', baseline, candidate, ratio };
}

/** Every counter of work that is exact in both arms. */
export function exactCounters(facts: ArmFacts, { counters }: Design): readonly (Exact & { readonly metric: string })[] {
  return [...gatingCounters].flatMap((metric) => {
    const exact = exactOf(valuesOf(facts.baseline, metric), valuesOf(facts.candidate, metric), counters);
    return exact === null ? [] : { ...exact, metric };
  });
}

function constantOf(values: Values, fewestExecutions: number): number | null {
  const first = values[0];
  if (first === undefined || values.length < fewestExecutions) return null;
  for (let i = 1; i < values.length; i++) if (values[i] !== first) return null;
  return first;
}

/** What the counters of work say together. */
export interface WorkVerdict {
  readonly kind: 'grew' | 'shrank' | 'mixed' | 'same' | 'unknown';
  /** Counters that moved beyond the margin and by more than any execution costs. */
  readonly moved: readonly (Exact & { readonly metric: string })[];
  /** Others are beyond the margin too, by less than `workFloor`. */
  readonly slight: boolean;
  /** Counters of work that vary within an arm, so that equality says nothing. */
  readonly varying: readonly string[];
}

/** Judges the counters of work by equality. A move inside the margin, or below `workFloor`, is no more than an observation. */
export function judgeWork(facts: ArmFacts, { margin, design }: Pick<RunPlan, 'margin' | 'design'>): WorkVerdict {
  const moved: (Exact & { metric: string })[] = [];
  const varying: string[] = [];
  let known = 0;
  let slight = false;
  for (const metric of gatingCounters) {
    const [baseline, candidate] = [valuesOf(facts.baseline, metric), valuesOf(facts.candidate, metric)];
    const exact = exactOf(baseline, candidate, design.counters);
    if (exact === null) {
      if (Math.min(baseline.length, candidate.length) >= design.counters.fewestExecutions) varying.push(metric);
      continue;
    }
    known++;
    if (!grew(exact, margin) && !shrank(exact, margin)) continue;
    if (isLarge(metric, exact, design)) moved.push({ ...exact, metric });
    else slight = true;
  }
  const up = moved.some((one) => grew(one, margin));
  const down = moved.some((one) => shrank(one, margin));
  const kind = up && down ? 'mixed' : up ? 'grew' : down ? 'shrank' : known === 0 ? 'unknown' : 'same';
  return { kind, moved: moved.sort((a, b) => size(b) - size(a)), slight, varying };
}

function isLarge(metric: string, { baseline, candidate }: Exact, { counters }: Design): boolean {
  return Math.abs(candidate - baseline) >= workFloor(metric, counters.floor);
}

function grew({ ratio, candidate }: Exact, margin: number): boolean {
  return ratio === null ? candidate > 0 : ratio > 1 + margin;
}

function shrank({ ratio }: Exact, margin: number): boolean {
  return ratio !== null && ratio < 1 / (1 + margin);
}

/** How far a ratio is from 1, in either direction. */
export function size({ ratio }: { readonly ratio: number | null }): number {
  return ratio === null || ratio === 0 ? Number.MAX_VALUE : Math.abs(Math.log(ratio));
}
