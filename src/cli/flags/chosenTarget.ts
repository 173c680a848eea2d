import { embeddedSpec, embeddedTarget } from '../../app/embeddedTarget.ts';
import { readTargetUrl, type TargetUrl } from '../../app/targetUrl.ts';
import { UserError } from '../../model/errors.ts';
import type { RemoteSpec, TargetSpec } from '../../model/targetSpec.ts';
import { topologyAdvice } from '../../model/topology.ts';
import { type Config, type ConfiguredTarget, configFileName } from '../../schema/config/config.ts';
import { checkNamed, checkNamedInCi } from '../../schema/config/configOrigin.ts';
import { nearest } from '../../text/nearest.ts';
import { shown } from '../../text/quote.ts';
import type { Io } from '../io.ts';
import {
  checkBound,
  checkMayExpand,
  expandVariables,
  isBound,
  type SecretUse,
  variablesIn,
} from './configVariables.ts';
import { adviceForConfigured, adviceForUrl } from './loginAdvice.ts';
import type { OptionSource } from './optionSource.ts';
import { readTls } from './targetTls.ts';

/** A URL without its scheme. */
const hostAndPort = /^(?:[\w-]+(?:\.[\w-]+)*|\[[\da-f:]+\]):\d{1,5}(?:\/\S*)?$/i;

/**
 * The target that the first of these options names; `embedded` where none does.
 * @throws UserError as `parseTarget`
 */
export function chosenTarget(source: OptionSource, config: Config, io: Io, ...names: readonly string[]): TargetSpec {
  const given = source.given(...names);
  if (given !== undefined) {
    const isDefined = configuredAs(given.text, config) !== undefined;
    const value = withoutLogin(given.text);
    const from = isDefined ? `${given.from}, defined in ${source.configFile}` : given.from;
    source.note({ name: given.name, value, from }, isDefined || given.by === 'config');
  }
  return parseTarget(given?.text ?? 'embedded', config, io, given?.by === 'config');
}

/**
 * Reads `embedded`, `embedded:2x1`, the name of a configured target, or a URL such as
 * `https://reader@clickhouse.internal:8443/posthog`.
 * @param byConfig whether the text stands in the config, and not in a flag or variable of the user
 * @throws UserError usage for an unknown name, a broken URL, a URL that holds a password, and for a secret that would go where
 *   nobody bound it
 */
export function parseTarget(text: string, config: Config, io: Io, byConfig = false): TargetSpec {
  const embedded = embeddedTarget(text);
  if (embedded !== undefined) {
    if (byConfig && embedded.version !== undefined) checkNamed(config.origin, 'defaults.target');
    return embedded;
  }
  const configured = configuredAs(text, config);
  if (configured !== undefined) {
    return configured.url === undefined
      ? configuredServers(text, configured, config, io)
      : configuredTarget(text, { ...configured, url: configured.url }, config, io);
  }
  io.secrets.keepFrom(text);
  if (!isUrl(text)) throw unknownTarget(text, config);
  const url = readTargetUrl(text, 'the URL', undefined);
  checkOwnSecrets(url.address, config, io, byConfig);
  const user = url.user ?? (io.env.HOGBENCH_USER || 'default');
  const password = io.env.HOGBENCH_PASSWORD ?? '';
  io.secrets.keepAccount(user, password);
  return {
    kind: 'remote',
    name: url.address,
    ...partsOf(url),
    replicas: [],
    user,
    password,
    ...optional('cluster', url.cluster),
    allowSetup: false,
    loginAdvice: adviceForUrl(url.user),
  };
}

function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** Of a text that may be a URL; a report tells no user. */
export function withoutLogin(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//');
}

/** A URL is itself: no config has another server answer under its name. */
export function configuredAs(text: string, { targets }: Config): ConfiguredTarget | undefined {
  return !isUrl(text) && Object.hasOwn(targets, text) ? targets[text] : undefined;
}

/** User and password for a URL are for the URL that the user wrote, not for one that came with a pull request. */
function checkOwnSecrets(address: string, { origin }: Config, { env }: Io, byConfig: boolean): void {
  for (const variable of ['HOGBENCH_USER', 'HOGBENCH_PASSWORD'].filter((name) => (env[name] ?? '') !== '')) {
    const use = { variable, where: byConfig ? 'defaults.target' : 'the URL of the target' };
    if (byConfig && !isBound(variable, env)) checkMayExpand(use, address, origin, env);
    checkBound(use, [address], origin, env);
  }
}

/** Servers of our own that a config describes. */
function configuredServers(name: string, configured: ConfiguredTarget, { origin }: Config, io: Io): TargetSpec {
  const where = `targets.${name}`;
  checkNamedInCi(origin, where, io.env);
  const { embedded, cores, memory, version } = configured;
  // What is fetched for it is run.
  if (version !== undefined) checkNamed(origin, `${where}.version`);
  const spec = embeddedSpec(name, { topology: String(embedded), version, cores, memory }, where);
  if (spec !== undefined) return spec;
  throw new UserError(
    'usage',
    `embedded of ${where} is no number of servers: ${shown(String(embedded))}`,
    topologyAdvice,
  );
}

type ConfiguredServer = ConfiguredTarget & { readonly url: string };

function configuredTarget(name: string, configured: ConfiguredServer, config: Config, io: Io): TargetSpec {
  keepSecrets(configured, io);
  const { origin } = config;
  const where = `targets.${name}`;
  checkNamedInCi(origin, where, io.env);
  const variables: SecretUse[] = [];
  const expand = (text: string, key: string): string => {
    const uses = variablesIn(text, `${where}.${key}`);
    for (const use of uses) checkMayExpand(use, configured.url, origin, io.env);
    variables.push(...uses);
    return expandVariables(text, io.env, `${fileOf(config)}, ${where}.${key}`);
  };
  const url = readTargetUrl(expand(configured.url, 'url'), `url of ${where}`, configured.database);
  const replicas = replicaUrls(
    (configured.replicas ?? []).map((one) => expand(one, 'replicas')),
    url.address,
    where,
  );
  const user = expand(configured.user ?? url.user ?? 'default', 'user');
  const password = expand(configured.password ?? '', 'password');
  for (const use of variables) checkBound(use, [url.address, ...replicas], origin, io.env);
  const { tls } = configured;
  // It tells the server who runs this, as a password does.
  if (tls?.cert !== undefined || tls?.key !== undefined) checkNamed(origin, `${where}.tls`);
  return {
    kind: 'remote',
    name,
    ...partsOf(url),
    replicas,
    user,
    password,
    ...optional('cluster', configured.cluster ?? url.cluster),
    allowSetup: configured.allow_setup ?? false,
    loginAdvice: adviceForConfigured(name, configured, fileOf(config), io.env),
    ...(tls === undefined ? {} : { tls: readTls(tls, folderOf(config, io), `${fileOf(config)}, ${where}.tls`) }),
  };
}

function fileOf({ origin }: Config): string {
  return origin.kind === 'none' ? configFileName : origin.file;
}

function folderOf({ origin }: Config, io: Io): string {
  return origin.kind === 'none' ? io.cwd : origin.folder;
}

/** Before anything is read: what is wrong with a target must not be told with its password. */
function keepSecrets({ url, replicas = [], user, password }: ConfiguredServer, io: Io): void {
  for (const text of [url, ...replicas]) {
    io.secrets.keepFrom(text);
    io.secrets.keepFrom(inEnvironment(text, io.env));
  }
  io.secrets.keepAccount(inEnvironment(user ?? 'default', io.env), inEnvironment(password ?? '', io.env));
}

/** A name that is not set stays. */
function inEnvironment(text: string, env: Io['env']): string {
  return text.replaceAll(/\$\{(\w+)\}/g, (all, name: string) => env[name] ?? all);
}

/** Replicas share user, password and database with the target, so nothing but scheme, host and port is theirs. */
function replicaUrls(texts: readonly string[], own: string, where: string): readonly string[] {
  const seen = new Set([own]);
  for (const [index, text] of texts.entries()) {
    const name = `replica ${index + 1} of ${where}`;
    const url = readTargetUrl(text, name, undefined);
    if (url.user !== undefined || new URL(text).pathname !== '/' || new URL(text).search !== '')
      throw new UserError(
        'usage',
        `${name} is more than scheme, host and port`,
        "Write http://host:8123; user, password and database are the target's own.",
        configFileName,
      );
    if (seen.has(url.address))
      throw new UserError(
        'usage',
        `${url.address} is named twice`,
        "Name each server once; the target's own url counts as the first replica.",
        `${configFileName}, ${where}`,
      );
    seen.add(url.address);
  }
  return [...seen].slice(1);
}

function partsOf({
  address,
  database,
  settings,
  unsurePath,
}: TargetUrl): Pick<RemoteSpec, 'url' | 'database' | 'settings' | 'unsurePath'> {
  return {
    url: address,
    ...optional('database', database),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    ...(unsurePath === undefined ? {} : { unsurePath }),
  };
}

function unknownTarget(text: string, config: Config): UserError {
  // Whatever stands before an @ may be a password.
  const shown = text.replace(/^.*@/s, '…@');
  if (shown === text && hostAndPort.test(text))
    return new UserError('usage', `not a target: ${text}`, `Did you mean http://${text}? A URL names its scheme.`);
  const names = ['embedded', ...Object.keys(config.targets)];
  const near = shown === text ? nearest(text, names) : undefined;
  const meant = near === undefined ? '' : `Did you mean ${near}? `;
  const inConfig = names.length === 1 ? `${configFileName} names none` : `${configFileName} names the others`;
  return new UserError(
    'usage',
    `unknown target: ${shown}`,
    `${meant}Use one of ${names.join(', ')} (${inConfig}), or a URL such as http://user@host:8123.`,
  );
}

function optional<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };
}
