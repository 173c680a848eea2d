import { namesSomebody } from '../../capture/redactTags.ts';
import { UserError } from '../../model/errors.ts';
import { type LogPreset, logPresets } from '../../model/logPreset.ts';
import { type CaptureConfig, type CaptureText, defaultCapture } from '../../schema/config/captureConfig.ts';
import { suggestion } from '../../text/nearest.ts';

/** What a preset says beside columns. A key of the config wins over it. */
const choices: Readonly<Record<string, Pick<CaptureConfig, 'shape_tags' | 'required_tags' | 'owner_tag' | 'privacy'>>> =
  {
    posthog: {
      shape_tags: ['kind', 'product', 'feature', 'query_type', 'workload'],
      required_tags: ['product', 'query_type'],
      owner_tag: 'product',
      privacy: { ...defaultCapture.privacy, event_columns: ['event'] },
    },
  };

/** The word that takes the preset of a config away. */
const noPreset = 'none';

/**
 * The section of a config with all that it leaves open: by the preset that a flag or it names, then as usual.
 *
 * @param named by a flag, whose word counts before the config's; `none` is no preset
 * @param where the flag, for messages
 * @throws UserError usage for a preset that is not known, and for a tag that hides whose column it is
 */
export function resolveCapture(text: CaptureText, named: string | undefined, where: string): CaptureConfig {
  const { preset: configured, columns = {}, tag_columns = {}, ...keys } = text;
  checkPeople(tag_columns);
  const preset =
    named === undefined ? presetOf(configured, 'hogbench.config.yaml, capture.preset') : presetOf(named, where);
  const given = Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined));
  return {
    ...defaultCapture,
    ...(preset === undefined ? {} : choices[preset.name]),
    ...given,
    layout: { columns, tagColumns: tag_columns, ...(preset === undefined ? {} : { preset }) },
  };
}

/** What names people is known by the name of its tag, so a column that does may not go by another. */
function checkPeople(tagColumns: Readonly<Record<string, string>>): void {
  for (const [tag, column] of Object.entries(tagColumns))
    if (namesSomebody(column) && !namesSomebody(tag))
      throw new UserError(
        'usage',
        `the column ${column} may name people or keys, and the tag ${tag} does not say so`,
        'Name the tag as the column: its values are then shown as pseudonyms alone, and written nowhere.',
        `hogbench.config.yaml, capture.tag_columns.${tag}`,
      );
}

function presetOf(name: string | undefined, where: string): LogPreset | undefined {
  if (name === undefined || name === noPreset) return undefined;
  const preset = logPresets.find((one) => one.name === name);
  if (preset !== undefined) return preset;
  const known = [...logPresets.map((one) => one.name), noPreset];
  throw new UserError('usage', `there is no preset ${name}`, `Correct it: ${suggestion(name, known)}`, where);
}
