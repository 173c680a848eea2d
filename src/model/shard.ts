import type { ArmDescription } from './arm.ts';
import type { EpochMs } from './units.ts';

/** Far more machines than a comparison has a use for. */
export const mostShards = 1000;

/** Characters of the name of a run that has parts. */
export const longestShardRun = 200;

/** One of the parts that the cases of a run are cut into, each for a machine of its own. */
export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
  /** The name that the parts of one run have in common, such as that of a CI run; absent: nobody gave one. */
  readonly run?: string;
  /** SHA-256 of what the arms send in all parts, its start: other texts anywhere make another run. */
  readonly workload: string;
  /** Every case of the run in its order, those of one arm alone too, and the part that has it. */
  readonly whole: readonly ShardedCase[];
}

export interface ShardedCase {
  readonly caseId: string;
  readonly shard: number;
}

/** A part as it was joined with the others. */
export interface JoinedShard {
  readonly index: number;
  readonly runId: string;
  readonly startedAt: EpochMs;
  readonly caseIds: readonly string[];
  /** Where it was measured; empty where nothing was. */
  readonly arms: readonly ArmDescription[];
}

/** The parts that a run was joined from. */
export interface JoinedShards {
  readonly of: number;
  /** As `Shard.run`. */
  readonly run?: string;
  readonly parts: readonly JoinedShard[];
}
