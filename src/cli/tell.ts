import { systemTrouble } from '../files/systemTrouble.ts';
import { UserError } from '../model/errors.ts';
import { serverTrouble } from '../servers/serverTrouble.ts';
import { terminalLines } from '../text/safeText.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import type { Io } from './io.ts';

const codes: Readonly<Record<UserError['kind'], ExitCode>> = {
  usage: exitCode.usage,
  target: exitCode.target,
  interrupted: exitCode.interrupted,
};

/** Says in plain words what went wrong, and gives the exit code for it. */
export function tell(error: unknown, io: Io): ExitCode {
  if (error instanceof UserError) {
    const where = error.where === undefined ? [] : [`  where: ${error.where}`];
    io.stderr(terminalLines([...`hogbench: ${error.message}`.split('\n'), ...where, `  fix:   ${error.fix}`]));
    return codes[error.kind];
  }
  const trouble = serverTrouble(error) ?? systemTrouble(error);
  if (trouble !== undefined) return tell(trouble, io);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = detail.split('\n').slice(0, mostDetailLines);
  io.stderr(terminalLines(['hogbench: an error of its own, please report it with these lines', ...lines].map(bounded)));
  return exitCode.target;
}

const mostDetailLines = 12;
const mostCharacters = 500;

function bounded(line: string): string {
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line;
}
