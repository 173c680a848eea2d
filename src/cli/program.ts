import { Command, CommanderError } from 'commander';
import { hogbenchVersion } from '../app/hogbenchVersion.ts';
import type { Services } from '../app/services.ts';
import { isServerError } from '../clickhouse/http/refusals.ts';
import { UserError } from '../model/errors.ts';
import { terminalLines } from '../text/terminalLines.ts';
import { abCommand, addAbFlags } from './commands/abCommand.ts';
import { addCaptureFlags, captureCommand } from './commands/captureCommand.ts';
import { addCompareFlags, compareCommand } from './commands/compareCommand.ts';
import { addDemoFlags, demoCommand } from './commands/demoCommand.ts';
import { addDoctorFlags, doctorCommand } from './commands/doctorCommand.ts';
import { addLintFlags, lintCommand } from './commands/lintCommand.ts';
import { addLocalFlags, localCommand } from './commands/localCommand.ts';
import { addReportCommandFlags, reportCommand } from './commands/reportCommand.ts';
import { addRunFlags, runCommand } from './commands/runCommand.ts';
import { addTopFlags, topCommand } from './commands/topCommand.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import type { Flags } from './flags/optionSource.ts';
import { retireUnread } from './flags/resultsPlace.ts';
import type { Io } from './io.ts';
import { systemTrouble } from './process/systemTrouble.ts';

/** The whole program as a function of its arguments and its outside world. Never throws for what a user can fix. */
export async function main(argv: readonly string[], io: Io, services: Services): Promise<ExitCode> {
  let code: ExitCode = exitCode.fine;
  const ends = (work: Promise<ExitCode>): Promise<void> =>
    work.then((result) => {
      code = result;
    });
  const program = buildProgram(io, services, ends);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    const told = tell(error, io);
    // No command began that could have done it.
    if (error instanceof CommanderError && told !== exitCode.fine) await retireUnread(argv, io);
    return told;
  }
}

function buildProgram(io: Io, services: Services, ends: (work: Promise<ExitCode>) => Promise<void>): Command {
  const program = new Command('hogbench')
    .description('Query benchmarking and regression testing for ClickHouse.')
    .version(hogbenchVersion)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr, outputError: () => {} })
    .addHelpText('after', '\nStart with:\n  hogbench demo');
  const add = (name: string): Command => program.command(name).exitOverride().copyInheritedSettings(program);
  addDemoFlags(add('demo')).action((flags: Flags) => ends(demoCommand(flags, io, services)));
  addAbFlags(add('ab')).action((path: string | undefined, flags: Flags) => ends(abCommand(path, flags, io, services)));
  addRunFlags(add('run')).action((path: string, flags: Flags) => ends(runCommand(path, flags, io, services)));
  addCompareFlags(add('compare')).action((base: string, candidate: string, flags: Flags) =>
    ends(compareCommand(base, candidate, flags, io)),
  );
  addReportCommandFlags(add('report')).action((file: string, flags: Flags) => ends(reportCommand(file, flags, io)));
  addCaptureFlags(add('capture')).action((flags: Flags) => ends(captureCommand(flags, io, services)));
  addTopFlags(add('top')).action((flags: Flags) => ends(topCommand(flags, io, services)));
  addLintFlags(add('lint')).action((path: string | undefined, flags: Flags) =>
    ends(lintCommand(path, flags, io, services)),
  );
  addDoctorFlags(add('doctor')).action((flags: Flags) => ends(doctorCommand(flags, io, services)));
  addLocalFlags(add('local')).action((flags: Flags) => ends(localCommand(flags, io, services)));
  return program;
}

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
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCode.fine;
    if (error.code === 'commander.help') return exitCode.usage;
    io.stderr(
      terminalLines([
        ...`hogbench: ${error.message.replace(/^error: /, '')}`.split('\n'),
        '  fix:   hogbench --help lists the commands and flags',
      ]),
    );
    return exitCode.usage;
  }
  if (isServerError(error)) {
    io.stderr(
      terminalLines([
        `hogbench: the server refused: ${error.message}`,
        '  fix:   hogbench doctor --target … tells what this user lacks',
      ]),
    );
    return exitCode.target;
  }
  const trouble = systemTrouble(error);
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
