import { Command, CommanderError } from 'commander';
import { hogbenchVersion } from '../app/hogbenchVersion.ts';
import type { Services } from '../app/services.ts';
import { terminalLines } from '../text/safeText.ts';
import { type CommandRow, commandTable } from './commandTable.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { flagHelp } from './flags/flagTable.ts';
import type { Flags } from './flags/optionSource.ts';
import type { Io } from './io.ts';
import { tell } from './tell.ts';

/** The whole program as a function of its arguments and its outside world. Never throws for what a user can fix. */
export async function main(argv: readonly string[], io: Io, services: Services): Promise<ExitCode> {
  let code: ExitCode = exitCode.fine;
  const program = buildProgram(io, async (row, args, flags) => {
    code = await row.run({ args, flags, io, services });
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) return tell(error, io);
    const told = tellMisuse(error, io);
    if (told !== exitCode.fine) {
      // No command began that could have done it.
      const { retireUnread } = await import('./flags/resultsPlace.ts');
      await retireUnread(argv, io);
    }
    return told;
  }
}

type Work = (row: CommandRow, args: readonly (string | undefined)[], flags: Flags) => Promise<void>;

function buildProgram(io: Io, work: Work): Command {
  const program = new Command('hogbench')
    .description('Query benchmarking and regression testing for ClickHouse.')
    .version(hogbenchVersion)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr, outputError: () => {} })
    .addHelpText('after', '\nStart with:\n  hogbench demo');
  for (const [name, row] of Object.entries(commandTable)) {
    const command = program.command(name).exitOverride().copyInheritedSettings(program).description(row.does);
    for (const [spelled, help] of row.args ?? []) command.argument(spelled, help);
    for (const flag of row.flags) {
      const { spelled, text } = flagHelp(flag, name);
      command.option(spelled, text);
    }
    command.addHelpText('after', row.after).action(() => work(row, command.processedArgs, command.opts()));
  }
  return program;
}

/** Says what of the command line is not understood. */
function tellMisuse(error: CommanderError, io: Io): ExitCode {
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
