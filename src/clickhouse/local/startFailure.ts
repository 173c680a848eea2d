import { UserError } from '../../model/errors.ts';
import type { ServerExit } from './spawnServer.ts';

/** True when the server could not listen because another program has the port: others may be free. */
export function isPortBusy(exit: ServerExit): boolean {
  return /address already in use/i.test(whatItSaid(exit));
}

/** What to tell the user when a server process ended while starting or running. */
export function endedServer(exit: ServerExit, directory: string): UserError {
  const { report } = exit;
  if (report?.kind === 'locked') {
    const holder = report.holder === undefined ? 'another process' : `process ${report.holder}`;
    return new UserError(
      'usage',
      `The data directory is in use by ${holder}.`,
      'Wait for it to end, or set HOGBENCH_HOME to another folder.',
      directory,
    );
  }
  const message = whatItSaid(exit);
  if (/SYSTEM START LISTEN query is not supported|unrecognised option '--listen_host/i.test(message)) {
    return new UserError(
      'usage',
      'This version of the engine cannot serve: it knows no SYSTEM START LISTEN.',
      'Name a later one, or measure on `embedded`.',
    );
  }
  return (
    directoryFailure(message, directory) ??
    new UserError(
      'target',
      `The embedded ClickHouse server ended${howItEnded(exit)}: ${message}`,
      'If the data directory is damaged, remove it, or set HOGBENCH_HOME to another folder.',
      directory,
    )
  );
}

/** What to tell the user when a server lives and does not answer in time. */
export function silentServer(tail: string, seconds: number, directory: string): UserError {
  const full = directoryFailure(tail, directory);
  if (full !== undefined) return full;
  return new UserError(
    'target',
    `The embedded ClickHouse server did not answer within ${seconds} s: ${lastLines(tail)}`,
    'Try again when the machine is less busy.',
    directory,
  );
}

/** The error for a directory that cannot be written, or undefined when the message tells of something else. */
export function directoryFailure(message: string, directory: string): UserError | undefined {
  if (/ENOSPC|no space left on device|NOT_ENOUGH_SPACE|EDQUOT|disk quota exceeded/i.test(message)) {
    return new UserError(
      'usage',
      'The disk of the data directory is full.',
      'Free some space, or set HOGBENCH_HOME to a folder on another disk.',
      directory,
    );
  }
  if (
    /EACCES|EPERM|EROFS|ENOTDIR|EEXIST|ENOENT: [^\n]*mkdir|EIO:|ENXIO|ESTALE|permission denied|read-only file system|cannot lock/i.test(
      message,
    )
  ) {
    return new UserError(
      'usage',
      `The data directory cannot be written: ${message}`,
      'Make it a folder you may write to, or set HOGBENCH_HOME to another folder.',
      directory,
    );
  }
  return undefined;
}

function whatItSaid({ report, tail }: ServerExit): string {
  const message = report?.kind === 'failed' ? report.message.trim() : '';
  return message === '' ? lastLines(tail) : message;
}

/** In brackets. A server that gave a reason ended itself by a signal then, which tells nothing. */
function howItEnded({ report, end }: ServerExit): string {
  if (report !== undefined || end === undefined) return '';
  switch (end.signal) {
    case null:
      return ` (exit code ${end.code})`;
    case 'SIGKILL':
      return ' (SIGKILL: somebody ended it, or the system, as it does where memory runs out)';
    case 'SIGABRT':
    case 'SIGSEGV':
    case 'SIGBUS':
    case 'SIGILL':
      return ` (${end.signal}: a fault of the engine)`;
    default:
      return ` (${end.signal})`;
  }
}

function lastLines(tail: string): string {
  const lines = tail.trim().split('\n').slice(-5).join('\n');
  return lines === '' ? 'it left no message.' : lines;
}
