import type { QuerySetting } from './settingsClause.ts';

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
const readsFile = 'has the server read a file of its own';
const writesFile = 'has the server write a file';
const asksHost = 'has the server ask another host';

/**
 * Settings by which a statement that looks as if it only read could do something else. Neither `readonly` nor a user's rights keep the
 * server from it, and its constraints pass over those of a subquery (measured on 26.7).
 */
const risky: Readonly<Record<string, string>> = {
  dialect: otherLanguage,
  polyglot_dialect: otherLanguage,
  stream_like_engine_allow_direct_select: 'lets a SELECT take messages out of a queue',
  input_format_record_errors_file_path: writesFile,
  output_format_schema: writesFile,
  rename_files_after_processing: 'has the server rename files that it read',
  format_schema: readsFile,
  format_schema_source: readsFile,
  format_template_row: readsFile,
  format_template_resultset: readsFile,
  format_avro_schema_registry_url: asksHost,
  allow_experimental_ai_functions: asksHost,
  ai_function_text_default_credentials: asksHost,
  ai_function_embedding_default_credentials: asksHost,
  allow_experimental_eval_table_function: 'lets a statement be made of values, where nobody can look through it',
  http_response_headers: 'changes the head of the answer, which hogbench goes by',
};

/** In quotes the engine takes `\\x66` for a letter: a name that is spelt so hides what it is. */
const backslash = '\\';
const hidden = 'is a name with an escape, which no setting needs';

/** What hogbench itself says with every request. */
const own: Readonly<Record<string, string>> = {
  readonly: 'is for hogbench to say: it sends 2, so that the server refuses to write',
};

/** Why no setting of this name may be sent with a request, as the rest of a sentence about it; undefined where it may. */
export function settingObjection(name: string): string | undefined {
  const plain = name.toLowerCase();
  if (Object.hasOwn(risky, plain)) return risky[plain];
  const named = Object.hasOwn(reserved, plain) ? reserved[plain] : undefined;
  const meaning = isParameter(plain) ? 'a parameter of the statement' : named;
  return meaning === undefined ? undefined : `is no setting: a request takes it for ${meaning}`;
}

/** The same of a setting that a user gives; what we send ourselves is not theirs to say. HogQL prints `readonly = 2`, which lifts nothing. */
export function givenObjection(name: string, value?: unknown): string | undefined {
  const plain = name.toLowerCase();
  if (plain === 'readonly' && ['1', '2'].includes(String(value))) return undefined;
  return Object.hasOwn(own, plain) ? own[plain] : settingObjection(name);
}

/** The same of a setting in a SETTINGS clause, wherever in a statement it stands. */
export function statedObjection({ name, value }: Pick<QuerySetting, 'name' | 'value'>): string | undefined {
  if (name.includes(backslash)) return hidden;
  return isParameter(name) ? undefined : givenObjection(name, value);
}

/** What a script may not say in a SETTINGS clause: its statements write anyway. */
export function scriptObjection(name: string): string | undefined {
  if (name.includes(backslash)) return hidden;
  const plain = name.toLowerCase();
  return Object.hasOwn(risky, plain) ? risky[plain] : undefined;
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
