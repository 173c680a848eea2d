import { createHash } from 'node:crypto';
import { UserError } from '../../model/errors.ts';
import type { Settings } from '../../model/workload.ts';
import { type XmlNode, xmlDocument } from './xmlText.ts';

/** A further user of an embedded server, beside the administrator. */
export interface LocalUser {
  /** Letters, digits and `_`, not starting with a digit; not `default`. */
  readonly name: string;
  readonly password: string;
  /**
   * All the user may do, each the inside of a GRANT statement: `SELECT ON shop.*`,
   * `SELECT ON system.query_log`, `READ ON REMOTE` (for cluster functions). Empty: next to nothing.
   */
  readonly grants: readonly string[];
  /** 2 allows reading and changing settings, 1 reading only, 0 (the default) what the grants allow. */
  readonly readonly?: 0 | 1 | 2;
  /** Settings of the user's profile. */
  readonly settings?: Settings;
  /** Settings that the user cannot change; those of a MergeTree table have the prefix `merge_tree_`. */
  readonly fixed?: readonly string[];
  /** Queries that the user may send in an hour; absent: any number. */
  readonly hourlyQueries?: number;
}

/**
 * The users file of an embedded server, in ClickHouse's XML: `administrators` may do everything,
 * `users` what their grants say, each known by the hash of the password only. `ownQueries` is how many statements the process
 * runs by itself, and `usual` are settings of every user that they may change. Throws a `UserError` for an unusable name.
 */
export function usersText(
  administrators: readonly { readonly name: string; readonly password: string }[],
  users: readonly LocalUser[],
  ownQueries: number,
  usual: Settings = {},
): string {
  const names = new Set(['default']);
  for (const { name } of [...administrators, ...users]) {
    if (!/^[A-Za-z_]\w*$/.test(name) || names.has(name)) {
      throw new UserError(
        'usage',
        `"${name}" cannot be the name of a user of the embedded server.`,
        `Use a name of letters, digits and _, other than ${[...names].join(', ')}.`,
      );
    }
    names.add(name);
  }
  return xmlDocument({
    users: {
      default: OWN_SESSION_ONLY,
      ...Object.fromEntries(administrators.map((one) => [one.name, administrator(one.password)])),
      ...Object.fromEntries(
        users.map((user) => [
          user.name,
          {
            ...account(user.password, user.name, user.name),
            grants: {
              query: user.grants.length > 0 ? statementsOf(user.grants) : ['GRANT NONE ON *.*'],
            },
          },
        ]),
      ),
    },
    profiles: {
      default: Object.keys(usual).length === 0 ? '' : usual,
      own_session: { max_sessions_for_user: 1 },
      ...Object.fromEntries(users.map((user) => [user.name, profileOf(user, usual)])),
    },
    quotas: {
      default: '',
      own_session: { interval: { duration: DECADES_SECONDS, queries: ownQueries } },
      ...Object.fromEntries(users.map((user) => [user.name, quotaOf(user)])),
    },
  });
}

function administrator(password: string): XmlNode {
  return { ...account(password, 'default'), access_management: 1, named_collection_control: 1 };
}

const DECADES_SECONDS = 2_000_000_000;

// The process runs its own statements as `default`, from 127.0.0.1, and cannot be given a password. Its session takes
// the only place and its last statement the only query, so nobody else can be `default`; who could would have no rights.
const OWN_SESSION_ONLY = {
  password: '',
  networks: { ip: ['127.0.0.1'] },
  profile: 'own_session',
  quota: 'own_session',
  grants: { query: ['GRANT SYSTEM LISTEN ON *.*'] },
} as const;

/** What is granted on all databases holds for `system` only where a grant names a table of it. */
function statementsOf(grants: readonly string[]): readonly string[] {
  const everywhere = grants.filter((grant) => grant.endsWith(' ON *.*'));
  const rest = grants.filter((grant) => !grant.endsWith(' ON *.*'));
  const granted = (some: readonly string[]): readonly string[] => some.map((grant) => `GRANT ${grant}`);
  return [...granted(everywhere), 'REVOKE ALL ON system.*', ...granted(rest)];
}

function profileOf({ readonly = 0, settings, fixed = [] }: LocalUser, usual: Settings): XmlNode {
  const constraints = Object.fromEntries(fixed.map((name) => [name, { readonly: '' }]));
  return { readonly, ...usual, ...settings, ...(fixed.length === 0 ? {} : { constraints }) };
}

function quotaOf({ hourlyQueries }: LocalUser): XmlNode {
  return hourlyQueries === undefined ? '' : { interval: { duration: 3600, queries: hourlyQueries } };
}

function account(password: string, profile: string, quota = 'default'): Readonly<Record<string, XmlNode>> {
  const hash = createHash('sha256').update(password).digest('hex');
  return { password_sha256_hex: hash, networks: { ip: ['127.0.0.1', '::1'] }, profile, quota };
}
