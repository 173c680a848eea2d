import type { PerArm } from './arm.ts';
import type { ColumnShape } from './tableShape.ts';
import type { Bytes, Microseconds, Ratio } from './units.ts';

export interface TableSize {
  readonly rows: number;
  readonly parts: number;
  readonly bytes: Bytes;
  readonly uncompressedBytes: Bytes;
  readonly primaryKeyBytes: Bytes;
}

/** Null in an arm that does not have the column. */
export interface ColumnChange {
  readonly name: string;
  readonly values: PerArm<Omit<ColumnShape, 'name'> | null>;
}

/** Null in an arm that does not have it. */
export interface AdditionChange {
  readonly kind: 'index' | 'projection';
  readonly name: string;
  readonly bytes: PerArm<Bytes | null>;
}

/** A table of the arms, side by side. */
export interface TableChange {
  readonly table: string;
  /** The candidate's, where that has another name. */
  readonly other?: string;
  /** Null in an arm that does not have the table. */
  readonly sizes: PerArm<TableSize | null>;
  /** Lines of its definition that one arm alone has. */
  readonly lines: PerArm<readonly string[]>;
  /** Lines beyond those. */
  readonly moreLines: number;
  /** Of another type or codec, largest first. */
  readonly columns: readonly ColumnChange[];
  readonly additions: readonly AdditionChange[];
  /** Absent where it was not measured. */
  readonly insert?: InsertCost;
}

/** What the same rows cost to insert, in pairs; or why that is not known. */
export type InsertCost =
  | { readonly kind: 'unmeasured'; readonly why: string }
  | {
      readonly kind: 'measured';
      readonly rows: number;
      readonly pairs: number;
      readonly cpu: InsertFigure<Microseconds>;
      readonly time: InsertFigure<Microseconds>;
      readonly bytes: InsertFigure<Bytes>;
    };

/** Medians of the arms; of the ratio of a pair, candidate to baseline, the median, the least and the most. Null ratios: a baseline of 0. */
export interface InsertFigure<T> {
  readonly values: PerArm<T>;
  readonly ratio: Ratio | null;
  readonly low: Ratio | null;
  readonly high: Ratio | null;
}

/** How tables are made otherwise in the candidate; there where any is. */
export interface SchemaChange {
  /** Null where a server does not tell how its tables are made. What differs comes first. */
  readonly tables: readonly TableChange[] | null;
}
