import type { AnswerDigest } from './answer.ts';
import type { EventCounts } from './eventCounts.ts';
import type { ExplanationReading } from './explanation.ts';
import type { Notice } from './notice.ts';
import type { OptionInEffect } from './optionInEffect.ts';
import type { RowDifferenceReading } from './rowDifference.ts';
import type { Stall } from './stall.ts';
import type { Bytes, EpochMs, Microseconds, Milliseconds } from './units.ts';
import type { Params, Settings, Tags } from './workload.ts';
import type { ScratchTable, WrittenTable } from './writing.ts';

/** The two sides of a comparison. A run of one arm calls it `baseline`. */
export type ArmName = 'baseline' | 'candidate';

/** Which of the two stages of docs/statistics.md a sample belongs to. */
export type Stage = 'screening' | 'confirmation';

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
  /** Both halves of a pair start at once, each on its own machine. Absent: one after the other. */
  readonly duet?: boolean;
  /** Absent where time is not judged, and in files that are older than it. */
  readonly selfCheck?: SelfCheckPlan;
  /** True when exact counters alone are asked for: few executions, no warm-up, no verdict on time. */
  readonly countersOnly?: boolean;
}

/** Why a server-side row could not be read. */
export type MissingCause =
  | 'log-disabled'
  | 'not-permitted'
  | 'not-flushed'
  | 'sampled-or-filtered'
  | 'connection-lost'
  /** What the server told cannot be, or contradicts what the client saw. */
  | 'implausible'
  | 'unknown';

/** What the server wrote about one execution in system.query_log, summed over the hosts it ran on. */
export interface ServerFacts {
  readonly kind: 'facts';
  readonly durationUs: Microseconds;
  readonly readRows: number;
  readonly readBytes: Bytes;
  readonly resultRows: number;
  readonly resultBytes: Bytes;
  /** Peak on the initiating host; a peak, never a sum. */
  readonly memoryBytes: Bytes;
  /** 0 when the execution finished. */
  readonly exceptionCode: number;
  /** Rows in query_log that were put together: 1, or 1 + the secondary ones of a distributed query. */
  readonly logRows: number;
  /** ProfileEvents, summed over `initial_query_id`. */
  readonly events: EventCounts;
  /** The table it wrote to; absent for a statement that only reads. */
  readonly written?: WrittenTable;
}

/** The server's side of an execution: its facts, or the reason why there are none. Never a zero for "no data". */
export type Evidence =
  | ServerFacts
  | { readonly kind: 'missing'; readonly cause: MissingCause; readonly detail: string };

/** How an execution ended, as the client saw it. */
export type Outcome =
  | { readonly kind: 'completed'; readonly clientMs: Milliseconds }
  | { readonly kind: 'failed'; readonly clientMs: Milliseconds; readonly code: number | null; readonly message: string }
  | { readonly kind: 'timedOut'; readonly clientMs: Milliseconds; readonly limitMs: Milliseconds }
  | { readonly kind: 'skipped'; readonly reason: string };

/** One measured execution. */
export interface Sample {
  /** Order of execution over the whole run, from 0. */
  readonly seq: number;
  readonly caseId: string;
  readonly arm: ArmName;
  readonly stage: Stage;
  /** From 0 over the whole run; a session is a span of rounds over fresh connections. */
  readonly session: number;
  /** From 0 within its session. */
  readonly round: number;
  /** 0 when it ran first in its pair, 1 when second; in duet mode, which of the two was sent first. */
  readonly position: 0 | 1;
  readonly queryId: string;
  readonly startedAt: EpochMs;
  readonly outcome: Outcome;
  /** What disturbed it; absent: nothing that was noticed. */
  readonly stalls?: readonly Stall[];
  /** Absent until the log has been read. */
  readonly evidence?: Evidence;
}

/**
 * Checksums of a result. `digest` is how the first version read one: rows in any order, values alone, computed on the server.
 */
export type Digest =
  | AnswerDigest
  | { readonly kind: 'digest'; readonly rows: string; readonly checksum: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** One reading of a case's result in one arm. Each arm is read at least twice, to see whether it agrees with itself. */
export interface DigestReading {
  readonly caseId: string;
  readonly arm: ArmName;
  readonly attempt: number;
  /** True when all rows that tie with the last one were asked for, with the keys of their order. */
  readonly tied?: boolean;
  readonly digest: Digest;
}

/** Size and shape of a table at the time of the run; two runs on different data must not be compared silently. */
export interface TableFingerprint {
  readonly database: string;
  readonly table: string;
  readonly engine: string;
  readonly parts: number;
  readonly rows: number;
  readonly bytes: Bytes;
}

/** One of several servers that the sessions of a target take turns on. */
export interface Replica {
  /** Scheme, host and port, without credentials. */
  readonly url: string;
  readonly host: string;
  readonly version: string;
  /** As `Environment.serverId`. */
  readonly serverId?: string;
  /** Rows of the tables that the statements read, by `database.table`. */
  readonly rows: Readonly<Record<string, number>>;
}

export interface Environment {
  /** Display name of the target: `embedded`, a config name, or the URL without credentials. */
  readonly target: string;
  readonly serverVersion: string;
  readonly serverBuild: string;
  readonly serverHost: string;
  readonly serverCores: number | null;
  readonly serverMemoryBytes: Bytes | null;
  readonly serverUptimeSeconds: number | null;
  /** Hosts of the cluster, 1 for a single server. */
  readonly serverHosts: number;
  /** Settings of the session that differ from the server's defaults. */
  readonly changedSettings: Readonly<Record<string, string>>;
  readonly clientPlatform: string;
  readonly clientNode: string;
  readonly clientCpu: string;
  readonly clientCores: number;
  readonly hogbenchVersion: string;
  readonly dataset: readonly TableFingerprint[];
  /** Tells server processes apart, whatever they are called; absent where the server does not tell. */
  readonly serverId?: string;
  /** Whether hogbench restarts the server's process between sessions; absent in files that did not record it. */
  readonly restarts?: boolean;
  /** Two or more: session n ran on replica n mod their number. Absent: all sessions ran on one server. */
  readonly replicas?: readonly Replica[];
}

/** The text and settings that one arm sends for one case. */
export interface ArmCase {
  readonly caseId: string;
  readonly arm: ArmName;
  readonly name: string;
  readonly description: string;
  readonly sql: string;
  readonly params: Params;
  readonly settings: Settings;
  readonly tags: Tags;
  readonly weight: number;
  /** Absent: the plan's. */
  readonly timeoutMs?: Milliseconds;
  /** Where it writes to; absent for a statement that only reads. */
  readonly writes?: ScratchTable;
  /** The workload says that results need not agree, so that they are not read. Absent: they are compared. */
  readonly results?: 'ignore';
  /** `file:line:column` it was read from. */
  readonly place: string;
}

export interface ArmDescription {
  readonly arm: ArmName;
  readonly workload: string;
  readonly environment: Environment;
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
  /** What is not as usual, and who set it. Absent in files older than it. */
  readonly options?: readonly OptionInEffect[];
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
