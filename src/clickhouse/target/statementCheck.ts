import { z } from 'zod';
import type { ParsedStatement, ParseRefusal, ServerColumn } from '../../model/serverAnswers.ts';
import type { Settings } from '../../model/workload.ts';
import { stringList } from '../../sql/literals.ts';
import { statementKind } from '../../sql/statementKind.ts';
import type { Control } from '../http/control.ts';
import { isServerError, type ServerError } from '../http/refusals.ts';
import { countField, nameField } from '../http/rowShape.ts';

const explain = 'EXPLAIN AST ';
const unknownSetting = 115;
const tooDeep = 306;
/** By so much an EXPLAIN is deeper than what it explains. */
const explainDepth = 3;
/** Limits of the answer, of time and of the user: the tree of a statement may exceed what its result keeps to. */
const ofTheAnswer = new Set([158, 159, 160, 201, 202, 241, 307, 396]);

/** How a user's statements are parsed, and what to send along so that the server itself would refuse to write. */
export interface ParserLimits {
  readonly guard: Settings;
  /** The user's own `max_query_size` and `max_parser_depth`. */
  readonly limits: Settings;
}

/** Asks what this user's statements may be. A user who may only read cannot change that setting, and need not. */
export async function parserLimits(control: Control): Promise<ParserLimits> {
  try {
    const [own] = await control.rows(
      `SELECT toString(getSetting('readonly')) AS readonly, toString(getSetting('max_query_size')) AS size,
         toString(getSetting('max_parser_depth')) AS depth`,
      z.object({ readonly: countField, size: countField, depth: countField }),
      { unguarded: true },
    );
    const limits = own === undefined ? {} : { max_query_size: own.size, max_parser_depth: own.depth };
    return { guard: own === undefined || own.readonly === 0 ? { readonly: 2 } : {}, limits };
  } catch (error) {
    // Servers before 20.8 cannot tell.
    if (isServerError(error)) return { guard: { readonly: 2 }, limits: {} };
    throw error;
  }
}

/**
 * Lets the server parse a statement with the settings of its case, without running it or looking at tables. Undefined when it
 * can. A setting that it does not know is no matter of parsing.
 */
export async function parseRefusal(
  control: Control,
  statement: ParsedStatement,
  { guard, limits }: ParserLimits,
): Promise<ParseRefusal | undefined> {
  const { sql, params, settings } = statement;
  // An expression without SELECT is one only where no word stands before it.
  const prefix = statementKind(sql) === 'unknown' ? `${explain}SELECT ` : explain;
  const parse = (more: Settings): Promise<ServerError | undefined> =>
    serverRefusal(() => control.command(prefix + sql, { params, settings: { ...settings, ...more, ...guard } }));
  const plain = await parse({});
  // The statement alone may keep to a limit that it exceeds behind EXPLAIN.
  const refusal =
    plain?.code === tooDeep || plain?.message.includes('Max query size exceeded') === true
      ? await parse(raised({ ...limits, ...settings }, prefix.length))
      : plain;
  if (refusal === undefined || refusal.code === unknownSetting || ofTheAnswer.has(refusal.code)) return undefined;
  const position = /failed at position (\d+)/.exec(refusal.message)?.[1];
  const message = shortened(refusal.message);
  return position === undefined ? { message } : { message, offset: offsetIn(sql, Number(position) - prefix.length) };
}

async function serverRefusal(ask: () => Promise<void>): Promise<ServerError | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    if (isServerError(error)) return error;
    throw error;
  }
}

/** The limits with room for what we put in front; 0 is no limit. */
function raised({ max_query_size: size, max_parser_depth: depth }: Settings, prefixBytes: number): Settings {
  const by = (limit: number, more: number): number => (limit === 0 ? 0 : limit + more);
  return {
    ...(size === undefined ? {} : { max_query_size: by(Number(size), prefixBytes) }),
    ...(depth === undefined ? {} : { max_parser_depth: by(Number(depth), explainDepth) }),
  };
}

/** The server counts bytes from 1. */
function offsetIn(sql: string, position: number): number {
  const bytes = Buffer.from(sql).subarray(0, Math.max(0, position - 1));
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

/** Which tables have one of these columns. Empty when this user may not look. */
export async function tablesWithColumns(
  control: Control,
  columns: readonly string[],
): Promise<readonly ServerColumn[]> {
  if (columns.length === 0) return [];
  try {
    const rows = await control.rows(
      `SELECT database, table, name AS column, database = currentDatabase() AS current FROM system.columns
       WHERE name IN ${stringList(columns)} AND database NOT IN ('system', 'information_schema', 'INFORMATION_SCHEMA')`,
      z.object({ database: nameField, table: nameField, column: nameField, current: countField }),
    );
    return rows.map((row) => ({ ...row, current: row.current === 1 }));
  } catch (error) {
    if (isServerError(error)) return [];
    throw error;
  }
}
