import type { EpochMs } from './units.ts';

/** Rows of a log in its window, by what becomes of them. Every row is counted once. */
export interface LogSurvey {
  /** The window that was read, by the server's clock. */
  readonly from: EpochMs;
  readonly until: EpochMs;
  /** Days the rows really span, for executions a day; at least an hour. */
  readonly days: number;
  /** Where its rows begin: the start of the window, or the oldest row where the log does not reach back so far. */
  readonly rowsFrom: EpochMs;
  readonly executions: number;
  /** Of the executions, those whose text was cut by the log, and those without a text. */
  readonly cut: number;
  readonly withoutText: number;
  readonly secondary: number;
  readonly hogbench: number;
  /** Queries of system tables only, or of no table at all. */
  readonly system: number;
  /** Inserts, definitions and whatever else does not only read. */
  readonly notReading: number;
  /** Executions whose log_comment is empty, so that tags can only stand in the text. */
  readonly withoutLogComment: number;
  /** Server's clock minus ours; absent when the log is a file. */
  readonly clockSkewMs?: number;
}

/** What a log's columns tell, and what they leave open. */
export interface LogFacts {
  /** Columns of the preset that the log lacks, by the tag that is missing with them. */
  readonly missingTags: Readonly<Record<string, string>>;
  /** Absent: nothing of a preset is lacking, or none was asked for, or the log has no log_comment: then tags are missing. */
  readonly presetGap?: PresetGap;
  /** A preset for logs of this kind, where none was asked for. */
  readonly fitting?: string;
  /** Tags that a column and log_comment tell differently. The column counts. */
  readonly conflicts: readonly TagConflict[];
  /** Whether it says which tables an execution read, which rows are those of shards, and with which settings it ran. */
  readonly hasDatabases: boolean;
  readonly tellsShards: boolean;
  readonly hasSettings: boolean;
  /** Whether it keeps the normalized hash of each query; else that is made of the text. */
  readonly hasShapes: boolean;
  /** A column of CPU time that is 0 in every execution, which is none. */
  readonly emptyCpu: boolean;
}

/** Columns of tags that a preset names and a log lacks, whose tags are read from log_comment. */
export interface PresetGap {
  readonly preset: string;
  readonly columns: readonly string[];
  /** How many columns of tags the preset names. */
  readonly of: number;
}

export interface TagConflict {
  readonly tag: string;
  readonly column: string;
  /** Executions in which both have a value and differ, of those looked at. */
  readonly differing: number;
  readonly looked: number;
}
