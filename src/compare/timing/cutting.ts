import type { PerArm } from '../../model/arm.ts';
import type { CutExecutions } from '../../model/reason.ts';

interface Tallied {
  readonly tally: PerArm<{ readonly cut: number; readonly completed: number; readonly missing: number }>;
}

/** How many executions of each arm were cut; null where none was. */
export function cutExecutions({ tally: { baseline, candidate } }: Tallied): PerArm<CutExecutions> | null {
  if (baseline.cut === 0 && candidate.cut === 0) return null;
  return {
    baseline: { cut: baseline.cut, of: baseline.cut + baseline.completed + baseline.missing },
    candidate: { cut: candidate.cut, of: candidate.cut + candidate.completed + candidate.missing },
  };
}
