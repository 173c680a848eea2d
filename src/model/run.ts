import type { DigestReading } from './answer.ts';
import type { ArmCase, ArmDescription, ArmName, NamedArm, RunArm } from './arm.ts';
import type { Design } from './design.ts';
import { UserError } from './errors.ts';
import type { ExplanationReading } from './explanation.ts';
import type { InsertReading } from './insertReading.ts';
import type { Mode } from './mode.ts';
import type { Notice } from './notice.ts';
import type { UnitPrices } from './price.ts';
import type { RowDifferenceReading } from './rowDifference.ts';
import type { Sample } from './sample.ts';
import type { Evidence } from './serverFacts.ts';
import type { CaseTables, StateReading } from './serverState.ts';
import type { JoinedShards, Shard } from './shard.ts';
import type { SchemaReading } from './tableShape.ts';
import type { EpochMs, Milliseconds } from './units.ts';
import type { VersionReading } from './versionReading.ts';

/** A case run as baseline against baseline, under an id of its own that no case of a workload can have. */
export interface SelfCheckCase {
  readonly caseId: string;
  /** The case whose baseline both its arms send, to the baseline's target. */
  readonly of: string;
}

/** Which cases also check the measuring itself. See docs/statistics.md. */
export interface SelfCheckPlan {
  /** How many of the pool are run; 0 when the self-check was switched off. */
  readonly count: number;
  /** Drawn by the seed; after the first round the cheapest of it are kept. */
  readonly pool: readonly SelfCheckCase[];
  /** Of all executions, that it may take at most; absent: there are so many cases that it needs no limit. */
  readonly mostShare?: number;
}

/**
 * The order of a run as data. Together with the list of cases still open it determines every
 * execution: see `orderRound`.
 */
export interface RunPlan<Arm extends RunArm = ArmName> {
  readonly seed: number;
  /** The baseline first. */
  readonly arms: readonly Arm[];
  readonly caseIds: readonly string[];
  /** Sessions of the first stage; 1 for an adaptive comparison. */
  readonly screeningSessions: number;
  /** Fresh sessions that confirm a suspect; 0 switches the second stage off. */
  readonly confirmationSessions: number;
  readonly minPairs: number;
  readonly maxPairs: number;
  /** Unmeasured executions of each arm at the start of a session. */
  readonly warmups: number;
  readonly concurrency: number;
  readonly timeoutMs: Milliseconds;
  /** Absent: no limit on the whole run. */
  readonly budgetMs?: Milliseconds;
  readonly margin: number;
  /** Both arms run on one machine, so that what waits for a core waits for the same; absent: they may not. */
  readonly oneMachine?: boolean;
  /**
   * A case that is undecided after `maxPairs` goes on until its first stage has taken so long; absent: it does not. Milliseconds of
   * server time, all halves together.
   */
  readonly caseMs?: Milliseconds;
  /** By which thresholds the run is judged, whenever that happens. */
  readonly design: Design;
  readonly mode: Mode;
  /** Absent where time is not judged, and in files that are older than it. */
  readonly selfCheck?: SelfCheckPlan;
}

export type RunStatus =
  | { readonly kind: 'complete' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'incomplete'; readonly reason: string };

/** Everything that was measured, in time order. The only source of every summary. */
export interface Run<Arm extends RunArm = ArmName> {
  readonly id: string;
  readonly startedAt: EpochMs;
  readonly plan: RunPlan<Arm>;
  readonly arms: readonly ArmDescription<Arm>[];
  readonly cases: readonly ArmCase<Arm>[];
  /** Cases that both arms send alike to one server, and that are not among `cases` for it; absent: none was left out. */
  readonly identical?: number;
  /** Both arms where they send the same, so that no server was opened and `arms` is empty; absent otherwise. */
  readonly unopened?: readonly NamedArm<Arm>[];
  /** What is not as usual, and who set it. Absent in files older than it. */
  readonly options?: readonly OptionInEffect[];
  /** How the arms' servers differ by themselves; absent where they are the same program, and in files older than it. */
  readonly versions?: VersionReading<Arm>;
  /** What executions and data cost; absent: nobody said. */
  readonly prices?: UnitPrices;
  /** How the arms' tables are made; absent where they are made alike, and in files older than it. */
  readonly schemas?: SchemaReading<Arm>;
  /** By which the tables of the arms are made. Absent in files older than it. */
  readonly scripts?: readonly ArmScripts<Arm>[];
  /** That it is a part of a run, which is judged when it is joined with the others; absent: it is a whole one. */
  readonly shard?: Shard;
  /** The parts that it was joined from; absent: it was measured in one. */
  readonly shards?: JoinedShards;
  readonly samples: readonly Sample<Arm>[];
  readonly digests: readonly DigestReading<Arm>[];
  /** Absent in files older than it. */
  readonly explanations?: readonly ExplanationReading<Arm>[];
  /** Absent where no results differ, where rows were not asked for, and in files older than it. */
  readonly rowDifferences?: readonly RowDifferenceReading[];
  /** Of the servers, in time order. Absent where none was read, and in files older than it. */
  readonly states?: readonly StateReading<Arm>[];
  /** Absent where no log told of any. */
  readonly tablesRead?: readonly CaseTables<Arm>[];
  /** What inserts cost; absent where nobody asked. */
  readonly inserts?: readonly InsertReading<Arm>[];
  /** Arms that went away while the others were measured on; absent: none did. */
  readonly gone?: readonly GoneArm[];
  readonly notices: readonly Notice[];
  /** Of how many comparisons with one baseline it is one, so that its thresholds are stricter; never stored. Absent: it is the only one. */
  readonly comparisons?: number;
  /** That parts of its file are lost, in a sentence; never stored. Absent: nothing is known to be. */
  readonly lost?: string;
  readonly status: RunStatus;
}

/** The scripts of an arm's workload: their hash, behind the name of the database. */
export interface ArmScripts<Arm extends RunArm = ArmName> {
  readonly arm: Arm;
  readonly hash: string;
}

/** An arm of several that could not be measured to the end, and why. */
export interface GoneArm {
  readonly arm: RunArm;
  readonly reason: string;
}

/**
 * A run of one arm or two as such.
 * @param place where it was read from, for people
 * @throws UserError usage for a run of more arms than two
 */
export function asTwoArms(run: Run<RunArm>, place?: string): Run {
  if (isOfTwoArms(run)) return run;
  throw new UserError(
    'usage',
    `this run compares ${run.plan.arms.length} arms, and two are needed here`,
    'Show it with hogbench report, or measure the two arms alone.',
    place,
  );
}

export function isOfTwoArms(run: Run<RunArm>): run is Run {
  return isPlanOfTwoArms(run.plan);
}

export function isPlanOfTwoArms(plan: RunPlan<RunArm>): plan is RunPlan {
  return plan.arms.length <= 2;
}

/** Where measurements go as they come. */
export interface Recorder {
  sample(sample: Sample<RunArm>): void;
  evidence(seq: number, evidence: Evidence): void;
  digest(reading: DigestReading<RunArm>): void;
  explanation(reading: ExplanationReading<RunArm>): void;
  rowDifference(reading: RowDifferenceReading): void;
  state(reading: StateReading<RunArm>): void;
  tablesRead(tables: CaseTables<RunArm>): void;
  notice(notice: Notice): void;
  gone(arm: GoneArm): void;
}

/** An option that decides what is measured or how it is judged, and who set it. Values of secrets are none. */
export interface OptionInEffect {
  /** As the flag is called, without the dashes. */
  readonly name: string;
  readonly value: string;
  /** `--margin`, `HOGBENCH_MARGIN`, or the file of the config. */
  readonly from: string;
  /** True for a config that lay in the working folder, and that nobody named. */
  readonly found?: boolean;
}

/** As a part of a record that has no such key where all is as usual. */
export function listed(options: readonly OptionInEffect[] = []): { readonly options?: readonly OptionInEffect[] } {
  return options.length === 0 ? {} : { options };
}
