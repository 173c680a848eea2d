import type { DigestReading } from '../model/answer.ts';
import type { ArmCase, RunArm } from '../model/arm.ts';
import type { ExplanationReading } from '../model/explanation.ts';
import type { RowDifferenceReading } from '../model/rowDifference.ts';
import type { GoneArm, Recorder, RunPlan } from '../model/run.ts';
import type { Sample } from '../model/sample.ts';
import type { Clock } from './clock.ts';
import type { ExplainRule, RowChoice, StopRule } from './decisions.ts';
import type { Executor } from './executor.ts';
import type { Pulses } from './stalls/stallWatch.ts';
import type { Target } from './target.ts';

/** Told how far a run is. Printing it is somebody else's work, and never happens inside a pair. */
export interface Progress {
  /** A new span of work begins. */
  phase(name: string): void;
  /**
   * About so many steps are left in this phase; said again whenever more is known.
   * @param open cases that the phase is not done with, where it goes case by case
   */
  remaining(steps: number, open?: number): void;
  /** A step is done. */
  step(caseId: string): void;
  /** Something outside the steps; one that repeats what stands before its colon may go unshown. */
  say(text: string): void;
}

export type Targets = Readonly<Partial<Record<RunArm, Target>>>;

export interface MeasureInput {
  readonly runId: string;
  readonly plan: RunPlan<RunArm>;
  readonly cases: readonly ArmCase<RunArm>[];
  readonly executor: Executor;
  readonly targets: Targets;
  readonly rule: StopRule;
  /** Which cases have their plans read at the end; absent: none. */
  readonly explain?: ExplainRule;
  /** Which cases have the rows read in which their results differ; absent: none. */
  readonly rows?: RowChoice;
  /** Hears what is known of samples and results whenever that is more, while it is measured; absent: nobody does. */
  readonly tell?: (samples: readonly Sample<RunArm>[], digests: readonly DigestReading<RunArm>[]) => void;
  readonly recorder: Recorder;
  readonly progress: Progress;
  readonly clock: Clock;
  /** Shows whether the servers answer, while they are measured; absent: nobody looks. */
  readonly pulses?: Pulses;
  /** Waits so many milliseconds; absent: by the clock. */
  readonly pause?: (ms: number) => Promise<void>;
  readonly signal: AbortSignal;
  /** What an interrupted run already holds; empty for a new one. */
  readonly before: {
    readonly samples: readonly Sample<RunArm>[];
    readonly digests: readonly DigestReading<RunArm>[];
    readonly explanations?: readonly ExplanationReading<RunArm>[];
    readonly rowDifferences?: readonly RowDifferenceReading[];
    readonly gone?: readonly GoneArm[];
  };
}
