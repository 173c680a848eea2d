import { CommanderError } from 'commander';
import { hogbenchVersion } from '../app/hogbenchVersion.ts';
import type { Services } from '../app/services.ts';
import { type CommandRow, commandTable } from './commandTable.ts';
import { type ExitCode, exitCode } from './exitCode.ts';
import { flagHelp } from './flags/flagTable.ts';
import type { Flags } from './flags/optionSource.ts';
import { HouseCommand } from './houseCommand.ts';
import type { Io } from './io.ts';
import { tell } from './tell.ts';

/** The whole program as a function of its arguments and its outside world. Never throws for what a user can fix. */
export async function main(argv: readonly string[], io: Io, services: Services): Promise<ExitCode> {
  let code: ExitCode = exitCode.fine;
  let hasBegun = false;
  const program = buildProgram(io, async (row, args, flags) => {
    hasBegun = true;
    code = await row.run({ args, flags, argv, io, services });
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCode.fine;
    if (!hasBegun) {
      // No command began that could have done it.
      const { retireUnread } = await import('./flags/resultsPlace.ts');
      await retireUnread(argv, io);
    }
    // Without a command, help is all there is to say.
    return error instanceof CommanderError && error.code === 'commander.help' ? exitCode.usage : tell(error, io);
  }
}

type Work = (row: CommandRow, args: readonly (string | undefined)[], flags: Flags) => Promise<void>;

function buildProgram(io: Io, work: Work): HouseCommand {
  const program = new HouseCommand('hogbench')
    .description('Query benchmarking and regression testing for ClickHouse.')
    .version(hogbenchVersion)
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr, outputError: () => {} })
    .addHelpText('after', '\nStart with:\n  hogbench demo');
  for (const [name, row] of Object.entries(commandTable)) {
    const command = program.command(name).exitOverride().copyInheritedSettings(program).description(row.does);
    for (const [spelled, help] of row.args ?? []) command.argument(spelled, help);
    for (const flag of row.flags) {
      const { spelled, text, repeated } = flagHelp(flag, name);
      if (repeated) command.option(spelled, text, added);
      else command.option(spelled, text);
      if (!repeated && takesOne(spelled)) command.givenOnce(flag);
    }
    command.addHelpText('after', row.after).action(() => work(row, command.processedArgs.flat(), command.opts()));
  }
  return program;
}

/** Values of a flag that is given more than once. */
function added(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Whether it takes one value: no switch, and no list such as `<pattern...>`. */
function takesOne(spelled: string): boolean {
  return /[>\]]$/.test(spelled) && !spelled.includes('...');
}
