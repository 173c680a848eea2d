import type { NamedArm } from '../../model/arm.ts';
import type { ComparisonReport } from '../../model/comparison.ts';
import { fromTo } from '../../text/quantity.ts';
import { revisionName } from '../../text/revisionName.ts';

/** What people call an arm: its revision, where its queries were taken from one, or its workload. */
export function armName({ workload, revision }: NamedArm): string {
  return revision === undefined ? workload : revisionName(revision);
}

/** `main@1a2b3c4 → feature@4d5e6f1`; where both arms are called the same, that once. */
export function armNames(arms: readonly NamedArm[]): string {
  return fromTo(...new Set(arms.map(armName)));
}

/** `queries`, where the names of the arms do not say which workload it is; empty otherwise. */
export function sharedWorkload(arms: readonly NamedArm[]): string {
  const workloads = new Set(arms.map(({ workload }) => workload));
  const [only] = workloads;
  return workloads.size === 1 && only !== undefined && arms.some((one) => armName(one) !== only) ? only : '';
}

/** As `armName`, for the head of a column: `feature@4d5e6f1 + changes`. */
export function armColumn({ workload, revision }: NamedArm): string {
  if (revision === undefined) return workload;
  return `${revisionName({ ...revision, uncommitted: false })}${revision.uncommitted ? ' + changes' : ''}`;
}

/** The arms of a report, also where no server of theirs was opened. */
export function namedArms({ arms, unopened }: Pick<ComparisonReport, 'arms' | 'unopened'>): readonly NamedArm[] {
  return unopened ?? arms;
}
