import { UserError } from '../../model/errors.ts';
import { shown } from '../../text/quote.ts';
import { bashScript } from '../completion/bashScript.ts';
import {
  type CommandWords,
  type CompletedCommand,
  completedCommands,
  type ShellName,
  shellNames,
} from '../completion/completedWords.ts';
import { fishScript } from '../completion/fishScript.ts';
import { zshScript } from '../completion/zshScript.ts';
import { type ExitCode, exitCode } from '../exitCode.ts';
import type { Io } from '../io.ts';

const scripts: Readonly<Record<ShellName, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

export async function completionCommand(
  shell: string,
  table: Readonly<Record<string, CommandWords>>,
  io: Io,
): Promise<ExitCode> {
  const name = shellNames.find((one) => one === shell);
  if (name === undefined)
    throw new UserError('usage', `there is no completion for ${shown(shell)}`, `Name ${shellNames.join(', ')}.`);
  io.stdout(scripts[name](completedCommands(table)));
  return exitCode.fine;
}
