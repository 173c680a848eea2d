import { Command, type Option } from 'commander';
import {
  flagGivenTwice,
  flagWithoutValue,
  missingArgument,
  tooManyArguments,
  unknownCommand,
  unknownFlag,
} from './misuse.ts';

/**
 * A command of commander that tells its misuse in our own words. The methods are those that commander calls where it would print
 * its own.
 */
export class HouseCommand extends Command {
  override createCommand(name?: string): HouseCommand {
    return new HouseCommand(name);
  }

  /** Has a flag refused that is given again, where one of the values would be lost without a word. */
  givenOnce(flag: string): void {
    let before: string | undefined;
    this.on(`option:${flag}`, (value: string | null | undefined) => {
      if (before !== undefined) throw flagGivenTwice(`--${flag}`, [before, value ?? '']);
      before = value ?? '';
    });
  }

  unknownOption(flag: string): never {
    throw unknownFlag(this.name(), flag);
  }

  unknownCommand(): never {
    throw unknownCommand(this.args[0] ?? '');
  }

  missingArgument(name: string): never {
    throw missingArgument(this.name(), name);
  }

  optionMissingArgument(option: Option): never {
    throw flagWithoutValue(this.name(), option.flags, option.description);
  }

  _excessArguments(received: readonly string[]): never {
    throw tooManyArguments(this.name(), received);
  }
}
