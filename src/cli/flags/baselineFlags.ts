import { checkWords } from '../../app/pushRun.ts';
import type { BaselineChoice } from '../../app/saveBaseline.ts';
import { UserError } from '../../model/errors.ts';
import type { Config } from '../../schema/config/config.ts';
import type { Io } from '../io.ts';
import { chosenStore } from './chosenStore.ts';
import type { OptionSource } from './optionSource.ts';

/** Flags that say more of a baseline, and nothing without one. */
const besides = ['store', 'commit', 'branch'];

/**
 * What `--save-baseline` asks for; undefined where it does not. Looked at before anything is measured.
 * @throws UserError usage for a name that is none, a store that cannot be, a part of a run, and for flags that do nothing without it
 */
export function baselineToSave(source: OptionSource, config: Config, io: Io): BaselineChoice | undefined {
  const name = source.flagText('save-baseline');
  if (name === undefined) {
    const stray = besides.find((flag) => source.hasFlag(flag));
    if (stray === undefined) return undefined;
    throw new UserError('usage', `--${stray} goes with --save-baseline`, 'Add it, or leave this out.');
  }
  if (source.hasFlag('shard'))
    throw new UserError(
      'usage',
      '--save-baseline is for a whole run, and --shard measures a part of one',
      'Join the parts with hogbench merge, then push the run: hogbench store push.',
    );
  const words = { name, commit: source.flagText('commit'), branch: source.flagText('branch') };
  checkWords(words);
  return { spec: chosenStore(source, config, io), words };
}
