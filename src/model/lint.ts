import type { Place } from './errors.ts';
import type { JudgedRule, LintLevel, LintRule, LogRule, ReadingRule } from './rules.ts';
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

/** What a rule is about, and what to do, for the tools that list rules. */
export interface RuleText {
  readonly about: string;
  readonly help: string;
}

export const ruleTexts: Readonly<Record<LintRule, RuleText>> = {
  unreadable: {
    about: 'A file cannot be read, or is not UTF-8.',
    help: 'Save the file as UTF-8 and let the user that runs hogbench read it.',
  },
  manifest: {
    about: 'workload.yaml has a wrong key or value, or names a file that is not there.',
    help: 'Correct workload.yaml. Every other command refuses the workload until then.',
  },
  annotation: {
    about: 'Annotations have a wrong key or value, or no statement below.',
    help: 'Correct the comment lines above the statement: they are YAML with known keys.',
  },
  parameter: {
    about: 'A parameter has no value, or one that does not fit its type.',
    help: 'Give every {name:Type} of the statement a value under params.',
  },
  'unclosed-text': {
    about: 'A string, quoted name or comment is not closed.',
    help: 'Close it with the mark that opened it.',
  },
  'not-select': {
    about: 'A statement does more than read, so it is not replayed.',
    help: 'Take it out, or move it to a script named under schema or data in workload.yaml.',
  },
  'reserved-setting': {
    about: 'A statement sets what is no setting but a parameter of a request.',
    help: 'Drop it: as a parameter of a request it would change what runs, or who asks.',
  },
  'duplicate-name': {
    about: 'Two cases have one name, or one binding stands twice.',
    help: 'Give each case a name of its own: results are kept by name and parameters.',
  },
  'required-tag': {
    about: 'A case lacks a tag that workload.yaml requires.',
    help: 'Add the tag to the annotations of the case.',
  },
  syntax: {
    about: 'The server cannot parse a statement.',
    help: 'Fix the SQL for the version of ClickHouse that parsed it.',
  },
  'unknown-setting': {
    about: 'The server does not know a setting, or refuses its value.',
    help: 'Correct the setting, or drop it for servers of this version.',
  },
  'detached-annotation': {
    about: 'A blank line parts annotations from their statement, so they are not read.',
    help: 'Drop the blank line, or the annotations.',
  },
  'unpinned-clock': {
    about: 'A statement reads the clock, and nothing says what time it is.',
    help: 'Write now: with a moment into workload.yaml or above the statement.',
  },
  'random-function': {
    about: 'A statement draws random values, so that no two results are alike.',
    help: 'Use a hash of a column in its place, such as cityHash64(id).',
  },
  'server-function': {
    about: 'A statement asks for what differs between servers or executions.',
    help: 'Take it out, or ignore the rule for a case whose result does not depend on it.',
  },
  'limit-without-order': {
    about: 'LIMIT without ORDER BY keeps rows that change from execution to execution.',
    help: 'Order by columns that are unique together.',
  },
  'unbounded-time': {
    about: 'A statement reads all times of a table that has a time column.',
    help: 'Bound the time on both sides, or ignore the rule for a case that is meant to read all.',
  },
  'temporary-table': {
    about: 'A statement reads a temporary table of a setup script, which ends with that script.',
    help: 'Make it a table that stays, such as one with ENGINE = Memory.',
  },
  'any-value': {
    about: 'any() keeps a value that changes from execution to execution.',
    help: 'Use min, max or argMax where the values of a group differ.',
  },
  'unused-ignore': {
    about: 'A case ignores a rule that has nothing to say of it.',
    help: 'Take the rule out of lint-ignore, so that it is told when it has something to say again.',
  },
  'attribution-coverage': {
    about: 'Executions in production do not carry the tags that say whose they are.',
    help: 'Write the tags into log_comment, or into a comment of every query.',
  },
};
