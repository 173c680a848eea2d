import {
  type MismatchAction,
  type MismatchKind,
  type MismatchPolicy,
  mismatchKinds,
  usualPolicy,
} from '../../model/environment.ts';
import { UserError } from '../../model/errors.ts';
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
  const asked = source.read<Partial<MismatchPolicy>>('on-mismatch', parsePolicy, {});
  return { ...usualPolicy, ...config.policies, ...asked };
}

/** `warn` for every kind, or `version=warn,hardware=refuse` for some. */
export function parsePolicy(text: string, what: string): Partial<MismatchPolicy> {
  const parts = text.split(',').map((one) => one.trim());
  return Object.assign({}, ...parts.map((part) => parsePart(part, what)));
}

function parsePart(part: string, what: string): Partial<MismatchPolicy> {
  const [first = '', second] = part.split('=').map((one) => one.trim());
  if (second === undefined) {
    const action = parseAction(first, what);
    return Object.fromEntries(mismatchKinds.map((kind) => [kind, action]));
  }
  return { [parseKind(first, what)]: parseAction(second, what) };
}

function parseAction(text: string, what: string): MismatchAction {
  if (text === 'refuse' || text === 'warn') return text;
  throw new UserError('usage', `${what} is not refuse or warn: ${text}`, example(what));
}

function parseKind(text: string, what: string): MismatchKind {
  const kind = mismatchKinds.find((one) => one === text);
  if (kind !== undefined) return kind;
  throw new UserError('usage', `${what} has no kind ${text}`, example(what));
}

function example(what: string): string {
  return `Write ${what} warn, or by kind (${mismatchKinds.join(', ')}) for instance ${what} version=warn,hardware=warn.`;
}
