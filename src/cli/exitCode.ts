import { type GateOutcome, type GateRules, gateOutcome } from '../app/gateOutcome.ts';
import type { ComparisonReport } from '../model/comparison.ts';
import type { UserError } from '../model/errors.ts';
import { terminalLines } from '../text/safeText.ts';
import type { Io } from './io.ts';

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

/** The exit code of a comparison. */
export function verdictExit(report: ComparisonReport, rules: GateRules): ExitCode {
  return outcomeCodes[gateOutcome(report, rules)];
}

/** Tells what could not be written, behind the verdict. A verdict that is favourable does not stay so without its reports. */
export function exitUnwritten(code: ExitCode, failures: readonly UserError[], io: Io): ExitCode {
  for (const { where, message, fix } of failures)
    io.stderr(terminalLines([`hogbench: ${where === undefined ? '' : `${where}: `}${message}`, `  fix:   ${fix}`]));
  return code === exitCode.fine && failures.length > 0 ? exitCode.target : code;
}
