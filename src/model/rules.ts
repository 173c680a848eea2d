export type LintLevel = 'error' | 'warning' | 'note';

/** What a rule is about, and what to do, for the documents and for the tools that list rules. */
interface RuleEntry {
  /**
   * Who finds it. `reader`: whoever reads the workload, which no command measures then; always an error. `text` and `server`: the
   * words of a statement, and a server that is asked about it; the manifest sets their levels, a case can ignore them. `log`: what
   * a log of production shows, whatever the workload.
   */
  readonly by: 'reader' | 'text' | 'server' | 'log';
  /** How loud it is where nobody says otherwise. */
  readonly level: LintLevel;
  readonly about: string;
  readonly help: string;
}

const rules = {
  unreadable: {
    by: 'reader',
    level: 'error',
    about: 'A file cannot be read, or is not UTF-8.',
    help: 'Save the file as UTF-8 and let the user that runs hogbench read it.',
  },
  manifest: {
    by: 'reader',
    level: 'error',
    about: 'workload.yaml has a wrong key or value, or names a file that is not there.',
    help: 'Correct workload.yaml. Every other command refuses the workload until then.',
  },
  annotation: {
    by: 'reader',
    level: 'error',
    about: 'Annotations have a wrong key or value, or no statement below.',
    help: 'Correct the comment lines above the statement: they are YAML with known keys.',
  },
  parameter: {
    by: 'reader',
    level: 'error',
    about: 'A parameter has no value, or one that does not fit its type.',
    help: 'Give every {name:Type} of the statement a value under params.',
  },
  'unclosed-text': {
    by: 'reader',
    level: 'error',
    about: 'A string, quoted name or comment is not closed.',
    help: 'Close it with the mark that opened it.',
  },
  'not-select': {
    by: 'reader',
    level: 'error',
    about: 'A statement does more than read, so it is not replayed.',
    help: 'Take it out, or move it to a script named under schema or data in workload.yaml.',
  },
  'reserved-setting': {
    by: 'reader',
    level: 'error',
    about: 'A statement sets what is no setting but a parameter of a request.',
    help: 'Drop it: as a parameter of a request it would change what runs, or who asks.',
  },
  scheduling: {
    by: 'reader',
    level: 'error',
    about: 'A script under scheduling does something else than to create resources and workloads.',
    help: 'Keep CREATE RESOURCE and CREATE WORKLOAD in it; move the rest to a script under schema or data.',
  },
  'duplicate-name': {
    by: 'reader',
    level: 'error',
    about: 'Two cases have one name, or one binding stands twice.',
    help: 'Give each case a name of its own: results are kept by name and parameters.',
  },
  'required-tag': {
    by: 'reader',
    level: 'error',
    about: 'A case lacks a tag that workload.yaml requires.',
    help: 'Add the tag to the annotations of the case.',
  },
  'gate-rule': {
    by: 'reader',
    level: 'error',
    about: 'A rule of the gate is none, or matches no case.',
    help: 'Correct gate.rules of the config. No gate passes until then.',
  },
  allowance: {
    by: 'reader',
    level: 'error',
    about: 'An allowance is none, has ended, or is for no case.',
    help: 'Correct it or remove it. Whatever it was to allow is judged without it.',
  },
  syntax: {
    by: 'server',
    level: 'error',
    about: 'The server cannot parse a statement.',
    help: 'Fix the SQL for the version of ClickHouse that parsed it.',
  },
  'unknown-setting': {
    by: 'server',
    level: 'error',
    about: 'The server does not know a setting, or refuses its value.',
    help: 'Correct the setting, or drop it for servers of this version.',
  },
  'detached-annotation': {
    by: 'text',
    level: 'warning',
    about: 'A blank line separates annotations from their statement, so they are not read.',
    help: 'Drop the blank line, or the annotations.',
  },
  'unpinned-clock': {
    by: 'text',
    level: 'warning',
    about: 'A statement reads the clock, and nothing says what time it is.',
    help: 'Write now: with a moment into workload.yaml or above the statement.',
  },
  'random-function': {
    by: 'text',
    level: 'warning',
    about: 'A statement draws random values, so no two results are alike.',
    help: 'Use a hash of a column in its place, such as cityHash64(id).',
  },
  'server-function': {
    by: 'text',
    level: 'warning',
    about: 'A statement asks for what differs between servers or executions.',
    help: 'Take it out, or ignore the rule for a case whose result does not depend on it.',
  },
  'limit-without-order': {
    by: 'text',
    level: 'warning',
    about: 'LIMIT without ORDER BY keeps rows that change from execution to execution.',
    help: 'Order by columns that are unique together.',
  },
  'unbounded-time': {
    by: 'text',
    level: 'warning',
    about: 'A statement reads all times of a table that has a time column.',
    help: 'Bound the time on both sides, or ignore the rule for a case that is meant to read all.',
  },
  'temporary-table': {
    by: 'text',
    level: 'error',
    about: 'A statement reads a temporary table of a setup script, which ends with that script.',
    help: 'Make it a table that stays, such as one with ENGINE = Log.',
  },
  'any-value': {
    by: 'text',
    level: 'note',
    about: 'any() keeps a value that changes from execution to execution.',
    help: 'Use min, max or argMax where the values of a group differ.',
  },
  'unused-ignore': {
    by: 'text',
    level: 'note',
    about: 'A case ignores a rule that finds nothing in it.',
    help: 'Take the rule out of lint-ignore, so that it is heard when it finds something again.',
  },
  'attribution-coverage': {
    by: 'log',
    level: 'error',
    about: 'Executions in production do not carry the tags that say whose they are.',
    help: 'Write the tags into log_comment, or into a comment of every query.',
  },
} as const;

type By<Finder extends RuleEntry['by']> = {
  [Rule in keyof typeof rules]: (typeof rules)[Rule]['by'] extends Finder ? Rule : never;
}[keyof typeof rules];

export type ReadingRule = By<'reader'>;
export type JudgedRule = By<'text' | 'server'>;
export type ServerRule = By<'server'>;
export type LogRule = By<'log'>;
export type LintRule = keyof typeof rules;

/** Every rule of lint: a new one begins here. */
export const lintRules: Readonly<Record<LintRule, RuleEntry>> = rules;

/** All of them, in the order in which they are listed. */
export const ruleNames: readonly LintRule[] = Object.keys(rules) as LintRule[];

/** What a readable workload can be warned of. */
export const judgedRules: readonly JudgedRule[] = ruleNames.filter(isJudged);

/** True of what only a server can find. */
export function isServerRule(rule: LintRule): rule is ServerRule {
  return lintRules[rule].by === 'server';
}

function isJudged(rule: LintRule): rule is JudgedRule {
  return lintRules[rule].by === 'text' || lintRules[rule].by === 'server';
}

/** Levels that a workload sets for itself; `off` silences a rule. */
export type LintLevels = Readonly<Partial<Record<JudgedRule, LintLevel | 'off'>>>;
