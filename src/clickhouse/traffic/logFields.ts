/** What is read of a log, by our names for it: those of system.query_log, and `cpu_us`. */
export type LogField =
  | 'query'
  | 'event_time'
  | 'query_start_time_microseconds'
  | 'query_id'
  | 'type'
  | 'normalized_query_hash'
  | 'query_kind'
  | 'databases'
  | 'current_database'
  | 'query_duration_ms'
  | 'read_bytes'
  | 'memory_usage'
  | 'exception_code'
  | 'is_initial_query'
  | 'initial_query_id'
  | 'log_comment'
  | 'ProfileEvents'
  | 'Settings'
  | 'cpu_us'
  | 'event_date';

/** Names of a log's columns where they differ from those of system.query_log: `{query: sql_text}`. */
export type ColumnMapping = Readonly<Record<string, string>>;

/** The name that a log has for a field. */
export function columnName(mapping: ColumnMapping, field: LogField): string {
  return mapping[field] ?? field;
}

/** What stands for a field that a log does not have. */
export const fallbacks: Readonly<Record<LogField, string>> = {
  query: "''",
  event_time: 'now()',
  query_start_time_microseconds: 'now64(6)',
  query_id: "''",
  type: "'QueryFinish'",
  normalized_query_hash: '0',
  query_kind: "''",
  databases: 'emptyArrayString()',
  current_database: "''",
  query_duration_ms: '0',
  read_bytes: '0',
  memory_usage: '0',
  exception_code: '0',
  is_initial_query: '1',
  initial_query_id: "''",
  log_comment: "''",
  ProfileEvents: 'map()',
  Settings: 'map()',
  cpu_us: '0',
  event_date: 'today()',
};

/** All fields that are read of a log. */
export const logFields: readonly LogField[] = Object.keys(fallbacks).filter((name): name is LogField =>
  Object.hasOwn(fallbacks, name),
);
