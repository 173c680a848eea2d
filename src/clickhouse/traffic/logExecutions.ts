import { z } from 'zod';
import type { LoggedExecution } from '../../model/traffic.ts';
import type { Tags, TagValue } from '../../model/workload.ts';
import { stringList, stringLiteral } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { amountField, countField, nameField, textField } from '../http/rowShape.ts';
import type { LogColumns } from './logColumns.ts';
import { executionFilter, idOf, inWindow, type LogTable, type LogWindow } from './logRows.ts';

const executionRow = z.object({
  id: textField,
  sql: textField,
  comment: textField,
  settings: z.record(z.string(), textField),
  tags: z.record(z.string(), textField),
  database: textField,
  ms: amountField,
});

/** Each read looks through all ids of the window; texts may be long, and all of one read are in our memory at once. */
const idsPerRead = 500;

/** Reads text, tags and settings of single executions, by their ids. */
export async function readExecutions(
  control: Control,
  log: LogTable,
  window: LogWindow,
  ids: readonly string[],
): Promise<readonly LoggedExecution[]> {
  const found: LoggedExecution[] = [];
  for (let from = 0; from < ids.length; from += idsPerRead)
    found.push(...(await readSome(control, log, window, ids.slice(from, from + idsPerRead))));
  return found;
}

async function readSome(
  control: Control,
  log: LogTable,
  window: LogWindow,
  ids: readonly string[],
): Promise<readonly LoggedExecution[]> {
  const { sql } = log.columns;
  const rows = await control.rows(
    `SELECT ${idOf(log)} AS id, ${sql('query')} AS sql, ${sql('log_comment')} AS comment, ${settingsOf(log)} AS settings, ${tagsOf(log)} AS tags,
       ${sql('current_database')} AS database, toString(${sql('query_duration_ms')}) AS ms
     FROM ${log.table} AS query_log
     WHERE id IN ${stringList(ids)} AND ${inWindow(log, window)} AND ${executionFilter(log, true)}
     LIMIT 1 BY id`,
    executionRow,
  );
  return rows.map((row) => ({
    queryId: row.id,
    sql: row.sql,
    logComment: log.columns.hasTypedComment ? withoutDefaults(row.comment) : row.comment,
    settings: row.settings,
    ...(log.columns.tags.size === 0 ? {} : { columnTags: typedTags(row.tags, log.columns) }),
    database: row.database,
    durationMs: row.ms,
  }));
}

function settingsOf({ columns }: LogTable): string {
  return columns.has('Settings') ? columns.sql('Settings') : "CAST(map(), 'Map(String, String)')";
}

function tagsOf({ columns }: LogTable): string {
  const pairs = [...columns.tags].map(([tag, { sql }]) => `${stringLiteral(tag)}, ${sql}`);
  return pairs.length === 0 ? "CAST(map(), 'Map(String, String)')" : `map(${pairs.join(', ')})`;
}

/** A number in a column is the number that log_comment would have. */
function typedTags(tags: Readonly<Record<string, string>>, { tags: sources }: LogColumns): Tags {
  return Object.fromEntries(
    Object.entries(tags).map(([tag, text]): readonly [string, TagValue] => {
      const value = Number(text);
      const isNumber = sources.get(tag)?.isNumber === true && Number.isSafeInteger(value) && String(value) === text;
      return [tag, isNumber ? value : text];
    }),
  );
}

/** Text of a JSON column without the paths that it declares and this row does not have. */
function withoutDefaults(comment: string): string {
  try {
    return JSON.stringify(JSON.parse(comment), (_, value: unknown) =>
      value === '' || value === 0 || value === false ? undefined : value,
    );
  } catch {
    return comment;
  }
}

/** A setting as a server knows it. */
export interface KnownSetting {
  readonly name: string;
  /** This user may not change it. */
  readonly fixed: boolean;
}

/** Settings that a server has and that still do something. */
export async function knownSettings(control: Control): Promise<readonly KnownSetting[]> {
  const rows = await control.rows(
    'SELECT name, readonly AS fixed FROM system.settings WHERE NOT is_obsolete',
    z.object({ name: nameField, fixed: countField }),
  );
  return rows.map((row) => ({ name: row.name, fixed: row.fixed !== 0 }));
}

/** Names of the server's own functions, in lower case; those that users added are none of them. */
export async function engineFunctions(control: Control): Promise<ReadonlySet<string>> {
  const rows = await control.rows(
    "SELECT lower(name) AS name FROM system.functions WHERE origin = 'System' UNION ALL SELECT lower(name) FROM system.table_functions",
    z.object({ name: nameField }),
  );
  return new Set(rows.map((row) => row.name));
}

/** `TIMEOUT_EXCEEDED` for 159; a code the server does not know is its own name. */
export async function errorNames(
  control: Control,
  codes: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const numbers = codes.map(Number).filter(Number.isSafeInteger);
  if (numbers.length === 0) return {};
  const rows = await control.rows(
    `SELECT toString(code) AS code, errorCodeToName(toInt32(code)) AS name FROM (SELECT arrayJoin([${numbers.join(', ')}]) AS code)`,
    z.object({ code: nameField, name: nameField }),
  );
  return Object.fromEntries(rows.map((row) => [row.code, row.name]));
}
