import type { ArmName, RunArm } from './arm.ts';

/**
 * Checksums of a result. `digest` is how the first version read one: rows in any order, values alone, computed on the server.
 */
export type Digest =
  | AnswerDigest
  | { readonly kind: 'digest'; readonly rows: string; readonly checksum: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** One reading of a case's result in one arm. Each arm is read at least twice, to see whether it agrees with itself. */
export interface DigestReading<Arm extends RunArm = ArmName> {
  readonly caseId: string;
  readonly arm: Arm;
  readonly attempt: number;
  /** True when all rows that tie with the last one were asked for, with the keys of their order. */
  readonly tied?: boolean;
  readonly digest: Digest;
}

/** Checksums of one part of an answer: its rows, its totals, its extremes. */
export interface PartDigest {
  /** Floats cut to seven digits at steps, and halfway between steps. Parts are the same to seven digits when either is. */
  readonly hashes: readonly [atSteps: string, betweenSteps: string];
  /** Floats other than 0 among its values; absent when there are none. */
  readonly floats?: number;
  /** Weighted sum of their logarithms, and what its last digits lost. */
  readonly sketch?: readonly [sum: number, lost: number];
}

/** Checksums of the order of rows. Rows that tie in all keys may come in any order, where the keys are known. */
export interface OrderDigest {
  readonly hashes: readonly [atSteps: string, betweenSteps: string];
  /** False when the keys of the rows could not be read, so that this is the order of single rows. */
  readonly ties: boolean;
  /** Groups of rows that tie: an order that tells fewer apart promises less. */
  readonly groups: number;
  /** Rows at an end where a LIMIT or OFFSET cuts: others could stand there that tie with them. They are in no other checksum. */
  readonly edge?: EdgeDigest;
}

export interface EdgeDigest {
  /** Of the keys in which they tie. */
  readonly keys: string;
  readonly rows: PartDigest;
  readonly count: number;
}

/** A column as a client sees it. */
export interface AnswerColumn {
  readonly name: string;
  readonly type: string;
}

/** What a client receives of a statement, as checksums. */
export interface AnswerDigest {
  readonly kind: 'answer';
  /** Rows that were read. */
  readonly rows: string;
  readonly columns: readonly AnswerColumn[];
  readonly cells: PartDigest;
  /** Absent where the outermost statement does not order its rows. */
  readonly order?: OrderDigest;
  readonly totals?: PartDigest;
  readonly extremes?: PartDigest;
  /** The FORMAT that the statement states, and settings of its look; the answer was read in another. */
  readonly format?: string;
  /**
   * Set where only a reading with ties (`DigestReading.tied`) tells whether answers differ in ties alone: in the `order` of rows, or where a
   * LIMIT cuts, in which `rows` there are.
   */
  readonly tiesOpen?: 'order' | 'rows';
}

/** The beginning of a result. */
export interface ResultRows {
  readonly kind: 'rows';
  readonly columns: readonly AnswerColumn[];
  /** One JSON array a row, in the order the server sent them. */
  readonly lines: readonly string[];
  /** The limit that ended the reading; null when the whole result was read. */
  readonly cutBy: 'rows' | 'bytes' | null;
  /** For each row the number of its group, where those that tie were asked for: rows of one group may come in any order. */
  readonly groups?: readonly number[];
}
