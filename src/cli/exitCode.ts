/** The exit codes CI relies on. */
export const exitCode = {
  fine: 0,
  regression: 1,
  lintErrors: 1,
  usage: 2,
  inconclusive: 3,
  resultsDiffer: 4,
  target: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
