import { UserError } from '../../model/errors.ts';
import type { ConfigOrigin } from '../../schema/config/configOrigin.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export const secretHostsVariable = 'HOGBENCH_SECRET_HOSTS';

/** Neither of them is meant for any server. */
const neverSent: ReadonlySet<string> = new Set(['HOGBENCH_PRIVACY_KEY', secretHostsVariable]);

/** A variable that a config writes as `${NAME}`. */
export interface SecretUse {
  readonly variable: string;
  /** `targets.staging.password` */
  readonly where: string;
}

/**
 * Fills in `${NAME}` from the environment. Check with `checkMayExpand` before.
 * @throws UserError usage when a name is not set
 */
export function expandVariables(text: string, env: Environment, where: string): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = env[name];
    if (value === undefined)
      throw new UserError(
        'usage',
        `the environment variable ${name} is not set`,
        `Set ${name}, or change the config.`,
        where,
      );
    return value;
  });
}

/** The variables of a text. */
export function variablesIn(text: string, where: string): readonly SecretUse[] {
  return [...text.matchAll(/\$\{(\w+)\}/g)].map((match) => ({ variable: match[1] ?? '', where }));
}

/**
 * Before a variable is looked up: a file that nobody named gets only those that the user bound to a host.
 * @param address as the file writes it, for the message
 * @throws UserError usage
 */
export function checkMayExpand(use: SecretUse, address: string, origin: ConfigOrigin, env: Environment): void {
  if (neverSent.has(use.variable))
    throw new UserError('usage', `${use.variable} is sent to no server`, 'Use another variable.', use.where);
  if (origin.kind === 'found' && !bindings(env).has(use.variable)) throw unbound(use, address, origin);
}

/**
 * Before a variable is sent: where the user bound it, it goes to those hosts alone, whoever asks.
 * @param urls every server that gets it
 * @throws UserError usage
 */
export function checkBound(use: SecretUse, urls: readonly string[], origin: ConfigOrigin, env: Environment): void {
  const hosts = bindings(env).get(use.variable);
  if (hosts === undefined) return;
  const stray = urls.find((url) => !hosts.some((host) => fits(host, new URL(url))));
  if (stray !== undefined) throw unbound(use, stray, origin);
}

export function isBound(variable: string, env: Environment): boolean {
  return bindings(env).has(variable);
}

function unbound({ variable, where }: SecretUse, address: string, origin: ConfigOrigin): UserError {
  const name = origin.kind === 'none' ? '' : `${origin.file}, `;
  const host = /^https?:\/\/(?:[^/?#]*@)?([\w.:[\]-]+)/i.exec(address)?.[1] ?? 'HOST:PORT';
  const trust =
    origin.kind === 'found' ? `Name the file if you trust it, with --config ${origin.file}; or bind` : 'Bind';
  return new UserError(
    'usage',
    `the environment variable ${variable} is not sent to ${address}${origin.kind === 'found' ? ', which a config asks for that was only found' : ''}`,
    `${trust} the variable to the host: ${secretHostsVariable}="${variable}=${host}".`,
    `${name}${where}`,
  );
}

/** `NAME=host:port,https://other:8443 OTHER=host` */
function bindings(env: Environment): ReadonlyMap<string, readonly string[]> {
  const entries = (env[secretHostsVariable] ?? '').split(/[\s;]+/).filter((entry) => entry !== '');
  const bound = new Map<string, readonly string[]>();
  for (const entry of entries) {
    const [, name, hosts] = /^(\w+)=(\S+)$/.exec(entry) ?? [];
    if (name === undefined || hosts === undefined)
      throw new UserError(
        'usage',
        `${secretHostsVariable} is not understood: ${entry.slice(0, 60)}`,
        `Write ${secretHostsVariable}="NAME=host:port,host:port OTHER=host:port".`,
      );
    bound.set(name, [...(bound.get(name) ?? []), ...hosts.split(',')]);
  }
  return bound;
}

/** A host without its port is that of the scheme's own port; with a scheme, no other scheme fits. */
function fits(host: string, url: URL): boolean {
  const text = host.includes('://') ? host : `${url.protocol}//${host}`;
  try {
    const bound = new URL(text);
    return bound.origin === url.origin;
  } catch {
    return false;
  }
}
