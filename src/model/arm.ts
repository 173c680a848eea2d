import type { Environment } from './environment.ts';
import type { Milliseconds } from './units.ts';
import type { Params, Settings, Tags } from './workload.ts';
import type { ScratchTable } from './writing.ts';

/** The two sides of a comparison. A run of one arm calls it `baseline`. */
export type ArmName = 'baseline' | 'candidate';

/** A value for each of the two arms. */
export type PerArm<T> = Readonly<Record<ArmName, T>>;

/** The text and settings that one arm sends for one case. */
export interface ArmCase {
  readonly caseId: string;
  readonly arm: ArmName;
  readonly name: string;
  readonly description: string;
  readonly sql: string;
  readonly params: Params;
  readonly settings: Settings;
  readonly tags: Tags;
  readonly weight: number;
  /** Absent: the plan's. */
  readonly timeoutMs?: Milliseconds;
  /** Where it writes to; absent for a statement that only reads. */
  readonly writes?: ScratchTable;
  /** The workload says that results need not agree, so that they are not read. Absent: they are compared. */
  readonly results?: 'ignore';
  /** `file:line:column` it was read from. */
  readonly place: string;
}

export interface ArmDescription {
  readonly arm: ArmName;
  readonly workload: string;
  readonly environment: Environment;
}
