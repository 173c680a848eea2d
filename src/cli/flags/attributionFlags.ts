import type { AttributionRequest } from '../../app/attribution.ts';
import { UserError } from '../../model/errors.ts';
import type { Config } from '../../schema/config/config.ts';
import { checkNamedInCi } from '../../schema/config/configOrigin.ts';
import type { Io } from '../io.ts';
import { captureConfigOf, commaList, logRequest } from './logFlags.ts';
import type { OptionSource } from './optionSource.ts';
import { parseCoverage } from './values.ts';

const aboutLogs = ['log-table', 'log-file', 'preset', 'since', 'require', 'owner', 'min-coverage'];

/**
 * Reads what the flags and the config ask of a log; undefined without `--coverage`.
 * @throws UserError usage for flags that name no log or two, and for flags about a log when none is read
 */
export function attributionRequest(source: OptionSource, config: Config, io: Io): AttributionRequest | undefined {
  if (!source.on('coverage')) {
    const stray = aboutLogs.find((name) => source.flagText(name) !== undefined);
    if (stray === undefined) return undefined;
    throw new UserError('usage', `--${stray} is about a log, and none is read`, 'Add --coverage.');
  }
  if (source.on('offline') && source.flagText('log-file') === undefined)
    throw new UserError(
      'usage',
      '--offline asks no server, and --coverage reads the log of one',
      'Drop one of them, or read an exported log with --log-file.',
    );
  const { lint } = config;
  if (lint !== undefined) checkNamedInCi(config.origin, 'lint', io.env);
  const { required_tags, owner_tag } = captureConfigOf(config, io, source);
  const given = commaList(source.flagText('require'));
  const flag = source.flagText('min-coverage');
  const configured = lint?.min_coverage === undefined ? undefined : String(lint.min_coverage);
  const asked = flag ?? configured;
  const named = flag === undefined ? 'lint.min_coverage of hogbench.config.yaml' : '--min-coverage';
  return {
    log: logRequest(source, config, io),
    requiredTags: given.length > 0 ? given : (lint?.required_tags ?? required_tags),
    ownerTag: source.flagText('owner') ?? lint?.owner_tag ?? owner_tag,
    least: asked === undefined ? undefined : parseCoverage(asked, named),
  };
}
