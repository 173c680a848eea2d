import { z } from 'zod';
import { UserError } from '../../model/errors.ts';
import { identifier, stringLiteral } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { anyRow, nameField, type RowShape, textField } from '../http/rowShape.ts';
import { logTrouble } from './logTrouble.ts';

/** What is read of a log, by our names for it: those of system.query_log, and `cpu_us`. */
export type LogField =
  | 'query'
  | 'event_time'
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

/** A log's fields as SQL expressions of the types that the readers count on. */
export interface LogColumns {
  /** How its times are written: text may lack a zone. */
  readonly timeType: string;
  readonly has: (field: LogField) => boolean;
  readonly sql: (field: LogField) => string;
}

const columnRow: RowShape<Column> = z.object({ name: nameField, type: textField });

interface Column {
  readonly name: string;
  readonly type: string;
}

/** The name that a log has for a field. */
export function columnName(mapping: ColumnMapping, field: LogField): string {
  return mapping[field] ?? field;
}

const required: readonly LogField[] = ['query', 'event_time'];

/**
 * Asks what columns a log has, and finds each field among them. Times that are text without a zone are of `timeZone`.
 * @throws UserError when the log is not there, may not be read, or lacks a column that is needed or was named
 */
export async function readColumns(
  control: Control,
  table: string,
  mapping: ColumnMapping,
  where: string,
  timeZone = 'UTC',
): Promise<LogColumns> {
  const columns = await control
    .rows(`DESCRIBE TABLE ${table}`, columnRow)
    .catch((error: unknown) => Promise.reject(logTrouble(error, where)));
  const byName = new Map(columns.map((one) => [one.name, one]));
  checkMapping(mapping, byName, where);
  const columnOf = (field: LogField): Column | undefined => byName.get(columnName(mapping, field));
  const missing = required.filter((field) => columnOf(field) === undefined);
  if (missing.length > 0)
    throw new UserError(
      'usage',
      `the log has no column ${missing.join(' and no column ')}`,
      `Name it in hogbench.config.yaml: capture: {columns: {${missing[0]}: …}}. The log has ${namesOf(byName)}.`,
      where,
    );
  return {
    timeType: columnOf('event_time')?.type ?? '',
    has: (field) => columnOf(field) !== undefined,
    sql(field) {
      const column = columnOf(field);
      return column === undefined
        ? fallbacks[field]
        : conversions(field, `query_log.${identifier(column.name)}`, column.type, timeZone);
    },
  };
}

function checkMapping(mapping: ColumnMapping, columns: ReadonlyMap<string, Column>, where: string): void {
  for (const [field, name] of Object.entries(mapping)) {
    if (!Object.hasOwn(fallbacks, field))
      throw new UserError(
        'usage',
        `the mapping names an unknown field: ${field}`,
        `Use any of ${Object.keys(fallbacks).join(', ')}.`,
        'hogbench.config.yaml, capture.columns',
      );
    if (!columns.has(name))
      throw new UserError(
        'usage',
        `the log has no column ${name}`,
        `Correct capture.columns.${field}. The log has ${namesOf(columns)}.`,
        where,
      );
  }
}

function namesOf(columns: ReadonlyMap<string, Column>): string {
  const names = [...columns.keys()];
  return names.length > 40 ? `${names.slice(0, 40).join(', ')} and ${names.length - 40} more` : names.join(', ');
}

/** What stands for a field that a log does not have. */
const fallbacks: Readonly<Record<LogField, string>> = {
  query: "''",
  event_time: 'now()',
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

/** Exports keep few types: times and maps may be text, numbers may be text or nullable. */
function conversions(field: LogField, column: string, type: string, timeZone: string): string {
  const bare = type.replace(/^(?:LowCardinality|Nullable)\((.*)\)$/, '$1').replace(/^Nullable\((.*)\)$/, '$1');
  const isNumber = /^(?:U?Int|Float|Decimal)/.test(bare);
  switch (field) {
    case 'event_time':
      if (bare === 'String') return `parseDateTime64BestEffort(${column}, 6, ${stringLiteral(timeZone)})`;
      return isNumber
        ? `fromUnixTimestamp64Milli(toInt64(if(${column} > 100000000000, ${column}, ${column} * 1000)))`
        : column;
    case 'ProfileEvents':
    case 'Settings':
      return mapOf(column, bare, field === 'Settings' ? 'String' : 'UInt64');
    case 'databases':
      return bare.startsWith('Array') ? column : `JSONExtract(assumeNotNull(toString(${column})), 'Array(String)')`;
    case 'query':
    case 'query_id':
    case 'type':
    case 'query_kind':
    case 'current_database':
    case 'initial_query_id':
    case 'log_comment':
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

/** Whether the zone of a log's times is nowhere stated, so that one has to be assumed. */
export async function lacksZone(
  control: Control,
  { table, columns }: { readonly table: string; readonly columns: LogColumns },
  mapping: ColumnMapping,
  isTextFile: boolean,
): Promise<boolean> {
  const bare = columns.timeType
    .replace(/^(?:LowCardinality|Nullable)\((.*)\)$/, '$1')
    .replace(/^Nullable\((.*)\)$/, '$1');
  if (/^DateTime/.test(bare)) return isTextFile && !bare.includes("'");
  if (bare !== 'String') return false;
  const text = `assumeNotNull(${identifier(columnName(mapping, 'event_time'))})`;
  const rows = await control.rows(
    `SELECT 1 AS bare FROM ${table} WHERE NOT match(${text}, '(?i)(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})$') AND NOT match(${text}, '^[0-9]{9,16}(?:[.][0-9]+)?$') LIMIT 1`,
    anyRow,
  );
  return rows.length > 0;
}
