import { identifier } from '../../sql/literals.ts';
import { type ColumnMapping, columnName, type LogField } from './logFields.ts';

/** Columns with the first characters of their values, which tell a map from a text that holds one. */
export type Seen = ReadonlyMap<string, readonly string[]>;

/** Types as system.query_log has them; a time stays text, which may have a zone or be a number, and so does a tag. */
export function structureOf(
  fields: readonly LogField[],
  mapping: ColumnMapping,
  tagColumns: readonly string[],
  shown: Seen,
): string {
  const types = new Map(tagColumns.filter((name) => shown.has(name)).map((name) => [name, 'String']));
  for (const field of fields) {
    const name = columnName(mapping, field);
    types.set(name, typeOf(field, shown.get(name) ?? []));
  }
  return [...types].map(([name, type]) => `${identifier(name)} ${type}`).join(', ');
}

function typeOf(field: LogField, starts: readonly string[]): string {
  // JSON text has double quotes, or stands in quotes as a whole.
  const isJsonText = starts.some((start) => /"$/.test(start)) && !starts.some((start) => /'$/.test(start));
  switch (field) {
    case 'ProfileEvents':
      return isJsonText ? 'String' : 'Map(LowCardinality(String), UInt64)';
    case 'Settings':
      return isJsonText ? 'String' : 'Map(LowCardinality(String), String)';
    case 'databases':
      return isJsonText ? 'String' : 'Array(LowCardinality(String))';
    case 'log_comment':
      // An object, and no text that holds one: the column was of the type JSON, which writes 0 where there is nothing.
      return starts.length === 1 && starts[0] === '{' && !isJsonText ? 'JSON' : 'String';
    case 'normalized_query_hash':
      return 'UInt64';
    case 'is_initial_query':
      return 'UInt8';
    case 'query_duration_ms':
    case 'read_bytes':
    case 'memory_usage':
    case 'exception_code':
    case 'cpu_us':
      return 'Float64';
    default:
      return 'String';
  }
}
