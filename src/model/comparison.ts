import type { ArmDescription, ArmName, NamedArm } from './arm.ts';
import type { Ended, VerdictEvidence } from './evidence.ts';
import type { GateJudgement } from './gateJudgement.ts';
import type { Clock, MetricComparison } from './metric.ts';
import type { Money } from './money.ts';
import type { Notice } from './notice.ts';
import type { Observation } from './observation.ts';
import type { PlanComparison } from './planComparison.ts';
import type { Doubt, Reason } from './reason.ts';
import type { RowDifference } from './rowDifference.ts';
import type { OptionInEffect, RunStatus } from './run.ts';
import type { SchemaChange } from './schemaChange.ts';
import type { StateReport } from './stateReport.ts';
import type { Suite } from './suite.ts';
import type { Microseconds, Ratio } from './units.ts';
import type { Verdict } from './verdictKind.ts';
import type { VersionChange } from './versionChange.ts';
import type { Params, Tags } from './workload.ts';

export type { Verdict } from './verdictKind.ts';

/** The samples a reader needs to see for himself: paired server times in time order. */
export interface PairPoint {
  readonly session: number;
  readonly round: number;
  readonly baselineUs: number;
  readonly candidateUs: number;
  /** The arms in whose half a stall was noticed; absent: in neither. */
  readonly stalled?: readonly ArmName[];
}

export interface ArmText {
  readonly sql: string;
  /** What the author wrote, where that is not what was sent. */
  readonly written?: string;
  /** What its parameters `{name:Type}` are bound to. */
  readonly params: Params;
  readonly settings: Readonly<Record<string, string | number>>;
  readonly place: string;
  /** A few query ids to look up in the server's query_log. */
  readonly queryIds: readonly string[];
}

export interface CaseComparison {
  readonly caseId: string;
  readonly name: string;
  readonly description: string;
  readonly tags: Tags;
  /** Its tags in the baseline, where those differ: rules of a gate and classes go by them. Absent: they are the same, or only one arm has the case. */
  readonly baselineTags?: Tags;
  readonly weight: number;
  readonly verdict: Verdict;
  /** On what the verdict rests, as data. Not in the JSON report. */
  readonly because: readonly Reason[];
  /** The same in plain sentences. */
  readonly reason: string;
  /** Of a case that is undecided: what was not checked of it, whatever its reasons say. Absent: nothing. Not in the JSON report. */
  readonly unchecked?: readonly Doubt['kind'][];
  /** What moved beside the metric that the verdict rests on, strongest first. Not in the JSON report. */
  readonly observed: readonly Observation[];
  /** The same, one by one, in words: "selected marks 12 → 37 (3.1x)". */
  readonly observations: readonly string[];
  readonly evidence: VerdictEvidence;
  /** What ended the measuring of this case, as data. Not in the JSON report. */
  readonly ended: Ended;
  /** Null where plans were not read, or say nothing of a case that did not change. */
  readonly plan: PlanComparison | null;
  /** Whether the arms return the same. Without that, no case is called equivalent or improved, but where the workload ignores results. */
  readonly results: 'same' | 'changed' | 'notCompared' | 'ignored';
  /** The rows in which the results differ; null where they do not, and where rows were not read. */
  readonly rowDifference: RowDifference | null;
  /** The metric the verdict rests on comes first. */
  readonly metrics: readonly MetricComparison[];
  readonly pairs: readonly PairPoint[];
  /** What its time was judged by, and its pairs show; absent: server time. */
  readonly clock?: Clock;
  readonly baseline: ArmText | null;
  readonly candidate: ArmText | null;
  readonly notices: readonly Notice[];
}

/** A case as the JSON report has it. Data that its sentences are made of stay out: see docs/decisions/0092. */
export type PublishedCase = Omit<CaseComparison, 'because' | 'unchecked' | 'observed' | 'ended'>;

/**
 * What all cases of two saved runs have in common, from session to session: the machine or everything, not attributable.
 * It was taken out of each case's time.
 */
export interface CommonShift {
  readonly ratio: Ratio;
  readonly low: Ratio;
  readonly high: Ratio;
  readonly level: number;
  /** Two-sided, of no shift at all. */
  readonly pValue: number;
  /** Cases whose median it is. */
  readonly cases: number;
  /** Shown to be beyond the margin; then no case can be shown to be equivalent. */
  readonly beyondMargin: boolean;
}

/** How two saved runs were compared. */
export interface SavedRuns {
  /** Sessions with evidence in each run. */
  readonly sessions: Readonly<Record<ArmName, number>>;
  /** Null when time was not judged. */
  readonly commonShift: CommonShift | null;
}

/** How noisy the machine was: the median over cases of the standard deviation of a pair's log ratio; null where no case has enough pairs. */
export interface MachineNoise {
  /** Of the time of the queries' threads, that they waited for a core. */
  readonly waitShare: number;
  /** What time was judged by. */
  readonly clock: Clock;
  readonly serverTime: number | null;
  readonly runningTime: number | null;
  readonly cpuTime: number | null;
  /** By which the kernel counts CPU time; absent: by the microsecond. */
  readonly cpuTickUs?: Microseconds;
}

export interface Method {
  /** Absent where time was not judged by pairs. */
  readonly noise?: MachineNoise;
  readonly margin: number;
  readonly falseDiscoveryRate: number;
  readonly seed: number;
  readonly minPairs: number;
  readonly maxPairs: number;
  readonly sessions: number;
  /** Both halves of a pair ran at the same time, each on its own machine. */
  readonly duet: boolean;
  /** True when exact counters alone were asked for, so that no verdict speaks of time. */
  readonly countersOnly: boolean;
  /** Absent when both arms were measured together. */
  readonly saved?: SavedRuns;
}

/** A case that was run as baseline against baseline: whatever it shows is an error of the measuring. */
export interface SelfCheckedCase {
  readonly caseId: string;
  /** The case whose baseline was measured. */
  readonly of: string;
  readonly verdict: Verdict;
  readonly reason: string;
}

/** What the measuring said when nothing had changed. */
export type SelfCheck =
  | { readonly kind: 'off' }
  /** It takes `needed` executions at least, and those of the first stage `allowed` it fewer, as `mostShare` of all. */
  | { readonly kind: 'leftOut'; readonly needed: number; readonly allowed: number; readonly mostShare: number }
  | {
      readonly kind: 'ran';
      /** Called regressed or improved, by the rules that every case goes by. */
      readonly flagged: number;
      readonly unconfirmed: number;
      readonly equivalent: number;
      /** Executions spent on it; they are not among those of the report. */
      readonly executions: number;
      readonly cases: readonly SelfCheckedCase[];
    };

/** All that a reporter sees. */
export interface ComparisonReport {
  readonly schemaVersion: 1;
  readonly kind: 'comparison';
  readonly runId: string;
  readonly startedAt: number;
  readonly status: RunStatus;
  readonly arms: readonly ArmDescription[];
  readonly method: Method;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** What the workload costs as a whole; null when the arms were measured in separate runs, which have no pairs. */
  readonly suite: Suite | null;
  /** Most severe first. */
  readonly cases: readonly CaseComparison[];
  readonly executions: number;
  /** Cases that both arms send alike to one server, and that were not measured for it; absent: none was left out. */
  readonly identical?: number;
  /** Both arms where they send the same, so that no server was opened and `arms` is empty; absent otherwise. */
  readonly unopened?: readonly NamedArm[];
  /** What is not as usual, and who set it; absent for runs older than it. */
  readonly options?: readonly OptionInEffect[];
  /** Null for a run that has none: saved runs, exact counters only, files older than it. */
  readonly selfCheck: SelfCheck | null;
  readonly notices: readonly Notice[];
  /** What the arms cost; absent where no price was given. */
  readonly money?: Money;
  /** What the rules and allowances of a config make of it; absent where nobody asked for them. */
  readonly gate?: GateJudgement;
  /** What changed between the servers of the arms; absent where they are the same program, and for runs older than it. */
  readonly versions?: VersionChange;
  /** What the servers did meanwhile; absent where nobody looked. */
  readonly state?: StateReport;
  /** How tables are made otherwise in the candidate; absent where none is, and for runs older than it. */
  readonly schema?: SchemaChange;
}

/** A report as JSON has it. */
export type PublishedReport = Omit<ComparisonReport, 'cases'> & { readonly cases: readonly PublishedCase[] };
