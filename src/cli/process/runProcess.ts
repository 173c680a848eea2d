import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { removeLeftTempFolders, removeTempFoldersNow } from '../../files/tempFolder.ts';
import { UserError } from '../../model/errors.ts';
import { realServices } from '../../servers/realServices.ts';
import { exitCode } from '../exitCode.ts';
import type { Io } from '../io.ts';
import { tell } from '../tell.ts';
import { processIo } from './processIo.ts';
import { standardStreams } from './standardStreams.ts';

/** Runs the command of this process, and sets its exit code. Whatever happens ends with a sentence. */
export async function runProcess(): Promise<void> {
  const streams = standardStreams(process.stdout, process.stderr);
  const { cwd, problem } = workingFolder();
  const io = processIo(streams, cwd);
  onLastResort(io);
  process.on('exit', removeTempFoldersNow);
  letGoOfLostTerminal();
  if (problem !== undefined) {
    process.exitCode = tell(problem, io);
    return;
  }
  const { main } = await import('../program.ts');
  const [code] = await Promise.all([main(process.argv.slice(2), io, realServices), removeLeftTempFolders()]);
  process.exitCode = code;
  const isInterrupted = code === exitCode.interrupted;
  await streams.written(!isInterrupted);
  const lost = streams.lost();
  if (lost !== undefined) {
    const what = `what this command printed could not be written to stdout (${lost})`;
    const told = tell(new UserError('target', what, 'Look at where stdout goes, and run it again.'), io);
    // A verdict that fails keeps its code; one that passes must not pass unread.
    if (code === exitCode.fine) process.exitCode = told;
  }
  if (isInterrupted) process.exit();
}

function workingFolder(): { readonly cwd: string; readonly problem?: UserError } {
  try {
    return { cwd: process.cwd() };
  } catch {
    const fix = 'Change to a folder that exists, for instance with: cd ~';
    return { cwd: '/', problem: new UserError('target', 'the folder that this was started in is gone', fix) };
  }
}

/** At its end Node puts a terminal back as it was, and aborts when that fails; a file that is closed it leaves alone. */
function letGoOfLostTerminal(): void {
  const terminals = [0, 1, 2].filter((file) => isatty(file));
  process.on('exit', () => {
    for (const file of terminals.filter((one) => !isatty(one))) closeSync(file);
  });
}

/** For what no command caught. Embedded servers end with this process. */
function onLastResort(io: Io): void {
  let isEnding = false;
  const end = (error: unknown): void => {
    if (isEnding) return;
    isEnding = true;
    if (io.isTerminal) io.stderr('\r\u001b[K');
    process.exit(tell(error, io));
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
