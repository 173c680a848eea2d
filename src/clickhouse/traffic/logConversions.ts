import { stringLiteral } from '../../sql/literals.ts';
import type { LogField } from './logFields.ts';

/** A type without LowCardinality and Nullable around it. */
export function bareType(type: string): string {
  return type.replace(/^(?:LowCardinality|Nullable)\((.*)\)$/, '$1').replace(/^Nullable\((.*)\)$/, '$1');
}

export function isNumberType(bare: string): boolean {
  return /^(?:U?Int|Float|Decimal)/.test(bare);
}

/** Whether a column is of the type JSON, which writes out every path that it declares, as 0 or '' where a row has none. */
export function isJsonType(bare: string): boolean {
  return /^(?:JSON|Object\()/.test(bare);
}

/** A field's column as SQL of the type that the readers count on. Exports keep few types: times and maps may be text, numbers may be text or nullable. */
export function fieldSql(field: LogField, column: string, type: string, timeZone: string): string {
  const bare = bareType(type);
  const isNumber = isNumberType(bare);
  switch (field) {
    case 'event_time':
      if (bare === 'String') return `parseDateTime64BestEffort(${column}, 6, ${stringLiteral(timeZone)})`;
      return isNumber
        ? `fromUnixTimestamp64Milli(toInt64(if(${column} > 100000000000, ${column}, ${column} * 1000)))`
        : column;
    case 'query_start_time_microseconds':
      if (bare === 'String') return `parseDateTime64BestEffort(${column}, 6, ${stringLiteral(timeZone)})`;
      return isNumber
        ? `fromUnixTimestamp64Micro(toInt64(multiIf(${column} > 1e14, ${column}, ${column} > 1e11, ${column} * 1e3, ${column} * 1e6)))`
        : column;
    case 'ProfileEvents':
    case 'Settings':
      return mapOf(column, bare, field === 'Settings' ? 'String' : 'UInt64');
    case 'databases':
      return bare.startsWith('Array') ? column : `JSONExtract(assumeNotNull(toString(${column})), 'Array(String)')`;
    case 'log_comment':
      if (isJsonType(bare)) return typedComment(column);
      return type === 'String' ? column : `ifNull(toString(${column}), '')`;
    case 'query':
    case 'query_id':
    case 'type':
    case 'query_kind':
    case 'current_database':
    case 'initial_query_id':
      return type === 'String' ? column : `ifNull(toString(${column}), '')`;
    case 'event_date':
      return column;
    default:
      return type.startsWith('Nullable') || !isNumber ? `ifNull(toUInt64OrZero(toString(${column})), 0)` : column;
  }
}

function mapOf(column: string, bare: string, value: string): string {
  if (bare.startsWith('Map')) return column;
  // JSON files are read as tuples, whose text is no JSON by itself.
  const text = bare === 'String' ? `ifNull(${column}, '')` : `toJSONString(${column})`;
  return `JSONExtract(${text}, 'Map(String, ${value})')`;
}

/** Text of a JSON column; empty where nothing in it is more than what a missing path is written as. */
function typedComment(column: string): string {
  const text = `ifNull(toString(${column}), '')`;
  return `if(match(${text}, ${stringLiteral(':\\s*(?:"[^"]|-|[0-9.]*[1-9]|true|\\[\\s*[^\\]\\s])')}), ${text}, '')`;
}
