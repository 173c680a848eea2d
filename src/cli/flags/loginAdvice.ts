import type { ConfiguredTarget } from '../../schema/config/config.ts';
import { variablesIn } from './configVariables.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What to do where the server of a URL refuses the login. */
export function adviceForUrl(userInUrl: string | undefined): string {
  return userInUrl === undefined
    ? 'Set HOGBENCH_USER and HOGBENCH_PASSWORD to those of a user of that server.'
    : 'Correct the user in the URL, or HOGBENCH_PASSWORD.';
}

/**
 * The same for a target of the config: its entry alone says user and password, whatever is set for URLs.
 * @param file the config, as it is named in messages
 */
export function adviceForConfigured(
  name: string,
  { password }: Pick<ConfiguredTarget, 'password'>,
  file: string,
  env: Environment,
): string {
  const entry = `targets.${name} of ${file}`;
  const set = ['HOGBENCH_USER', 'HOGBENCH_PASSWORD'].filter((one) => (env[one] ?? '') !== '');
  const unread =
    set.length === 0
      ? ''
      : ` ${set.join(' and ')} ${set.length === 1 ? 'is' : 'are'} read only for a target given as a URL.`;
  return `${stepFor(name, password, entry)}${unread}`;
}

function stepFor(name: string, password: string | undefined, entry: string): string {
  if (password === undefined) {
    const variable = `${name.toUpperCase().replaceAll(/\W/g, '_')}_PASSWORD`;
    return `Write password: \${${variable}} under ${entry}, and set ${variable}.`;
  }
  const variables = [...new Set(variablesIn(password, '').map(({ variable }) => variable))];
  if (variables.length === 0) return `Correct user and password of ${entry}.`;
  return `Correct the user of ${entry}, or ${variables.join(', ')}, where it takes its password from.`;
}
