import type { ArmName, RunArm } from './arm.ts';
import type { Bytes } from './units.ts';

export interface ColumnShape {
  readonly name: string;
  readonly type: string;
  /** As the server writes it; empty for the usual one. */
  readonly codec: string;
  readonly bytes: Bytes;
  readonly uncompressedBytes: Bytes;
}

/** A skip index or a projection of a table. */
export interface Addition {
  readonly kind: 'index' | 'projection';
  readonly name: string;
  readonly bytes: Bytes;
}

/** How a table is made, and how large that makes it; of all shards of a cluster together. */
export interface TableShape {
  readonly database: string;
  readonly table: string;
  readonly rows: number;
  readonly parts: number;
  /** On disk, with all that belongs to the table. */
  readonly bytes: Bytes;
  readonly uncompressedBytes: Bytes;
  readonly primaryKeyBytes: Bytes;
  /** How the server writes it, line by line, without its database; cut where it is very long. */
  readonly definition: string;
  /** The largest of them. */
  readonly columns: readonly ColumnShape[];
  readonly additions: readonly Addition[];
}

/** How the tables of one arm are made: those that statements read, and those that are not made alike in all arms. */
export interface ShapesOfArm<Arm extends RunArm = ArmName> {
  readonly arm: Arm;
  /** Absent where this user may not look. */
  readonly tables?: readonly TableShape[];
}

/** How the tables of the arms are made, an arm each; read where they are not made alike. */
export type SchemaReading<Arm extends RunArm = ArmName> = readonly ShapesOfArm<Arm>[];

/** The most tables that a reading holds of an arm, and columns of a table. */
export const mostTablesRead = 50;
export const mostColumnsRead = 100;
