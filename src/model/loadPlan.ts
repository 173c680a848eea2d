import type { ArmCase, ArmDescription, ArmName } from './arm.ts';
import type { Arrival, LoadClass } from './loadClass.ts';
import type { OptionInEffect } from './run.ts';
import type { EpochMs, Milliseconds } from './units.ts';

/** What is offered to a class in one trial. */
export interface OfferedLoad {
  /** Name of a class. */
  readonly of: string;
  readonly arrival: Arrival;
  /** It is there to disturb, and its promise is not judged. */
  readonly background: boolean;
}

/** What a trial is for. */
export type TrialPurpose =
  /** The whole of `hogbench load`. */
  | { readonly kind: 'load' }
  /** A rate that a search for capacity tries. */
  | { readonly kind: 'probe' }
  /** The rate that it found, held for longer. */
  | { readonly kind: 'sustained' }
  /** A cell of the matrix: one class, alone or beside others, with the server's scheduling or without. */
  | {
      readonly kind: 'cell';
      readonly measured: string;
      readonly beside: readonly string[];
      readonly scheduling: boolean;
    };

/** One stretch of load on one arm. Its schedule is made of this, the cases and the recorded times alone. */
export interface TrialPlan {
  /** From 0, in the order in which they are run. */
  readonly id: number;
  readonly arm: ArmName;
  readonly purpose: TrialPurpose;
  readonly offered: readonly OfferedLoad[];
  readonly seed: number;
  /** Sent and not judged. */
  readonly warmupMs: Milliseconds;
  /** Of what is judged, behind the warm-up. */
  readonly durationMs: Milliseconds;
}

/** One of the machines that offer a load together, from 1. */
export interface LoadShard {
  readonly index: number;
  readonly of: number;
  /** The name that the parts have in common. */
  readonly run?: string;
}

/** A part as it was joined with the others. */
export interface JoinedLoadShard {
  readonly index: number;
  readonly runId: string;
  readonly startedAt: EpochMs;
  /** As this machine saw them. */
  readonly arms: readonly ArmDescription[];
}

/** The parts that a load was joined from. */
export interface JoinedLoadShards {
  readonly of: number;
  /** As `LoadShard.run`. */
  readonly run?: string;
  readonly parts: readonly JoinedLoadShard[];
}

/** How requests are sent. */
export interface Driving {
  /** Worker threads. */
  readonly workers: number;
  /** Requests that may be on their way at once, over all threads; further ones wait here, which is part of their latency. */
  readonly maxInFlight: number;
  /** Of a case that has none of its own. */
  readonly timeoutMs: Milliseconds;
}

/** What a file of load begins with. */
export interface LoadHeader {
  readonly id: string;
  readonly startedAt: EpochMs;
  readonly command: 'load' | 'capacity' | 'matrix';
  readonly seed: number;
  readonly arms: readonly ArmDescription[];
  readonly cases: readonly ArmCase[];
  readonly classes: readonly LoadClass[];
  /** Which class each case is in, by case id. */
  readonly classOf: Readonly<Record<string, string>>;
  readonly driving: Driving;
  /** Of how many requests a class the server's facts are asked, at most; the slowest and the failed ones are among them. */
  readonly sampleSize: number;
  /** Statements of the workload's `scheduling` that the server was given; absent: none. */
  readonly scheduling?: readonly string[];
  /** Of the recorded times that it was sent by; absent: by none. */
  readonly recordedDigest?: string;
  readonly options?: readonly OptionInEffect[];
  /** Absent: it is offered by one machine. */
  readonly shard?: LoadShard;
  /** The parts that it was joined from; absent: it was measured in one. */
  readonly shards?: JoinedLoadShards;
}
