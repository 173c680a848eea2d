import { embeddedTarget } from '../app/embeddedTarget.ts';
import { readTargetUrl } from '../app/targetUrl.ts';
import { UserError } from '../model/errors.ts';
import type { Secrets } from '../model/secrets.ts';
import type { TargetSpec } from '../model/targetSpec.ts';

/** A server to measure on: `embedded`, `embedded:2x1` (two shards of one replica), a URL, or a URL with its account. */
export type TargetChoice = string | RemoteTarget;

export interface RemoteTarget {
  /** Of the HTTP interface, without a password: `https://clickhouse.internal:8443/posthog`. */
  readonly url: string;
  /** Default: the URL's, or `default`. */
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly database?: string | undefined;
  readonly cluster?: string | undefined;
  /** Further servers with the same data and account; the sessions take turns on all of them. */
  readonly replicas?: readonly string[] | undefined;
  /** What reports call it. Default: the URL. */
  readonly name?: string | undefined;
  /** The workload's scripts, and statements that write, may run here. Default: false. */
  readonly allowSetup?: boolean | undefined;
}

const known = ['url', 'user', 'password', 'database', 'cluster', 'replicas', 'name', 'allowSetup'];

/**
 * Reads a target. Nothing of the environment is: a program hands over what it wants to be used.
 * @param secrets learn the password, so that no text has it
 * @throws UserError usage for what is no target
 */
export function targetOf(choice: TargetChoice, secrets: Secrets): TargetSpec {
  const given: RemoteTarget = typeof choice === 'string' ? { url: choice } : choice;
  const embedded = typeof choice === 'string' ? embeddedTarget(choice) : undefined;
  if (embedded !== undefined) return embedded;
  // An option that nobody knows is not repeated: it may be a password in the wrong place.
  if (Object.keys(given).some((key) => !known.includes(key)))
    throw usage('a target has an option that does not exist', `Known are ${known.join(', ')}.`);
  if (typeof given.url !== 'string' || !/^https?:\/\//i.test(given.url))
    throw usage('the target is neither embedded nor a URL', 'Write embedded, or http://user@host:8123.');
  for (const url of [given.url, ...(given.replicas ?? [])]) secrets.keepFrom(url);
  const url = readTargetUrl(given.url, 'the URL of the target', given.database);
  const user = given.user ?? url.user ?? 'default';
  const password = given.password ?? '';
  secrets.keepAccount(user, password);
  const { settings, unsurePath } = url;
  const cluster = given.cluster ?? url.cluster;
  return {
    kind: 'remote',
    name: given.name ?? url.address,
    url: url.address,
    replicas: (given.replicas ?? []).map((one) => readTargetUrl(one, 'the URL of a replica', undefined).address),
    user,
    password,
    ...(url.database === undefined ? {} : { database: url.database }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    ...(unsurePath === undefined ? {} : { unsurePath }),
    allowSetup: given.allowSetup ?? false,
  };
}

function usage(what: string, fix: string): UserError {
  return new UserError('usage', what, fix);
}
