import type { Interval } from './suite.ts';
import type { Ratio, Unit } from './units.ts';

/** What was tested, with its p-value after correction. */
export interface Test {
  /**
   * `slower` and `faster`, of peak memory `larger` and `smaller`: a change beyond half the margin, in fresh pairs
   * corrected over the suspects of its family, in sessions of saved runs over all its cases.
   * `equivalent`: a ratio within the margin; the larger p of two one-sided tests, which needs no correction.
   */
  readonly kind: 'slower' | 'faster' | 'larger' | 'smaller' | 'equivalent';
  readonly p: number;
  /** Hypotheses that the correction spans; 1 for `equivalent`. */
  readonly among: number;
}

/** A counter that was constant in each arm and differs between them. */
export interface CounterEvidence {
  readonly metric: string;
  readonly label: string;
  readonly unit: Unit;
  readonly baseline: number;
  readonly candidate: number;
  readonly ratio: Ratio | null;
  /** Executions in which it was constant. */
  readonly executions: { readonly baseline: number; readonly candidate: number };
}

/** What a verdict rests on, as data. */
export interface VerdictEvidence {
  readonly restsOn: 'time' | 'cpu' | 'instructions' | 'memory' | 'counters' | 'results' | 'failures' | 'nothing';
  /** The metric of `estimate` and `test`, or the leading counter; null when it rests on none. */
  readonly metric: string | null;
  /** Executions that were tried, of both stages. */
  readonly executions: { readonly baseline: number; readonly candidate: number };
  /** Pairs of the estimate and the sessions they come from; of the whole case when there is no estimate. 0 of saved runs. */
  readonly pairs: number;
  readonly sessions: number;
  /** Whether all of these pairs come from sessions opened after the suspicion. */
  readonly fresh: boolean;
  readonly estimate: (Interval & { readonly ratio: Ratio }) | null;
  readonly test: Test | null;
  /** The counters a verdict rests on; empty when it rests on something else. */
  readonly counters: readonly CounterEvidence[];
  /** What ended the measuring of this case. */
  readonly stoppedBy: string;
  /** The smallest slowdown that would have been seen, as a ratio; null when it cannot be told. */
  readonly smallestVisible: Ratio | null;
}

/** What ended the measuring of a case. */
export type Ended =
  | { readonly kind: 'cut' | 'unmeasured' | 'savedSessions' | 'nothingToCompare' | 'tried' | 'unconfirmable' }
  | { readonly kind: 'countersRead'; readonly executions: number }
  | { readonly kind: 'equivalent' | 'limit' | 'hopeless' | 'noEvidence' | 'countersDecide'; readonly pairs: number }
  | {
      readonly kind: 'confirmed' | 'futile' | 'confirmationLimit' | 'confirmationHopeless';
      readonly pairs: number;
      readonly sessions: number;
    }
  | { readonly kind: 'interrupted' | 'over' | 'budget' }
  | { readonly kind: 'incomplete'; readonly reason: string };
