import type { ArmName } from '../../model/arm.ts';
import type { Run } from '../../model/run.ts';
import { statesOfArm } from './keptStates.ts';

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
  const { identical: __, unopened: ___, rowDifferences: ____, states: _____, tablesRead: ______, ...own } = run;
  // What was read of both arms beside one another is nothing of this one beside an arm of another run.
  const { versions: _______, schemas: ________, inserts: _________, ...rest } = own;
  return {
    ...rest,
    plan: { ...plan, arms: [arm] },
    arms: of(run.arms),
    cases: of(run.cases),
    samples: of(run.samples).filter((one) => ids.has(one.caseId)),
    digests: of(run.digests),
    ...statesOfArm(run, arm),
    ...(run.scripts === undefined ? {} : { scripts: of(run.scripts) }),
    ...(run.explanations === undefined ? {} : { explanations: of(run.explanations) }),
  };
}
