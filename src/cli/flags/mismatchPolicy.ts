import { type MismatchPolicy, usualPolicy } from '../../model/environment.ts';
import type { Config } from '../../schema/config/config.ts';
import { checkNamedInCi } from '../../schema/config/configOrigin.ts';
import type { Io } from '../io.ts';
import type { OptionSource } from './optionSource.ts';

/**
 * What differences between two saved runs mean: flag or environment before the config's `policies` before the defaults.
 * @throws UserError usage for a kind or an action that is none
 */
export function mismatchPolicy(source: OptionSource, config: Config, io: Io): MismatchPolicy {
  if (Object.keys(config.policies).length > 0) checkNamedInCi(config.origin, 'policies', io.env);
  const configured = Object.entries(config.policies).map(([kind, action]) => `${kind}=${action}`);
  if (configured.length > 0)
    source.note({ name: 'on-mismatch', value: configured.join(','), from: source.configFile }, true);
  const asked = source.read('on-mismatch', 'policy');
  return { ...usualPolicy, ...config.policies, ...asked };
}
