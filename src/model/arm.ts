import type { Environment } from './environment.ts';
import type { TargetPrice } from './price.ts';
import type { Milliseconds } from './units.ts';
import type { Params, Settings, Tags } from './workload.ts';
import type { ScratchTable } from './writing.ts';

/** The two sides of a comparison. A run of one arm calls it `baseline`. */
export type ArmName = 'baseline' | 'candidate';

/** An arm of a run: its baseline, and the first, second, … of those that are compared with it. */
export type RunArm = ArmName | `candidate${number}`;

/** Arms of a run at most: a block of them has to fit into the time in which a machine stays as it is. */
export const mostArms = 8;

/** @param nth from 2 */
export function furtherArm(nth: number): `candidate${number}` {
  return `candidate${nth}`;
}

/** A value for each of the two arms. */
export type PerArm<T> = Readonly<Record<ArmName, T>>;

/** The text and settings that one arm sends for one case. */
export interface ArmCase<Arm extends RunArm = ArmName> {
  readonly caseId: string;
  readonly arm: Arm;
  readonly name: string;
  readonly description: string;
  readonly sql: string;
  /** What the author wrote, where that is not what is sent: a clock was pinned in it. */
  readonly written?: string;
  readonly params: Params;
  readonly settings: Settings;
  readonly tags: Tags;
  readonly weight: number;
  /** As in the workload; recorded where executions have a price. */
  readonly weightStated?: true;
  /** Absent: the plan's. */
  readonly timeoutMs?: Milliseconds;
  /** Where it writes to; absent for a statement that only reads. */
  readonly writes?: ScratchTable;
  /** The workload says that results need not agree, so that they are not read. Absent: they are compared. */
  readonly results?: 'ignore';
  /** `file:line:column` it was read from. */
  readonly place: string;
}

/** The state of a repository that an arm's queries were taken from. */
export interface Revision {
  /** What people call it: a branch, a tag, or what was asked for; absent where it has no name but its commit. */
  readonly name?: string;
  /** In full: 40 or 64 hexadecimal digits. */
  readonly commit: string;
  /** Whether files that are in no commit are part of it. */
  readonly uncommitted: boolean;
}

/** What people know an arm by. */
export interface NamedArm<Arm extends RunArm = ArmName> {
  readonly arm: Arm;
  /** What the user calls it, where a run has more arms than two; absent: `arm`. */
  readonly label?: string;
  readonly workload: string;
  /** Absent where the queries were not taken from a revision by hogbench. */
  readonly revision?: Revision;
}

export interface ArmDescription<Arm extends RunArm = ArmName> extends NamedArm<Arm> {
  readonly environment: Environment;
  /** What its target costs; absent: nobody said. */
  readonly price?: TargetPrice;
}
