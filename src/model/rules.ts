/** What can be wrong with a workload so that it cannot be read. Always an error. */
export const readingRules = [
  'unreadable',
  'manifest',
  'annotation',
  'parameter',
  'unclosed-text',
  'not-select',
  'reserved-setting',
  'duplicate-name',
  'required-tag',
] as const;

/** What a readable workload can be warned of. Its manifest sets their levels, a case can ignore them. */
export const judgedRules = [
  'syntax',
  'unknown-setting',
  'detached-annotation',
  'unpinned-clock',
  'random-function',
  'server-function',
  'limit-without-order',
  'unbounded-time',
  'temporary-table',
  'any-value',
  'unused-ignore',
] as const;

/** What can be wrong with the traffic that a log shows, whatever the workload. */
export const logRules = ['attribution-coverage'] as const;

export type ReadingRule = (typeof readingRules)[number];
export type JudgedRule = (typeof judgedRules)[number];
export type LogRule = (typeof logRules)[number];
export type LintRule = ReadingRule | JudgedRule | LogRule;
export type LintLevel = 'error' | 'warning' | 'note';

/** Levels that a workload sets for itself; `off` silences a rule. */
export type LintLevels = Readonly<Partial<Record<JudgedRule, LintLevel | 'off'>>>;

/** How loud a rule is where nobody says otherwise. */
export const defaultLevels: Readonly<Record<LintRule, LintLevel>> = {
  unreadable: 'error',
  manifest: 'error',
  annotation: 'error',
  parameter: 'error',
  'unclosed-text': 'error',
  'not-select': 'error',
  'reserved-setting': 'error',
  'duplicate-name': 'error',
  'required-tag': 'error',
  syntax: 'error',
  'unknown-setting': 'error',
  'detached-annotation': 'warning',
  'unpinned-clock': 'warning',
  'random-function': 'warning',
  'server-function': 'warning',
  'limit-without-order': 'warning',
  'unbounded-time': 'warning',
  'temporary-table': 'error',
  'any-value': 'note',
  'unused-ignore': 'note',
  'attribution-coverage': 'error',
};
