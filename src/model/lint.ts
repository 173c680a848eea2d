import type { Place } from './errors.ts';
import type { JudgedRule, LintLevel, LogRule, ReadingRule } from './rules.ts';
import type { AttributionCoverage } from './traffic.ts';
import type { EpochMs } from './units.ts';

/** One thing that lint says of a place in a workload. */
export interface LintFinding {
  readonly rule: ReadingRule | JudgedRule;
  readonly level: LintLevel;
  readonly place: Place;
  readonly what: string;
  /** What to do about it. */
  readonly fix: string;
}

/** One thing that lint says of a log of production. It stands in no file. */
export interface LogFinding {
  readonly rule: LogRule;
  readonly level: LintLevel;
  /** Whose executions it is about; absent for the whole log. */
  readonly owner?: string;
  readonly what: string;
  readonly fix: string;
}

/** How much of a log carries the required tags, and whether that is enough. */
export interface Attribution {
  readonly log: string;
  readonly from: EpochMs;
  readonly until: EpochMs;
  /** Fit to be shown: names of owners are pseudonyms where they must be. */
  readonly coverage: AttributionCoverage;
  /** The share, 0 to 1, of executions and of cost that has to be tagged; absent when any will do. */
  readonly least?: number;
  readonly findings: readonly LogFinding[];
  /** What was left out of the log, and what it lacks. */
  readonly remarks: readonly string[];
}

/** All that lint found, in the order of files, lines and columns. */
export interface LintReport {
  /** Absent when only a log was looked at. */
  readonly workload?: string;
  /** Statements that were looked at; those that cannot be read are not among them. */
  readonly statements: number;
  /** The target that parsed the statements; absent when none was asked. */
  readonly parsedBy?: string;
  readonly findings: readonly LintFinding[];
  /** Absent when no log was asked for. */
  readonly attribution?: Attribution;
}
