import type { Estimate, Exact, MetricComparison } from './metric.ts';

/** A metric of both arms, whatever is said of why it could not be compared. */
interface Summarized extends Pick<MetricComparison, 'baseline' | 'candidate'> {
  readonly result: Estimate | Exact | { readonly kind: 'notCompared' };
}

/**
 * The two values of a metric that stand beside its ratio. For a paired estimate: the baseline's median, and what the
 * candidate takes for it, median × ratio. The candidate's own median can lie on the other side of the baseline's,
 * since noise that hits both halves of a pair cancels in the ratio and not in the medians.
 */
export function typicalValues({ baseline, candidate, result }: Summarized): {
  readonly baseline: number | null;
  readonly candidate: number | null;
} {
  if (result.kind === 'exact') return { baseline: result.baseline, candidate: result.candidate };
  const before = baseline?.median ?? null;
  if (result.kind === 'notCompared' || before === null)
    return { baseline: before, candidate: candidate?.median ?? null };
  return { baseline: before, candidate: before * result.ratio };
}
