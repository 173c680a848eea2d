import type { ArmName } from './arm.ts';
import type { Debt, Drift, Seen } from './debt.ts';
import type { MissingState } from './serverState.ts';
import type { EpochMs } from './units.ts';

/** What a figure was over the readings of a run. */
export interface StateRange {
  readonly first: number;
  readonly last: number;
  readonly least: number;
  readonly most: number;
}

/** A table over time. A figure that no reading has is absent. */
export interface TableOverTime {
  readonly table: string;
  /** Readings at which merges or mutations ran on it, or had merged parts away. */
  readonly busy: Seen;
  readonly parts?: StateRange;
  /** In the partition of a host that has the most. */
  readonly mostParts?: StateRange;
  readonly rows?: StateRange;
  readonly merges?: StateRange;
  readonly mutations?: StateRange;
  readonly queue?: StateRange;
  readonly delaySeconds?: StateRange;
  /** Evenly chosen where there were many readings, the first and the last among them. */
  readonly points: readonly { readonly at: EpochMs; readonly parts: number | null; readonly busy: boolean }[];
}

/** A server over time. */
export interface ServerOverTime {
  /** Those that run on it. */
  readonly arms: readonly ArmName[];
  readonly readings: number;
  readonly merges?: StateRange;
  readonly mutations?: StateRange;
  readonly foreignQueries?: StateRange;
  readonly tables: readonly TableOverTime[];
  /** More than are looked at, at the reading that left out the most; absent: none was. */
  readonly tablesLeftOut?: number;
  readonly missing?: readonly MissingState[];
}

/** What the servers did while they were measured. */
export interface StateReport {
  readonly servers: readonly ServerOverTime[];
  /** What withheld verdicts, each once. */
  readonly debts: readonly Debt[];
  readonly drift: readonly Drift[];
}
