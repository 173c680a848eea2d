import { Command, CommanderError } from 'commander';
import { isServerError } from '../clickhouse/serverError.ts';
import { UserError } from '../model/errors.ts';
import { ab, addAbFlags } from './commands/ab.ts';
import { addCaptureFlags, capture } from './commands/capture.ts';
import { addCompareFlags, compare } from './commands/compare.ts';
import { addDemoFlags, demo } from './commands/demo.ts';
import { addDoctorFlags, doctor } from './commands/doctor.ts';
import { addLintFlags, lint } from './commands/lint.ts';
import { addLocalFlags, local } from './commands/local.ts';
import { addReportCommandFlags, report } from './commands/report.ts';
import { addRunFlags, run } from './commands/run.ts';
import { addTopFlags, top } from './commands/top.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import type { Io } from './io.ts';
import type { Flags } from './optionSource.ts';
import { retireUnread } from './results.ts';
import type { Services } from './services.ts';
import { systemTrouble } from './systemTrouble.ts';
import { terminalLines } from './terminalLines.ts';
import { hogbenchVersion } from './version.ts';

/** The whole program as a function of its arguments and its outside world. Never throws for what a user can mend. */
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
  addDemoFlags(add('demo')).action((flags: Flags) => ends(demo(flags, io, services)));
  addAbFlags(add('ab')).action((path: string | undefined, flags: Flags) => ends(ab(path, flags, io, services)));
  addRunFlags(add('run')).action((path: string, flags: Flags) => ends(run(path, flags, io, services)));
  addCompareFlags(add('compare')).action((base: string, candidate: string, flags: Flags) =>
    ends(compare(base, candidate, flags, io)),
  );
  addReportCommandFlags(add('report')).action((file: string, flags: Flags) => ends(report(file, flags, io)));
  addCaptureFlags(add('capture')).action((flags: Flags) => ends(capture(flags, io, services)));
  addTopFlags(add('top')).action((flags: Flags) => ends(top(flags, io, services)));
  addLintFlags(add('lint')).action((path: string | undefined, flags: Flags) => ends(lint(path, flags, io, services)));
  addDoctorFlags(add('doctor')).action((flags: Flags) => ends(doctor(flags, io, services)));
  addLocalFlags(add('local')).action((flags: Flags) => ends(local(flags, io, services)));
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
    io.stderr(terminalLines([...`hogbench: ${error.message}`.split('\n'), ...where, `  mend:  ${error.mend}`]));
    return codes[error.kind];
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCode.fine;
    if (error.code === 'commander.help') return exitCode.usage;
    io.stderr(
      terminalLines([
        ...`hogbench: ${error.message.replace(/^error: /, '')}`.split('\n'),
        '  mend:  hogbench --help lists the commands and flags',
      ]),
    );
    return exitCode.usage;
  }
  if (isServerError(error)) {
    io.stderr(
      terminalLines([
        `hogbench: the server refused: ${error.message}`,
        '  mend:  hogbench doctor --target … tells what this user lacks',
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
