/**
 * What ClickHouse's HTTP interface takes a URL parameter of that name for, where it is no setting. Settings are sent as URL
 * parameters, so a setting of such a name would be something else: `query` is put before the statement and runs.
 */
const reserved: Readonly<Record<string, string>> = {
  query: 'the statement itself',
  database: 'the database',
  default_format: 'the format of the answer',
  user: 'who asks',
  password: 'who asks',
  role: 'the role of who asks',
  profile: 'a settings profile',
  quota_key: 'a quota',
  query_id: 'the name of an execution',
  session_id: 'a session',
  session_timeout: 'a session',
  session_check: 'a session',
  close_session: 'a session',
  stacktrace: 'the text of errors',
  compress: 'how the answer is sent',
  decompress: 'how the request is sent',
  buffer_size: 'how the answer is sent',
  wait_end_of_query: 'how the answer is sent',
  client_protocol_version: 'how the answer is sent',
  filter: 'a condition that newer servers add to the statement',
  framing: 'how the answer is sent',
};

const otherLanguage = 'has the statement read in another language, which nobody can look through for what it writes';

/** Settings by which a statement that looks as if it only read could do something else. */
const risky: Readonly<Record<string, string>> = {
  dialect: otherLanguage,
  polyglot_dialect: otherLanguage,
  stream_like_engine_allow_direct_select: 'lets a SELECT take messages out of a queue',
};

/** These mean in a SETTINGS clause what they mean in a request. */
const alsoStated = new Set(['profile']);

/** Why no setting of this name may be sent with a request, as the rest of a sentence about it; undefined where it may. */
export function settingObjection(name: string): string | undefined {
  const plain = name.toLowerCase();
  if (Object.hasOwn(risky, plain)) return risky[plain];
  const named = Object.hasOwn(reserved, plain) ? reserved[plain] : undefined;
  const meaning = isParameter(plain) ? 'a parameter of the statement' : named;
  return meaning === undefined ? undefined : `is no setting: a request takes it for ${meaning}`;
}

/** The same of a name in a SETTINGS clause. */
export function statedObjection(name: string): string | undefined {
  return alsoStated.has(name) || isParameter(name) ? undefined : settingObjection(name);
}

/** The server looks some names up without regard to case. */
function isParameter(name: string): boolean {
  return name.toLowerCase().startsWith('param_');
}

/** What to write instead of a setting of a reserved name. */
export function insteadOfReserved(name: string): string {
  if (isParameter(name)) return 'give the value under `params:` above the statement';
  if (name === 'database') return 'write `database:` into workload.yaml, or name it with the target';
  if (name === 'user' || name === 'password') return 'name them with the target';
  return 'drop it';
}
