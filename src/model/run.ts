import type { DigestReading } from './answer.ts';
import type { ArmCase, ArmDescription, ArmName, NamedArm } from './arm.ts';
import type { Design } from './design.ts';
import type { ExplanationReading } from './explanation.ts';
import type { Mode } from './mode.ts';
import type { Notice } from './notice.ts';
import type { RowDifferenceReading } from './rowDifference.ts';
import type { Sample } from './sample.ts';
import type { Evidence } from './serverFacts.ts';
import type { JoinedShards, Shard } from './shard.ts';
import type { EpochMs, Milliseconds } from './units.ts';

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
export interface RunPlan {
  readonly seed: number;
  readonly arms: readonly ArmName[];
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
export interface Run {
  readonly id: string;
  readonly startedAt: EpochMs;
  readonly plan: RunPlan;
  readonly arms: readonly ArmDescription[];
  readonly cases: readonly ArmCase[];
  /** Cases that both arms send alike to one server, and that are not among `cases` for it; absent: none was left out. */
  readonly identical?: number;
  /** Both arms where they send the same, so that no server was opened and `arms` is empty; absent otherwise. */
  readonly unopened?: readonly NamedArm[];
  /** What is not as usual, and who set it. Absent in files older than it. */
  readonly options?: readonly OptionInEffect[];
  /** That it is a part of a run, which is judged when it is joined with the others; absent: it is a whole one. */
  readonly shard?: Shard;
  /** The parts that it was joined from; absent: it was measured in one. */
  readonly shards?: JoinedShards;
  readonly samples: readonly Sample[];
  readonly digests: readonly DigestReading[];
  /** Absent in files older than it. */
  readonly explanations?: readonly ExplanationReading[];
  /** Absent where no results differ, where rows were not asked for, and in files older than it. */
  readonly rowDifferences?: readonly RowDifferenceReading[];
  readonly notices: readonly Notice[];
  /** That parts of its file are lost, in a sentence; never stored. Absent: nothing is known to be. */
  readonly lost?: string;
  readonly status: RunStatus;
}

/** Where measurements go as they come. */
export interface Recorder {
  sample(sample: Sample): void;
  evidence(seq: number, evidence: Evidence): void;
  digest(reading: DigestReading): void;
  explanation(reading: ExplanationReading): void;
  rowDifference(reading: RowDifferenceReading): void;
  notice(notice: Notice): void;
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
