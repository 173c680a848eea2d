import type { Services } from '../../app/services.ts';
import { UserError } from '../../model/errors.ts';
import type { ExitCode } from '../exitCode.ts';
import type { Words } from '../flags/namedTexts.ts';
import type { Flags } from '../flags/optionSource.ts';
import type { Io } from '../io.ts';

/**
 * Judges a saved run, or arms that are measured now, by the rules and allowances of the config.
 * @param ofSaved flags that say something of a run that is measured already
 */
export async function gateCommand(
  words: Words,
  ofSaved: readonly string[],
  io: Io,
  services: Services,
): Promise<ExitCode> {
  const [file, second] = words.args;
  if (!isRunFile(file) || file === undefined) {
    const { abCommand } = await import('./abCommand.ts');
    return abCommand(words, io, services, 'gate');
  }
  if (second !== undefined)
    throw new UserError(
      'usage',
      `a saved run is judged by itself, and ${second} stands beside it`,
      'Leave it out; two saved runs are compared by hogbench compare BASE CANDIDATE, which goes by the same rules.',
    );
  checkOfSaved(words.flags, ofSaved, file);
  const { gateSaved } = await import('./reportCommand.ts');
  return gateSaved(file, words.flags, io, services);
}

/** Whether an argument names a run file: a workload is a folder, a .sql file or a name. */
export function isRunFile(argument: string | undefined): boolean {
  return argument !== undefined && /\.jsonl(\.gz)?$/i.test(argument);
}

/** @throws UserError usage for a flag about measuring */
function checkOfSaved(flags: Flags, ofSaved: readonly string[], file: string): void {
  const names = new Set(ofSaved.map((name) => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())));
  // A switch that is on by default is there unasked.
  const stray = Object.entries(flags).find(
    ([name, value]) => !names.has(name) && value !== undefined && !(name === 'selfCheck' && value === true),
  );
  if (stray === undefined) return;
  const flag = stray[0].replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UserError(
    'usage',
    `--${flag === 'self-check' ? 'no-self-check' : flag} is about measuring, and ${file} is measured already`,
    'Leave it out, or name the arms to measure: hogbench gate queries --base main.',
  );
}
