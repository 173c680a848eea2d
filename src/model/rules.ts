/** What can be wrong with a workload so that it cannot be read. Always an error. */
export const readingRules = [
  'unreadable',
  'manifest',
  'annotation',
  'parameter',
  'unclosed-text',
  'not-select',
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
  'any-value',
] as const;

export type ReadingRule = (typeof readingRules)[number];
export type JudgedRule = (typeof judgedRules)[number];
export type LintLevel = 'error' | 'warning' | 'note';

/** Levels that a workload sets for itself; `off` silences a rule. */
export type LintLevels = Readonly<Partial<Record<JudgedRule, LintLevel | 'off'>>>;
