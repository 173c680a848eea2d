import type { Params, Settings } from '../model/workload.ts';
import { stringList } from '../sql/literals.ts';
import type { Control } from './control.ts';
import { settingRefusal } from './knownSettings.ts';
import { isServerError } from './serverError.ts';

/** Why a server cannot parse a statement. */
export interface ParseRefusal {
  readonly message: string;
  /** Offset in the statement, in UTF-16 units; absent when the server names no place. */
  readonly offset?: number;
}

const explain = 'EXPLAIN AST ';
const unknownSetting = 115;

/**
 * Lets the server parse a statement, without running it or looking at tables. Undefined when it can. A setting that
 * it does not know is no matter of parsing.
 */
export async function parseRefusal(control: Control, sql: string, params: Params): Promise<ParseRefusal | undefined> {
  try {
    await control.command(explain + sql, { params });
    return undefined;
  } catch (error) {
    if (!isServerError(error)) throw error;
    if (error.code === unknownSetting) return undefined;
    const position = /failed at position (\d+)/.exec(error.message)?.[1];
    const message = shortened(error.message);
    return position === undefined ? { message } : { message, offset: offsetIn(sql, Number(position)) };
  }
}

/** The server counts bytes from 1, those of our EXPLAIN included. */
function offsetIn(sql: string, position: number): number {
  const bytes = Buffer.from(sql).subarray(0, Math.max(0, position - 1 - explain.length));
  return bytes.toString('utf8').length;
}

const mostExpected = 6;

/** `Syntax error: … Expected one of: a, b, c and 40 more`, without the rest of the statement that the server repeats. */
function shortened(message: string): string {
  const [, expected] = /Expected one of: (.*?)\.?( \([A-Z_]+\))?( \(version .*\))?$/.exec(message) ?? [];
  const about = /^(.*?)failed at position \d+ \((.*?)\)(?: \(line \d+, col \d+\))?: /s.exec(message);
  if (about === null) return message;
  const list = expected?.split(', ') ?? [];
  const more = list.length > mostExpected ? ` and ${list.length - mostExpected} more` : '';
  const tail = list.length === 0 ? '' : `; expected one of ${list.slice(0, mostExpected).join(', ')}${more}`;
  return `${about[1]?.trim().replace(/:$/, '')} at ${about[2]}${tail}`;
}

/** The server's words on a setting that it does not take; undefined when it takes it. */
export async function refusedSetting(
  control: Control,
  name: string,
  value: string | number,
): Promise<string | undefined> {
  const settings: Settings = { [name]: value };
  return (await settingRefusal(control, settings))?.message;
}

export interface ServerColumn {
  readonly database: string;
  readonly table: string;
  readonly column: string;
  /** True in the database that statements run in. */
  readonly current: boolean;
}

/** Which tables have one of these columns. Empty when this user may not look. */
export async function tablesWithColumns(
  control: Control,
  columns: readonly string[],
): Promise<readonly ServerColumn[]> {
  if (columns.length === 0) return [];
  try {
    const rows = await control.rows<Omit<ServerColumn, 'current'> & { current: number }>(
      `SELECT database, table, name AS column, database = currentDatabase() AS current FROM system.columns
       WHERE name IN ${stringList(columns)} AND database NOT IN ('system', 'information_schema', 'INFORMATION_SCHEMA')`,
    );
    return rows.map((row) => ({ ...row, current: Number(row.current) === 1 }));
  } catch (error) {
    if (isServerError(error)) return [];
    throw error;
  }
}
