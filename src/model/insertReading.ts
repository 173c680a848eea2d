import type { ArmName, RunArm } from './arm.ts';
import type { Bytes, Microseconds } from './units.ts';

/** One execution of the insert by which a table is judged that is not made alike in all arms. The same rows go into it in every arm. */
export interface MeasuredInsert<Arm extends RunArm = ArmName> {
  readonly kind: 'measured';
  readonly arm: Arm;
  /** `database.table` of that arm. */
  readonly table: string;
  /** Executions of one number ran back to back. */
  readonly pair: number;
  readonly rows: number;
  readonly cpuUs: Microseconds;
  readonly timeUs: Microseconds;
  /** That it left on disk. */
  readonly bytes: Bytes;
}

/** Why inserts into a table were not measured. */
export interface UnmeasuredInsert<Arm extends RunArm = ArmName> {
  readonly kind: 'unmeasured';
  readonly arm: Arm;
  readonly table: string;
  readonly why: string;
}

export type InsertReading<Arm extends RunArm = ArmName> = MeasuredInsert<Arm> | UnmeasuredInsert<Arm>;

/** Rows of a table that are inserted to see what that costs, chosen alike wherever the rows are. */
export interface HeldRows {
  readonly rows: number;
  /** Equal where the rows are. */
  readonly checksum: string;
}
