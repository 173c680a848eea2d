import type { Bytes, EpochMs, Microseconds } from './units.ts';
import type { Settings, Tags } from './workload.ts';

/** What executions are ranked by. `cost` weighs CPU time and bytes read; `memory` sums the peaks of executions. */
export type CostMetric = 'cpu' | 'read_bytes' | 'duration' | 'memory' | 'count' | 'failures' | 'cost';

/** What one CPU second and one GiB read cost, in units of our own; by default both cost 1. */
export interface CostWeights {
  readonly cpuSecond: number;
  readonly gibRead: number;
}

/** Executions that share a shape and tags, or tags alone. */
export interface TrafficGroup {
  /** Hash of all that makes up the group; stable between two reads of the log. */
  readonly key: string;
  /** ClickHouse's normalized query hash; absent when grouped by tags alone. */
  readonly shape?: string;
  /** The tags it is grouped by; those that its executions lack are absent. */
  readonly tags: Readonly<Record<string, string>>;
  readonly executions: number;
  /** Null, as any number below, where the log does not keep it. */
  readonly failures: number | null;
  /** Executions by exception code. */
  readonly failureCodes: Readonly<Record<string, number>>;
  /** Executions whose text was cut by the log. */
  readonly cut: number;
  /** Total of what the ranking is by, and its share of the whole log, 0 to 1. */
  readonly metric: number;
  readonly share: number;
  readonly cost: number;
  readonly costShare: number;
  readonly cpuUs: Microseconds | null;
  readonly readBytes: Bytes | null;
  readonly peakMemoryBytes: Bytes | null;
  /** Of server time. */
  readonly p50Us: Microseconds | null;
  readonly p95Us: Microseconds | null;
  readonly p99Us: Microseconds | null;
  /** Median and 95th percentile of what one execution costs, over those that did not fail; null when all failed. */
  readonly typicalCost: number | null;
  readonly highCost: number | null;
  readonly exampleId: string;
  /** Empty when none were asked for. */
  readonly picks: GroupPicks;
  /** The metric of each execution squared, added up; absent when it was not asked for. */
  readonly metricSquares?: number;
  /** The metric in each part of the time that was asked for; absent when none was. */
  readonly trend?: readonly number[];
  /** The costliest owners by the metric, where owners were asked for and do not make up the groups. */
  readonly owners?: readonly OwnerPart[];
}

/** What one owner has of a group. */
export interface OwnerPart {
  /** Value of the owner's tag; empty for executions without it. */
  readonly owner: string;
  /** Of the group's metric, 0 to 1. */
  readonly share: number;
}

/** A stretch of time in equal parts; the end is not in it. */
export interface TrendParts {
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly parts: number;
}

/** The costliest groups of a log, and the totals of all its groups. */
export interface TrafficRanking {
  readonly by: CostMetric;
  /** In descending order of the metric. */
  readonly groups: readonly TrafficGroup[];
  readonly groupCount: number;
  readonly executions: number;
  readonly failures: number;
  readonly metric: number;
  readonly cost: number;
}

/** One execution of the log, chosen to stand for others. */
export interface LoggedExecution {
  readonly queryId: string;
  readonly sql: string;
  readonly logComment: string;
  readonly settings: Settings;
  /** Tags that stand in columns; empty text where it has none. What comments say of these does not count. */
  readonly columnTags?: Tags;
  readonly database: string;
  readonly durationMs: number;
}

/** Which executions stand for a group; each a query id. */
export interface GroupPicks {
  readonly typical?: string;
  readonly high?: string;
  readonly highest?: string;
  readonly failed?: string;
}

/** The costliest group of one value of a tag, and one execution of middling cost with that value. */
export interface Stratum {
  readonly tag: string;
  readonly value: string;
  /** Key and tags of the group. */
  readonly key: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Of this value in this group. */
  readonly executions: number;
  readonly queryId: string;
}

/** How much of what one owner runs carries the required tags. */
export interface OwnerCoverage {
  /** Value of the owner's tag; empty for executions without it. */
  readonly owner: string;
  readonly executions: number;
  readonly taggedExecutions: number;
  readonly cost: number;
  readonly taggedCost: number;
  /** In the currency of the report's money; absent where it has none. */
  readonly costPerDay?: number;
}

/** How many executions carry one tag. */
export interface TagCarriers {
  readonly tag: string;
  readonly executions: number;
}

export interface AttributionCoverage {
  readonly requiredTags: readonly string[];
  readonly ownerTag: string;
  /** Of the owner's tag and each required one, once each. */
  readonly carriers: readonly TagCarriers[];
  /** In descending order of untagged cost. */
  readonly owners: readonly OwnerCoverage[];
  readonly executions: number;
  readonly taggedExecutions: number;
  readonly cost: number;
  readonly taggedCost: number;
}

/** One row of `hogbench top`, fit to be shown. */
export interface TrafficRow extends Omit<TrafficGroup, 'exampleId' | 'picks' | 'owners'> {
  /** What it is called; `(untagged)` for executions that carry none of the tags. */
  readonly name: string;
  readonly isTagged: boolean;
  /** In the currency of the report's money; absent where it has none. */
  readonly costPerDay?: number;
  /** Whose it is, the costliest first; empty where rows do not tell. */
  readonly owners: readonly OwnerPart[];
  /** Absent when the id could name somebody. */
  readonly exampleId?: string;
  /** One query of it without private text; only where rows are shapes. */
  readonly sql?: string;
}

/** What a day of traffic costs, at prices of units. */
export interface TrafficMoney {
  readonly currency: string;
  /** Of all that was read, whatever the rows show. */
  readonly perDay: number;
}

/** All that a reporter sees of a log: what costs most, and whose it is. */
export interface TrafficReport {
  readonly log: string;
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly by: CostMetric;
  /** Tags that make the rows; empty when rows are shapes. */
  readonly groupBy: readonly string[];
  /** What the trend of a row is of; absent where the log is too short for one. */
  readonly trend?: TrendParts;
  readonly rows: readonly TrafficRow[];
  readonly groupCount: number;
  readonly executions: number;
  readonly failures: number;
  readonly coverage: AttributionCoverage;
  /** Whether coverage was asked for by owner. */
  readonly showsOwners: boolean;
  /** Absent: executions have no price, or the log lacks what has one. */
  readonly money?: TrafficMoney;
  readonly errorNames: Readonly<Record<string, string>>;
  readonly remarks: readonly string[];
}
