import type { Place } from './errors.ts';
import type { JudgedRule, LintLevel, ReadingRule } from './rules.ts';

/** One thing that lint says of a place in a workload. */
export interface LintFinding {
  readonly rule: ReadingRule | JudgedRule;
  readonly level: LintLevel;
  readonly place: Place;
  readonly what: string;
  /** What to do about it. */
  readonly mend: string;
}

/** All that lint found, in the order of files, lines and columns. */
export interface LintReport {
  readonly workload: string;
  /** Statements that were looked at; those that cannot be read are not among them. */
  readonly statements: number;
  /** The target that parsed the statements; absent when none was asked. */
  readonly parsedBy?: string;
  readonly findings: readonly LintFinding[];
}

/** One line on every rule, for people and for the tools that list rules. */
export const ruleTexts: Readonly<Record<ReadingRule | JudgedRule, string>> = {
  unreadable: 'A file cannot be read, or is not UTF-8.',
  manifest: 'workload.yaml has a wrong key or value, or names a file that is not there.',
  annotation: 'Annotations have a wrong key or value, or no statement below.',
  parameter: 'A parameter has no value, or one that does not fit its type.',
  'unclosed-text': 'A string, quoted name or comment is not closed.',
  'not-select': 'A statement does more than read, so it is not replayed.',
  'duplicate-name': 'Two cases have one name, or one binding stands twice.',
  'required-tag': 'A case lacks a tag that workload.yaml requires.',
  syntax: 'The server cannot parse a statement.',
  'unknown-setting': 'The server does not know a setting, or refuses its value.',
  'detached-annotation': 'A blank line parts annotations from their statement, so they are not read.',
  'unpinned-clock': 'A statement reads the clock, and nothing says what time it is.',
  'random-function': 'A statement draws random values, so that no two results are alike.',
  'server-function': 'A statement asks for what differs between servers or executions.',
  'limit-without-order': 'LIMIT without ORDER BY keeps rows that change from execution to execution.',
  'unbounded-time': 'A statement reads all times of a table that has a time column.',
  'any-value': 'any() keeps a value that changes from execution to execution.',
};
