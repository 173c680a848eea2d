import type { ArmDescription, ArmName } from './arm.ts';
import type { LatencyPromise, LoadClass } from './loadClass.ts';
import type { LoadGateJudgement } from './loadGate.ts';
import type { Driving, LoadHeader, LoadShard, TrialPlan } from './loadPlan.ts';
import type { TrialEnd } from './loadRun.ts';
import type { CapacityCost } from './money.ts';
import type { Notice } from './notice.ts';
import type { OptionInEffect, RunStatus } from './run.ts';
import type { EpochMs, Milliseconds, Ratio } from './units.ts';

/** A figure and the interval that it lies in with 95% confidence, as far as samples tell. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A percentile of a class. Bounds are absent where there are too few requests for them. */
export interface LatencyPercentile {
  readonly share: number;
  readonly ms: Milliseconds;
  readonly lowMs?: Milliseconds;
  readonly highMs?: Milliseconds;
}

/** `kept` and `missed` are proved at 95% confidence; all else is `undecided`, which is never favourable. */
export type PromiseVerdict = 'kept' | 'missed' | 'undecided';

export interface JudgedLatency extends LatencyPromise {
  /** Of all offered requests, that were not answered well within the time. */
  readonly over: Estimate;
  readonly verdict: PromiseVerdict;
}

export interface JudgedErrors {
  readonly most: number;
  readonly share: Estimate;
  readonly verdict: PromiseVerdict;
}

/** Requests that ended in one way. */
export interface OutcomeCount {
  /** `TOO_MANY_SIMULTANEOUS_QUERIES (202)`, `timed out` */
  readonly name: string;
  readonly count: number;
  readonly share: number;
}

/** Where the time of a sample of requests went. Milliseconds, means; of threads, summed over them. */
export interface TimeSpent {
  /** Requests that the server's log told of, and how many there were. */
  readonly known: number;
  readonly of: number;
  readonly latency: Milliseconds;
  /** In this program, before it was sent. */
  readonly own: Milliseconds;
  /** The server had it. */
  readonly server: Milliseconds;
  readonly slots: Milliseconds;
  /** Server time less the wait for a slot. */
  readonly running: Milliseconds;
  readonly threads: Milliseconds;
  readonly cores: Milliseconds;
  readonly cpu: Milliseconds;
  /** Neither here nor at the server. */
  readonly between: Milliseconds;
}

/** A second of a class. */
export interface ClassSecond {
  readonly second: number;
  readonly offered: number;
  readonly done: number;
  readonly failed: number;
  /** Intended and not yet ended, at the end of the second. */
  readonly backlog: number;
  readonly p50?: Milliseconds;
  readonly p95?: Milliseconds;
  readonly p99?: Milliseconds;
  readonly max?: Milliseconds;
}

/** A percentile as a promise counts it: of all requests, of which one that failed takes forever. */
export interface RuledPercentile {
  readonly share: number;
  /** Null: so many failed that it has none. */
  readonly ms: number | null;
  /** The limits between which a promise of it would be undecided. Null: no limit is high enough to be missed no more, or to be kept. */
  readonly bounds: { readonly low: number | null; readonly high: number | null };
}

/** What rules are held against. */
export interface RuledFigures {
  /** Ascending: p50, p90, p95, p99, p99.9, and what is promised. */
  readonly latency: readonly RuledPercentile[];
  readonly errors: Estimate;
  /** Requests a second, by whole seconds; absent: too few seconds for an interval. */
  readonly achieved?: Estimate;
  readonly good?: Estimate;
  /** Of its own backlog; that of a closed loop cannot grow. */
  readonly backlog: SteadyState['kind'];
}

export interface ClassReport {
  readonly name: string;
  readonly background: boolean;
  /** Requests a second: intended, ended, and answered well within all promises of latency. */
  readonly offered: number;
  readonly achieved: number;
  readonly good: number;
  /** Judged requests. */
  readonly requests: number;
  readonly failed: readonly OutcomeCount[];
  /** Of those answered well: p50, p90, p95, p99, p99.9, and what is promised. Ascending. */
  readonly percentiles: readonly LatencyPercentile[];
  readonly meanMs?: Milliseconds;
  readonly maxMs?: Milliseconds;
  readonly latencyPromises: readonly JudgedLatency[];
  readonly errorPromise?: JudgedErrors;
  /** The worst of its promises; absent: nothing is promised, or it is there to disturb. */
  readonly verdict?: PromiseVerdict;
  readonly time?: TimeSpent;
  /** What rules of a gate are held against; absent: they pass nothing of it. */
  readonly ruled?: RuledFigures;
  /** For the percentile curve: pairs of the share of all requests below, and milliseconds, ascending to the maximum. It ends before those that failed. */
  readonly curve: readonly (readonly [number, Milliseconds])[];
  readonly seconds: readonly ClassSecond[];
}

/** How late this program was by its own doing, of the judged class for which it was latest. */
export interface OwnLag {
  readonly p99Ms: Milliseconds;
  readonly maxMs: Milliseconds;
  /** 5% of the tightest promise of latency; where a class has none, a second at most. Absent: no class is judged, and nothing was measured. */
  readonly mostMs?: Milliseconds;
  /** p99 of the wait for room to send; it grows where the server falls behind, and is no fault of ours. */
  readonly heldP99Ms: Milliseconds;
}

export interface SteadyState {
  /** `growing`: more arrives than is done. `undecided`: it was too short to tell. */
  readonly kind: 'steady' | 'growing' | 'undecided';
  /** By which the backlog grows, in requests a second. */
  readonly slope: Estimate;
  /** The class of which that is, where it is worse by itself than all together; absent: all together. */
  readonly of?: string;
  /** Nothing that is judged was sent at a rate, so that there is no backlog to look at. */
  readonly closed?: true;
}

/** Why a trial proves nothing, and what to do. */
export interface LoadFault {
  readonly kind:
    | 'lag'
    | 'rate-not-reached'
    | 'interrupted'
    | 'lost'
    | 'no-end'
    | 'clock'
    | 'left-running'
    /** Nobody knows whether requests still ran on the server when it was over. */
    | 'end-unknown'
    | 'nothing-sent'
    /** The server stood still, and a closed loop has no request that was due meanwhile. */
    | 'silence'
    /** No user of a closed loop had an answer for a while, though the server told that it lives. */
    | 'unanswered'
    /** Answers were cut short by a limit. */
    | 'cut'
    | 'no-evidence'
    /** What was to disturb did not. */
    | 'background'
    | 'restarted'
    /** Of a search: no rate up to the highest that was tried is missed. */
    | 'not-reached';
  readonly what: string;
  readonly fix: string;
}

/** A case of which no request was answered well. */
export interface FailedCase {
  readonly caseId: string;
  /** Name of its class. */
  readonly of: string;
  readonly failed: number;
  /** How the first of them ended. */
  readonly how: string;
}

/** What became of single cases in the judged time of a trial. */
export interface CasesSent {
  /** Cases that could be sent. */
  readonly of: number;
  readonly neverSent: number;
  /** Cases of which every request failed, and the most frequent of them. */
  readonly alwaysFailed: { readonly count: number; readonly worst: readonly FailedCase[] };
}

export interface TrialReport {
  readonly plan: TrialPlan;
  readonly end?: TrialEnd;
  /** Empty: its figures can be relied on. */
  readonly faults: readonly LoadFault[];
  readonly lag: OwnLag;
  readonly steady: SteadyState;
  readonly classes: readonly ClassReport[];
  /** Absent: it was not counted. */
  readonly cases?: CasesSent;
  /** The worst of its classes; `undecided` where a class that kept its promise has a backlog that grows or may grow, or with any fault. */
  readonly verdict: PromiseVerdict;
}

/** What a class waited for at the edge of its promise. */
export type WaitedFor = 'slots' | 'threads' | 'cores' | 'memory' | 'errors' | 'network' | 'client' | 'running';

/** A rate that a search tried. */
export interface ProbedRate {
  readonly trial: number;
  readonly rate: number;
  readonly verdict: PromiseVerdict;
  /** Of the class that is nearest to missing its promise. */
  readonly nearest: string;
  /** Its share of requests over the limit, relative to what is allowed: above 1 it is missed. */
  readonly margin: Estimate;
  readonly achieved: number;
  readonly good: number;
}

/** The answer of `hogbench capacity` for one arm. */
export interface Capacity {
  readonly arm: ArmName;
  /** Requests a second, over all classes that are offered openly. `low` was kept and held; above `high` it is missed. */
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  /** The highest rate at which it ended as many as came in, however late; absent: it was never overloaded. */
  readonly saturation?: number;
  /** The class that gives way first; absent: none did, up to the highest rate tried. */
  readonly binding?: string;
  readonly waitedFor?: WaitedFor;
  /** `cliff`: just below the limit the promise is kept with more than half of it to spare. */
  readonly shape?: 'smooth' | 'cliff';
  readonly probes: readonly ProbedRate[];
  /** The trial in which the rate was held; absent: there was none. */
  readonly sustained?: { readonly trial: number; readonly rate: number; readonly verdict: PromiseVerdict };
  /** Absent: the target has no price, or the capacity was not held. */
  readonly cost?: CapacityCost;
  /** Why it cannot be relied on; empty: it can. */
  readonly faults: readonly LoadFault[];
}

export interface MatrixCell {
  readonly trial: number;
  readonly measured: string;
  readonly beside: readonly string[];
  readonly scheduling: boolean;
  readonly verdict?: PromiseVerdict;
  /** Of all requests, at the highest share that is promised, or at 0.95; absent: fewer than that share were answered well. */
  readonly percentile?: LatencyPercentile;
  /** To the same class alone, with the same scheduling; absent for that one itself, and where one of both has no percentile. */
  readonly toAlone?: Ratio;
}

export interface LoadVerdict {
  /**
   * `kept`: every class of every trial kept its promise, or a capacity was held. `told`: nothing is promised. `invalid`: this program
   * or the server made the run worthless.
   */
  readonly kind: 'kept' | 'missed' | 'undecided' | 'told' | 'invalid' | 'incomplete';
  /** Sentences, worst first. */
  readonly reasons: readonly string[];
}

/** What a file of load comes to. */
export interface LoadReport {
  readonly runId: string;
  readonly startedAt: EpochMs;
  readonly command: LoadHeader['command'];
  /** The same one offers the same load again. */
  readonly seed: number;
  readonly arms: readonly ArmDescription[];
  readonly classes: readonly LoadClass[];
  readonly cases: number;
  readonly driving: Driving;
  readonly sampleSize: number;
  readonly scheduling?: readonly string[];
  readonly options?: readonly OptionInEffect[];
  readonly shard?: LoadShard;
  readonly trials: readonly TrialReport[];
  readonly capacity?: readonly Capacity[];
  /** Candidate to baseline. */
  readonly capacityRatio?: Estimate;
  /** Of a million queries, candidate to baseline. */
  readonly costRatio?: Estimate;
  readonly matrix?: readonly MatrixCell[];
  readonly notices: readonly Notice[];
  readonly status: RunStatus;
  readonly lost?: string;
  readonly verdict: LoadVerdict;
  /** What the rules of a config make of it; absent: nobody asked any. The verdict is of the promises alone. */
  readonly gate?: LoadGateJudgement;
}
