import type { Bytes, Milliseconds } from './units.ts';

/** What a measured statement that writes does. */
export type WriteKind = 'insert' | 'optimize' | 'mutation' | 'create';

/** The table that a case writes to. It lives in a database of its own, made for one execution and dropped after it. */
export interface ScratchTable {
  readonly kind: WriteKind;
  readonly table: string;
  /** What it is at the start of each execution; absent where the statement makes it. */
  readonly fresh?: FreshTable;
}

/** A copy of another table. */
export interface FreshTable {
  /** `table` or `database.table`, as written. */
  readonly from: string;
  readonly rows: 'none' | 'all';
}

/** A table as the server describes it. */
export interface TableState {
  readonly rows: number;
  readonly parts: number;
  /** On disk; of a table in memory what it takes there. */
  readonly bytes: Bytes;
}

/** The table of one execution, before the statement and after it. */
export interface WrittenTable {
  readonly before: TableState;
  readonly after: TableState;
}

/** A scratch table and the database that is made for one execution. */
export interface Scratch extends ScratchTable {
  readonly database: string;
  /** How long the database may be needed; a later run may drop it after that. */
  readonly keepMs: Milliseconds;
}

/** What the names of all scratch databases begin with. */
export const scratchPrefix = 'hogbench_scratch_';

/** The database of one execution, `token` being its own in that run. */
export function scratchDatabase(runId: string, token: string): string {
  return `${scratchPrefix}${runId.replaceAll(/\W/g, '_')}_${token}`;
}
