import type { RunArm } from './arm.ts';

/**
 * How cells of results are shown: `values` as they are, `masked` with pseudonyms in the place of text, `off` not at all,
 * so that no row is read.
 */
export const rowDisplays = ['values', 'masked', 'off'] as const;

export type RowDisplay = (typeof rowDisplays)[number];

/** A cell as text, cut to be read; null is NULL. */
export type Cell = string | null;

/** What was read of one arm's result. */
export interface RowsOfArm {
  /** Rows of the whole result. */
  readonly total: number;
  /** Rows that were read; less than `total` when a limit ended the reading. */
  readonly read: number;
  /** The limit that ended the reading; null when the whole result was read. */
  readonly cutBy: 'rows' | 'bytes' | null;
  /** Rows read that are not among those read of the other arm, duplicates counted. */
  readonly only: number;
  /** Names of the columns that are shown, in the order of the result. */
  readonly columns: readonly string[];
  /** Columns that are not shown. */
  readonly hiddenColumns: number;
  /** The first of the rows that only this arm has, up to three; a cell for each shown column. */
  readonly rows: readonly (readonly Cell[])[];
}

/** Rows that stand side by side, as places in `rows` of the arms. */
export interface RowPair {
  /** Null when the row of the other arm has no counterpart. */
  readonly baseline: number | null;
  readonly candidate: number | null;
  /** Places of the shown columns in which the two differ; empty for a row alone. */
  readonly differs: readonly number[];
}

/** A column that both arms have, with another type in each. */
export interface ColumnTypes {
  readonly column: string;
  readonly baseline: string;
  readonly candidate: string;
}

/** The rows in which the results of a case differ, or why they are not known. */
export type RowDifference =
  | {
      readonly kind: 'compared';
      readonly display: 'values' | 'masked';
      readonly baseline: RowsOfArm;
      readonly candidate: RowsOfArm;
      /** In the order of the baseline's rows; rows of the candidate alone come last. */
      readonly pairs: readonly RowPair[];
      /** Of all columns those whose values differ among the rows that differ; empty when that cannot be told. */
      readonly columnsThatDiffer: readonly string[];
      readonly typesThatDiffer: readonly ColumnTypes[];
      /** True when both results were read whole and agree, their floats to eleven digits. */
      readonly agrees?: boolean;
      /** True when both were read whole, and they differ in rows alone that tie where a LIMIT of the baseline cuts. */
      readonly ties?: boolean;
    }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** One case whose results differ, its rows read again at the end of a run. */
export interface RowDifferenceReading {
  readonly caseId: string;
  /** Of more arms than two: whose rows were held against the baseline's; absent: the candidate's. */
  readonly arm?: RunArm;
  readonly difference: RowDifference;
}
