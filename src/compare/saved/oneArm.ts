import type { ArmName } from '../../model/arm.ts';
import type { Run } from '../../model/run.ts';

/** The arm that a stored run speaks of: of a comparison, what is new in it. */
export function armOfRecord({ plan }: Run): ArmName {
  return plan.arms.includes('candidate') ? 'candidate' : 'baseline';
}

/**
 * One arm of a comparison, as a run of its own, whose sessions are those of the comparison. A run of one arm is it already. Cases that
 * checked the measuring are none of the arm's.
 */
export function oneArm(run: Run, arm: ArmName): Run {
  if (run.plan.arms.length === 1) return run;
  const ids = new Set(run.plan.caseIds);
  const of = <T extends { readonly arm: ArmName }>(all: readonly T[]): readonly T[] =>
    all.filter((one) => one.arm === arm);
  const { selfCheck: _, ...plan } = run.plan;
  const { identical: __, unopened: ___, rowDifferences: ____, ...rest } = run;
  return {
    ...rest,
    plan: { ...plan, arms: [arm] },
    arms: of(run.arms),
    cases: of(run.cases),
    samples: of(run.samples).filter((one) => ids.has(one.caseId)),
    digests: of(run.digests),
    ...(run.explanations === undefined ? {} : { explanations: of(run.explanations) }),
  };
}
