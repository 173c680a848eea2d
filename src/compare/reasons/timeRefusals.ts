import { UserError } from '../../model/errors.ts';
import type { Run } from '../../model/run.ts';
import { plural } from '../../text/quantity.ts';

/** Why runs cannot be compared at all, and what to do. */
export function oneArm({ id }: Run): UserError {
  return new UserError(
    'usage',
    `run ${id} holds one arm, and a comparison needs two`,
    'Measure two arms with `hogbench ab`, or compare two saved runs with `hogbench compare BASE CANDIDATE`.',
  );
}

export function severalArms({ id, plan }: Run): UserError {
  return new UserError(
    'usage',
    `run ${id} holds ${plan.arms.length} arms, and only runs of one arm can be compared with another run`,
    'Show its own comparison with `hogbench report FILE`, or measure one arm with `hogbench run`.',
  );
}

export function noCommonCase(base: Run, candidate: Run): UserError {
  return new UserError(
    'usage',
    `the runs have no case in common: ${shownCases(base)} and ${shownCases(candidate)}`,
    'Compare runs of one workload; a case is known by its name and parameters.',
  );
}

function shownCases({ cases, arms }: Run): string {
  return `${plural(cases.length, 'case')} of ${arms[0]?.workload ?? 'an unknown workload'}`;
}
