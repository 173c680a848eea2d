import { UserError } from '../../model/errors.ts';
import type { OptionSource } from './optionSource.ts';

/**
 * The tags of `--totals-by`, each once; as a variable or a config default they stand in one text, with commas.
 * @throws UserError usage when no tag is named
 */
export function totalsBy(source: OptionSource): readonly string[] | undefined {
  const flags = source.list('totals-by');
  const texts = flags.length > 0 ? flags : source.text('totals-by');
  if (texts === undefined) return undefined;
  const tags = [texts].flat().flatMap((text) => text.split(',').map((tag) => tag.trim()));
  const named = [...new Set(tags.filter((tag) => tag !== ''))];
  if (named.length === 0)
    throw new UserError('usage', '--totals-by names no tag', 'Write for instance --totals-by product team_id.');
  return named;
}
