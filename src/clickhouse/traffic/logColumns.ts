import { z } from 'zod';
import { UserError } from '../../model/errors.ts';
import type { PresetGap } from '../../model/logFacts.ts';
import { type LogLayout, type LogPreset, logPresets } from '../../model/logPreset.ts';
import { identifier } from '../../sql/literals.ts';
import { suggestion } from '../../text/nearest.ts';
import type { Control } from '../http/control.ts';
import { anyRow, nameField, type RowShape, textField } from '../http/rowShape.ts';
import { bareType, fieldSql, isJsonType } from './logConversions.ts';
import { type ColumnMapping, columnName, fallbacks, type LogField } from './logFields.ts';
import { logTrouble } from './logTrouble.ts';
import { type Column, columnTag, holdsTag, pathTag, type TagSource } from './tagSource.ts';

/** A log's fields as SQL expressions of the types that the readers count on. */
export interface LogColumns {
  /** How its times are written: text may lack a zone. */
  readonly timeType: string;
  readonly has: (field: LogField) => boolean;
  readonly sql: (field: LogField) => string;
  /** Tags with a place of their own: they are read there alone, whatever log_comment says. */
  readonly tags: ReadonlyMap<string, TagSource>;
  /** Whether 0 and false in log_comment may stand for nothing: it is of the type JSON, or was before it was exported. */
  readonly hasTypedComment: boolean;
  /** Columns of the preset that the log lacks, by the tag that is missing with them. */
  readonly missingTags: Readonly<Record<string, string>>;
  /** Absent where it lacks none, and where it has no log_comment. */
  readonly presetGap: PresetGap | undefined;
  /** The preset for logs of this kind, where none was asked for. */
  readonly fitting: LogPreset | undefined;
}

const columnRow: RowShape<Column> = z.object({ name: nameField, type: textField });

type Columns = ReadonlyMap<string, Column>;

/** How a log is to be read, and where it is. */
export interface ReadingOf {
  readonly layout: LogLayout;
  readonly where: string;
  /** Of times that are text without a zone. */
  readonly timeZone?: string;
  readonly isFile?: boolean;
}

/** Names of columns with those that a preset adds, where the log has them. */
export function mappingOf({ columns, preset }: LogLayout, names: { has(name: string): boolean }): ColumnMapping {
  const added = Object.entries(preset?.columns ?? {}).filter(
    ([field, name]) =>
      // CPU time by the map of events falls back on user and system time; a column holds one event.
      names.has(name) &&
      !names.has(field) &&
      !(field === 'cpu_us' && names.has(columns.ProfileEvents ?? 'ProfileEvents')),
  );
  return { ...Object.fromEntries(added), ...columns };
}

const required: readonly LogField[] = ['query', 'event_time'];

/**
 * Asks what columns a log has, and finds each field and each tag among them.
 * @throws UserError when the log is not there, may not be read, or lacks a column that is needed or was named
 */
export async function readColumns(control: Control, table: string, reading: ReadingOf): Promise<LogColumns> {
  const { layout, where, timeZone = 'UTC', isFile = false } = reading;
  const columns = await control
    .rows(`DESCRIBE TABLE ${table}`, columnRow)
    .catch((error: unknown) => Promise.reject(logTrouble(error, where)));
  const byName: Columns = new Map(columns.map((one) => [one.name, one]));
  checkMapping(layout.columns, byName, where);
  checkTagColumns(layout.tagColumns, byName, where);
  const mapping = mappingOf(layout, byName);
  const columnOf = (field: LogField): Column | undefined => byName.get(columnName(mapping, field));
  const missing = required.filter((field) => columnOf(field) === undefined);
  if (missing.length > 0)
    throw new UserError(
      'usage',
      `the log has no column ${missing.join(' and no column ')}`,
      `Name it in hogbench.config.yaml: capture: {columns: {${missing[0]}: …}}. The log has ${namesOf(byName)}.`,
      where,
    );
  const sql = (field: LogField): string => {
    const column = columnOf(field);
    return column === undefined
      ? fallbacks[field]
      : fieldSql(field, `query_log.${identifier(column.name)}`, column.type, timeZone);
  };
  const has = (field: LogField): boolean => columnOf(field) !== undefined;
  const tags = tagSources(layout, byName, has('log_comment') ? sql('log_comment') : undefined, isFile);
  return {
    timeType: columnOf('event_time')?.type ?? '',
    has,
    sql,
    tags,
    hasTypedComment: layout.preset !== undefined || isJsonType(bareType(columnOf('log_comment')?.type ?? '')),
    missingTags: has('log_comment')
      ? {}
      : Object.fromEntries(Object.entries(layout.preset?.tagColumns ?? {}).filter(([tag]) => !tags.has(tag))),
    presetGap: has('log_comment') ? presetGap(layout, byName) : undefined,
    fitting: fittingPreset(layout, byName),
  };
}

function presetGap({ preset }: LogLayout, columns: Columns): PresetGap | undefined {
  const named = Object.values(preset?.tagColumns ?? {});
  const lacking = named.filter((name) => !columns.has(name));
  return preset === undefined || lacking.length === 0
    ? undefined
    : { preset: preset.name, columns: lacking, of: named.length };
}

function tagSources(
  { tagColumns, preset }: LogLayout,
  columns: Columns,
  logComment: string | undefined,
  isFile: boolean,
): ReadonlyMap<string, TagSource> {
  const sources = new Map<string, TagSource>();
  for (const [tag, paths] of Object.entries(preset?.tagPaths ?? {}))
    if (logComment !== undefined) sources.set(tag, pathTag(paths, logComment));
  for (const [tag, name] of [...Object.entries(preset?.tagColumns ?? {}), ...Object.entries(tagColumns)]) {
    const column = columns.get(name);
    if (column !== undefined && holdsTag(column)) sources.set(tag, columnTag(column, isFile));
  }
  return sources;
}

function fittingPreset({ preset, tagColumns }: LogLayout, columns: Columns): LogPreset | undefined {
  if (preset !== undefined || Object.keys(tagColumns).length > 0) return undefined;
  return logPresets.find(({ signs }) => signs.every((name) => columns.has(name)));
}

function checkMapping(mapping: ColumnMapping, columns: Columns, where: string): void {
  for (const [field, name] of Object.entries(mapping)) {
    if (!Object.hasOwn(fallbacks, field))
      throw new UserError(
        'usage',
        `the mapping names an unknown field: ${field}`,
        `Use any of ${Object.keys(fallbacks).join(', ')}.`,
        'hogbench.config.yaml, capture.columns',
      );
    if (!columns.has(name)) throw noColumn(name, `capture.columns.${field}`, columns, where);
  }
}

/** @throws UserError usage for a column that the log lacks, or that holds more than one value */
export function checkTagColumns(tagColumns: ColumnMapping, columns: Columns, where: string): void {
  for (const [tag, name] of Object.entries(tagColumns)) {
    const column = columns.get(name);
    if (column === undefined) throw noColumn(name, `capture.tag_columns.${tag}`, columns, where);
    if (!holdsTag(column))
      throw new UserError(
        'usage',
        `the column ${name} is of the type ${bareType(column.type).slice(0, 60)}, and a tag is one value`,
        `Name a column of text, numbers or an enum under capture.tag_columns.${tag}.`,
        where,
      );
  }
}

function noColumn(name: string, key: string, columns: Columns, where: string): UserError {
  const known = suggestion(name, [...columns.keys()]);
  const near = known.startsWith('did you mean') ? `${known} ` : '';
  return new UserError(
    'usage',
    `the log has no column ${name}`,
    `Correct ${key}${near === '' ? '.' : `: ${near.trim()}`} The log has ${namesOf(columns)}.`,
    where,
  );
}

function namesOf(columns: Columns): string {
  const names = [...columns.keys()];
  return names.length > 40 ? `${names.slice(0, 40).join(', ')} and ${names.length - 40} more` : names.join(', ');
}

/** Whether the zone of a log's times is nowhere stated, so that one has to be assumed. */
export async function lacksZone(
  control: Control,
  { table, columns }: { readonly table: string; readonly columns: LogColumns },
  mapping: ColumnMapping,
  isTextFile: boolean,
): Promise<boolean> {
  const bare = bareType(columns.timeType);
  if (/^DateTime/.test(bare)) return isTextFile && !bare.includes("'");
  if (bare !== 'String') return false;
  const text = `assumeNotNull(${identifier(columnName(mapping, 'event_time'))})`;
  const rows = await control.rows(
    `SELECT 1 AS bare FROM ${table} WHERE NOT match(${text}, '(?i)(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})$') AND NOT match(${text}, '^[0-9]{9,16}(?:[.][0-9]+)?$') LIMIT 1`,
    anyRow,
  );
  return rows.length > 0;
}
