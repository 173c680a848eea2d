import { UserError } from '../../model/errors.ts';
import { type EnvironmentPart, environmentParts, type Reset, resetObjection } from '../../model/history.ts';
import type { Config } from '../../schema/config/config.ts';
import { checkNamedInCi } from '../../schema/config/configOrigin.ts';
import { suggestion } from '../../text/nearest.ts';
import { quoted } from '../../text/quote.ts';
import type { Io } from '../io.ts';
import { commaList } from './logFlags.ts';
import type { OptionSource } from './optionSource.ts';

/** What runs may differ in. @throws UserError usage for a part that there is not */
export function acrossOf(source: OptionSource): readonly EnvironmentPart[] {
  return commaList(source.flagText('across')).map((text) => {
    const part = environmentParts.find((one) => one === text);
    if (part !== undefined) return part;
    throw new UserError(
      'usage',
      `runs do not differ in ${quoted(text)}`,
      suggestion(text, environmentParts),
      '--across',
    );
  });
}

/**
 * Declared events: those of the config, then those of the command line. A reset hides a change, so it is not taken in CI from a
 * config that nobody named.
 * @throws UserError usage
 */
export function resetsOf(source: OptionSource, { history, origin }: Config, env: Io['env']): readonly Reset[] {
  const configured = history?.resets ?? [];
  if (configured.length > 0) checkNamedInCi(origin, 'history.resets', env);
  return [...configured, ...source.list('reset').map(resetOf)];
}

/** `4d5e6f7` or `4d5e6f7=new disks`. */
function resetOf(text: string): Reset {
  const at = text.indexOf('=');
  const [place, reason] = at < 0 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  const objection = resetObjection(place);
  if (objection !== undefined) throw new UserError('usage', `${quoted(place)} ${objection}`, resetAdvice, '--reset');
  return { at: place, ...(reason === '' ? {} : { reason }) };
}

const resetAdvice =
  "Did you mean a day? Write YYYY-MM-DD, a commit by its digits, or the id of a run: --reset 2026-03-01, --reset 4d5e6f7 or --reset 4d5e6f7='new disks'.";
