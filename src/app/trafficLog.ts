import type { LogFacts, LogSurvey } from '../model/logFacts.ts';
import type { LogLayout } from '../model/logPreset.ts';
import type { LoggedTimes, TimesRequest } from '../model/recordedTiming.ts';
import type { PairVerdict, TextPair } from '../model/serverAnswers.ts';
import type { TargetSpec } from '../model/targetSpec.ts';
import type {
  AttributionCoverage,
  CostMetric,
  CostWeights,
  LoggedExecution,
  Stratum,
  TrafficRanking,
  TrendParts,
} from '../model/traffic.ts';

/** Where production's executions are on record. */
export type LogSource =
  | { readonly kind: 'target'; readonly target: TargetSpec; readonly table: string | undefined }
  /** An absolute path, which may be a glob, or the folder of an Iceberg table. */
  | { readonly kind: 'file'; readonly path: string; readonly shown: string };

/** The zone of a log's times that state none, unless the user names another. */
export const assumedZone = 'UTC';

export interface LogRequest extends LogLayout {
  readonly source: LogSource;
  /** Absent: all of it. */
  readonly sinceSeconds: number | undefined;
  /** Seconds since 1970 by the server's clock; absent: `sinceSeconds` up to now, or to the newest row of a file. */
  readonly window?: { readonly from: number; readonly until: number };
  /** The zone of times that are written without one; absent: `assumedZone`. */
  readonly timeZone: string | undefined;
  readonly cutLength: number | undefined;
  readonly includeHogbench: boolean;
  readonly cost: CostWeights;
  /** Memory that a read of the log may take on the server. */
  readonly memoryBytes: number;
  readonly say: (step: string) => void;
}

export interface Ranking {
  readonly by: CostMetric;
  readonly tags: readonly string[];
  readonly byShape: boolean;
  readonly most: number;
  readonly withPicks: boolean;
  /** Parts of time in which the metric is added up for each group; absent: none. */
  readonly trend?: TrendParts;
  /** Whether to add up the squares of the metric. */
  readonly spread?: boolean;
  /** Keys of the groups to read; absent: all. Totals are of these alone. */
  readonly only?: readonly string[];
  /** The tag whose values own executions, where it does not make up groups; absent: owners are not asked for. */
  readonly owner?: string;
}

/** A log that is open and was looked over. What it holds is private until the capture has cleaned it. */
export interface TrafficLog {
  /** What it is called: `target staging`, `archive.queries`, a path. */
  readonly name: string;
  readonly survey: LogSurvey;
  /** Fields that the log lacks although a metric rests on them: `cpu_us`, `read_bytes`. */
  readonly lacking: readonly string[];
  /** What was taken for granted in reading it, in sentences. */
  readonly assumed: readonly string[];
  readonly facts: LogFacts;
  rank(ranking: Ranking): Promise<TrafficRanking>;
  /** Whether it has rows from before its window, so that a quiet beginning is known to be one. */
  reachesBack(): Promise<boolean>;
  /** Values of these tags, so many of each from the costliest to the smallest, with an execution that stands for each. */
  strata(ranking: Ranking, tags: readonly string[], mostValues: number): Promise<readonly Stratum[]>;
  /** When executions were sent that cases stand for, and which case each belongs to. */
  times(request: TimesRequest): Promise<LoggedTimes>;
  executions(queryIds: readonly string[]): Promise<readonly LoggedExecution[]>;
  coverage(requiredTags: readonly string[], ownerTag: string): Promise<AttributionCoverage>;
  /** Tags that columns hold, then keys in log_comment, the commonest first; empty when there are none. */
  tagKeys(): Promise<readonly string[]>;
  /** Settings the server knows, each with whether this user may not change it. */
  settings(): Promise<ReadonlyMap<string, boolean>>;
  /** Names of the engine's own functions, in lower case. */
  functions(): Promise<ReadonlySet<string>>;
  /** What the engine says of each pair; with the tables of this database where they are at hand. */
  compare(database: string, pairs: readonly TextPair[]): Promise<readonly PairVerdict[]>;
  /** Names of exception codes. */
  errorNames(codes: readonly string[]): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}
