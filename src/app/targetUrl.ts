import { UserError } from '../model/errors.ts';
import { secretName } from '../model/secrets.ts';
import type { UnsurePath } from '../model/targetSpec.ts';
import type { Settings } from '../model/workload.ts';
import { configFileName } from '../schema/config/config.ts';
import { givenObjection } from '../sql/requestParameters.ts';

/** What a URL says of a target. */
export interface TargetUrl {
  /** Scheme, host and port, and a path that can only be a proxy's. */
  readonly address: string;
  readonly user: string | undefined;
  readonly database: string | undefined;
  readonly cluster: string | undefined;
  /** Sent with every execution, below a case's own. */
  readonly settings: Settings;
  /** A path of one part: a database, or a proxy's prefix. The server tells. */
  readonly unsurePath: UnsurePath | undefined;
}

/** Settings that are ours to choose. */
const ours: ReadonlySet<string> = new Set([
  ...['readonly', 'log_comment', 'add_http_cors_header', 'send_progress_in_http_headers'],
  'http_write_exception_in_output_format',
]);

/**
 * Reads the URL of a target: nothing in it is left unread.
 * @param database the one that is named elsewhere; a path is a prefix then
 * @throws UserError usage for a password, and for what has no place in a URL
 */
export function readTargetUrl(text: string, name: string, database: string | undefined): TargetUrl {
  const url = parsed(text, name);
  const known = new Map<string, string>();
  const settings: Record<string, string | number> = {};
  for (const [key, value] of url.searchParams) {
    if (known.has(key) || Object.hasOwn(settings, key))
      throw refused(`${key} is given twice in the URL`, 'Give it once.', name);
    if (key === 'database' || key === 'user' || key === 'cluster') known.set(key, value);
    else if (/^[A-Za-z_]\w*$/.test(key) && !ours.has(key) && givenObjection(key) === undefined)
      settings[key] = settingValue(value);
    else
      throw refused(
        `${shown(key)} has no place in the URL of a target`,
        'Take it out; known are database, user, cluster and settings of ClickHouse.',
        name,
      );
  }
  const user = decodeURIComponent(url.username) || undefined;
  if (user !== undefined && known.has('user')) throw refused('two users in the URL', 'Name one of them.', name);
  const named = known.get('database') ?? database;
  if (database !== undefined && known.has('database') && known.get('database') !== database)
    throw refused('two databases for one target, in its URL and beside it', 'Name one of them.', name);
  const path = url.pathname.replace(/\/+$/, '');
  const single = /^\/[^/]+$/.test(path);
  const unsurePath = single && named === undefined ? { prefix: path, slash: url.pathname.endsWith('/') } : undefined;
  return {
    address: url.origin + (unsurePath === undefined ? path : ''),
    user: known.get('user') ?? user,
    database: named ?? (unsurePath === undefined ? undefined : decodeURIComponent(path.slice(1))),
    cluster: known.get('cluster'),
    settings,
    unsurePath,
  };
}

function settingValue(text: string): string | number {
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}

function parsed(text: string, name: string): URL {
  let url: URL;
  try {
    url = new URL(text);
    decodeURIComponent(url.username + url.pathname);
  } catch {
    throw new UserError('usage', `${name} is not a URL`, 'Write http://user@host:8123 or https://user@host:8443.');
  }
  if (!/^https?:$/.test(url.protocol))
    throw new UserError(
      'usage',
      `${name} is not a URL of the HTTP interface`,
      'Write http://user@host:8123 or https://user@host:8443.',
    );
  const isSecret = [...url.searchParams.keys()].some((key) => secretName.test(key));
  if (url.password !== '' || decodeURIComponent(url.username).includes(':') || isSecret)
    throw refused(
      'a password in a URL ends up in shell history and logs',
      `Take it out, and set HOGBENCH_PASSWORD or name the target in ${configFileName} with password: \${ENV_NAME}.`,
      name,
    );
  if (url.hash !== '')
    throw refused('what stands behind # in the URL means nothing', 'Take it out; in a name, write %23.', name);
  return url;
}

function refused(what: string, fix: string, name: string): UserError {
  return new UserError('usage', what, fix, name);
}

function shown(key: string): string {
  return key.slice(0, 60).replace(/[^\w.-]/g, '?') || 'a parameter without a name';
}
