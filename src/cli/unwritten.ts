import { UserError } from '../model/errors.ts';
import { terminalLines } from '../text/terminalLines.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import type { Io } from './io.ts';

/**
 * Writes reports one after the other. One that cannot be written does not keep the others from it, and a full disk does
 * not keep the verdict from being printed: what failed is handed back.
 */
export async function writeAll(works: readonly (() => Promise<void>)[]): Promise<readonly unknown[]> {
  const failures: unknown[] = [];
  for (const work of works) await work().catch((error: unknown) => failures.push(error));
  return failures;
}

/** Tells what could not be written, behind the verdict. A verdict that is favourable does not stay so without its reports. */
export function exitUnwritten(code: ExitCode, failures: readonly unknown[], io: Io): ExitCode {
  for (const failure of failures) {
    if (!(failure instanceof UserError)) throw failure;
    const where = failure.where === undefined ? '' : `${failure.where}: `;
    io.stderr(terminalLines([`hogbench: ${where}${failure.message}`, `  fix:   ${failure.fix}`]));
  }
  return code === exitCode.fine && failures.length > 0 ? exitCode.target : code;
}
