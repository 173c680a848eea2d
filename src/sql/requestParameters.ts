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
};

/** These mean in a SETTINGS clause what they mean in a request. */
const alsoStated = new Set(['profile']);

/** What a request parameter of this name is; undefined when it is a setting. */
export function reservedParameter(name: string): string | undefined {
  if (name.startsWith('param_')) return 'a parameter of the statement';
  return Object.hasOwn(reserved, name) ? reserved[name] : undefined;
}

/** The same of a name in a SETTINGS clause. */
export function reservedInStatement(name: string): string | undefined {
  return alsoStated.has(name) || name.startsWith('param_') ? undefined : reservedParameter(name);
}

/** What to write instead of a setting of a reserved name. */
export function insteadOfReserved(name: string): string {
  if (name.startsWith('param_')) return 'give the value under `params:` above the statement';
  if (name === 'database') return 'write `database:` into workload.yaml, or name it with the target';
  if (name === 'user' || name === 'password') return 'name them with the target';
  return 'drop it';
}
