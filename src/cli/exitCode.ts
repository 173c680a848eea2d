import type { GateOutcome } from '../model/gateOutcome.ts';

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

const outcomeCodes: Readonly<Record<GateOutcome, ExitCode>> = {
  passed: exitCode.fine,
  regression: exitCode.regression,
  resultsDiffer: exitCode.resultsDiffer,
  undecided: exitCode.inconclusive,
  invalid: exitCode.target,
  interrupted: exitCode.interrupted,
};

/** The exit code of what a comparison comes to. */
export function outcomeExit(outcome: GateOutcome): ExitCode {
  return outcomeCodes[outcome];
}
