import type { AnswerDigest } from './answer.ts';
import type { ArmName, PerArm } from './arm.ts';
import type { Owed } from './debt.ts';
import type { MismatchKind } from './environment.ts';
import type { Test } from './evidence.ts';
import type { Clock, Estimate, MetricComparison } from './metric.ts';
import type { Observation } from './observation.ts';
import type { PlanFound } from './planChange.ts';
import type { Stall } from './sample.ts';
import type { Microseconds, Milliseconds, Ratio } from './units.ts';

/**
 * One ground of a verdict, as data: a case has one or more, in the order in which they are told. Each is one or two
 * sentences in a report.
 */
export type Reason =
  | { readonly kind: 'failed'; readonly arms: PerArm<Failures | null> }
  | { readonly kind: 'resultChanged'; readonly difference: ResultDifference }
  | { readonly kind: 'cut'; readonly arms: PerArm<CutExecutions> }
  | { readonly kind: 'onlyBaseline' }
  | { readonly kind: 'onlyCandidate'; readonly trial: Trial }
  | TimingReason
  | { readonly kind: 'untimed'; readonly why: Untimed }
  /** Exact counters moved one way; `executions` of each arm agree, where that is all that was asked for. */
  | {
      readonly kind: 'work';
      readonly direction: 'grew' | 'shrank';
      readonly moved: readonly Observation[];
      readonly executions: number | null;
    }
  | { readonly kind: 'mixedWork'; readonly moved: readonly Observation[] }
  | {
      readonly kind: 'varyingWork';
      readonly labels: readonly string[];
      readonly moved: readonly Observation[];
      readonly executions: number;
    }
  | ({ readonly kind: 'nearWork'; readonly moved: readonly Observation[] } & Within)
  | { readonly kind: 'equalWork'; readonly values: readonly Observation[]; readonly executions: number }
  | ({ readonly kind: 'sameWork' } & Within)
  /** Counters beside a verdict that rests on something else. */
  | { readonly kind: 'counters'; readonly moved: readonly Observation[] }
  | { readonly kind: 'countersAgainst' }
  | { readonly kind: 'fewCounters'; readonly detail: string | null }
  | { readonly kind: 'otherTables'; readonly moved: readonly Observation[] }
  | { readonly kind: 'noFacts'; readonly detail: string }
  | Doubt
  | Owed
  | { readonly kind: 'plan'; readonly finding: PlanFinding };

/** What was not checked of a case: one is enough to keep it from being called equivalent or improved. */
export type Doubt =
  /** As `Run.lost`. */
  | { readonly kind: 'lost'; readonly text: string }
  /** Null where they were not read at all. */
  | { readonly kind: 'resultsUnread'; readonly why: ResultDoubt | null }
  | { readonly kind: 'someFailed'; readonly arm: ArmName; readonly failures: Failures }
  | { readonly kind: 'factsMissing'; readonly arm: ArmName; readonly missing: number; readonly detail: string | null }
  /** `beyond`: more than this share of the executions; null where they are one arm's more than the other's. */
  | { readonly kind: 'stalled'; readonly touched: readonly StalledExecutions[]; readonly beyond: number | null }
  | { readonly kind: 'uncounted' }
  | { readonly kind: 'lessData'; readonly tables: readonly LessData[] }
  /** On a busy machine: threads at a time, and the share of their time for which those of the baseline waited for a core. */
  | { readonly kind: 'fewerThreads'; readonly threads: PerArm<number>; readonly waited: number }
  /** Where time is not judged: every execution of the candidate took more CPU time than any of the baseline. */
  | {
      readonly kind: 'costlier';
      readonly baselineMost: Microseconds;
      readonly candidateLeast: Microseconds;
    };

/** A table that holds less in the candidate, or of which that cannot be told. */
export interface LessData {
  /** `database.table`. */
  readonly table: string;
  /** The candidate's, where that has another name. */
  readonly other?: string;
  /** Null where they are not known. */
  readonly rows: PerArm<number | null>;
}

/** How those executions of an arm failed that did fail. */
export interface Failures {
  readonly tried: number;
  readonly failed: number;
  readonly timedOut: number;
  /** Of these, while the server did not answer anything. */
  readonly unanswered: number;
  readonly limitMs: Milliseconds | null;
  readonly message: ServerMessage | null;
}

/** The first message of a failure; that of a statement which cannot be parsed by its place in the file. */
export type ServerMessage =
  | { readonly kind: 'said'; readonly text: string }
  /** `near` is empty at the end of the statement. */
  | { readonly kind: 'syntaxError'; readonly place: string; readonly near: string };

export interface CutExecutions {
  readonly cut: number;
  readonly of: number;
}

/** What came of a case that only the candidate has. */
export type Trial =
  | { readonly kind: 'untried' }
  | { readonly kind: 'ran'; readonly executions: number }
  | { readonly kind: 'failed'; readonly message: ServerMessage }
  | { readonly kind: 'timedOut'; readonly limitMs: Milliseconds };

/** What the test of one family says, with the numbers it rests on. */
export interface TimingReason {
  readonly kind: 'timing';
  readonly family: Exclude<MetricComparison['family'], 'work' | 'other'>;
  /** What time was judged by, where that is not server time. */
  readonly clock?: Clock;
  readonly outcome: 'regressed' | 'improved' | 'equivalent' | 'unconfirmed' | 'inconclusive' | 'none';
  readonly margin: number;
  readonly estimate: Estimate | null;
  /** Sessions that the pairs of the estimate come from; fresh ones alone where `fresh`. */
  readonly sessions: number;
  readonly fresh: boolean;
  readonly smallestVisible: Ratio | null;
  /** What was suspected first. */
  readonly suspected: Test['kind'] | null;
  readonly isOpen: boolean;
  /** No fresh session tested it, since exact counters decide its case. */
  readonly isNeedless: boolean;
  /** Why there is no estimate, where that is known. */
  readonly why: WhyNotCompared | null;
}

/** Why server time is not judged. */
export type Untimed =
  | { readonly kind: 'notAsked' }
  | { readonly kind: 'unmeasured' }
  | { readonly kind: 'refused'; readonly refusal: TimeRefusal };

/** Why the times of two saved runs decide nothing. */
export type TimeRefusal =
  | { readonly kind: 'fewSessions'; readonly sessions: PerArm<number>; readonly needed: number }
  | { readonly kind: 'mismatch'; readonly kinds: readonly MismatchKind[] }
  | { readonly kind: 'fewCases'; readonly cases: number; readonly needed: number }
  /** One of them was measured on so many machines. */
  | { readonly kind: 'shards'; readonly parts: number };

/** Why a metric could not be compared. */
export type WhyNotCompared =
  | { readonly kind: 'notAsked' | 'variesUntested' | 'fewExecutions' | 'timesNotJudged' | 'unpaired' }
  | { readonly kind: 'notCounted' | 'fewPairs' | 'oneArm' }
  | { readonly kind: 'fewSessions' | 'fewCases'; readonly needed: number };

/** Counters of work that are within the margin; `slight`: or beyond it by less than any execution costs. */
export interface Within {
  readonly margin: number;
  readonly slight: boolean;
}

/** Why it is not known whether the arms return the same. */
export type ResultDoubt =
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'none' | 'otherVersion' | 'keysUnread' | 'once' }
  | { readonly kind: 'baselineVaries' | 'candidateVaries' | 'tiesAtLimit' | 'orderLoosened' };

/** A part of an answer in which two can differ. `edge` is rows that tie where a LIMIT cuts: any of them is right. */
export type AnswerPart = 'names' | 'types' | 'rows' | 'cells' | 'order' | 'totals' | 'extremes' | 'edge';

/** In what two results differ. */
export type ResultDifference =
  | { readonly kind: 'answers'; readonly parts: readonly AnswerPart[]; readonly answers: PerArm<AnswerDigest> }
  | { readonly kind: 'checksums'; readonly rows: PerArm<string>; readonly lastDigits: boolean };

/** Executions that stalls of one kind touched, of one server or of hogbench itself. */
export interface StalledExecutions {
  readonly stalls: readonly Stall[];
  readonly touched: PerArm<number>;
  readonly of: PerArm<number>;
}

/** What two query plans tell of a verdict. */
export type PlanFinding =
  | { readonly kind: 'unread'; readonly why: string }
  | { readonly kind: 'same' | 'sameHere' | 'alike' | 'unknown' }
  | {
      readonly kind: 'differs';
      readonly found: PlanFound;
      /** The counter that moved with it. */
      readonly moved: { readonly label: string; readonly ratio: Ratio } | null;
    };
