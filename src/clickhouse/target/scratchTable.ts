import { z } from 'zod';
import type { FreshTable, Scratch, TableState } from '../../model/writing.ts';
import { identifier, stringLiteral } from '../../sql/literals.ts';
import { keepingEngines } from '../../sql/writingStatement.ts';
import type { Control, ControlOptions } from '../http/control.ts';
import { deadlines } from '../http/deadlines.ts';
import { anyRow, countField, nameField } from '../http/rowShape.ts';
import { scratchComment } from './scratchDatabases.ts';

/** No merge of its own accord begins in such a table; OPTIMIZE and mutations go on as ever. */
const noMerges = 'max_bytes_to_merge_at_max_space_in_pool = 1, max_bytes_to_merge_at_min_space_in_pool = 1';

/**
 * Makes the database and the table of one execution, and looks at what was made.
 * @throws an Error when there is nothing to copy, or when what is written to a copy would be kept elsewhere
 */
export async function makeScratch(control: Control, scratch: Scratch, options: ControlOptions): Promise<TableState> {
  const { database, fresh } = scratch;
  const engine = fresh === undefined ? undefined : await engineOf(control, fresh, options);
  const until = Date.now() + scratch.keepMs;
  await control.command(
    `CREATE DATABASE ${identifier(database)} COMMENT ${stringLiteral(scratchComment(until))}`,
    options,
  );
  if (fresh !== undefined && engine !== undefined) await copy(control, scratch, fresh, engine, options);
  return tableState(control, scratch, options);
}

async function copy(
  control: Control,
  scratch: Scratch,
  fresh: FreshTable,
  engine: string,
  asked: ControlOptions,
): Promise<void> {
  const options = { ...asked, timeoutMs: deadlines.scratch };
  const source = nameOf(fresh.from);
  const target = `${identifier(scratch.database)}.${identifier(scratch.table)}`;
  await control.command(`CREATE TABLE ${target} AS ${source}`, options);
  const isMergeTree = engine.endsWith('MergeTree');
  if (isMergeTree) await control.command(`ALTER TABLE ${target} MODIFY SETTING ${noMerges}`, options);
  if (fresh.rows === 'none') return;
  // The same parts, without a byte being copied: a mutation or a merge writes new ones and leaves these as they are.
  if (isMergeTree) await control.command(`ALTER TABLE ${target} ATTACH PARTITION ALL FROM ${source}`, options);
  else await control.command(`INSERT INTO ${target} SELECT * FROM ${source}`, options);
}

/** The engine of the table that is copied. @throws an Error when it is not there, or keeps its rows elsewhere */
async function engineOf(control: Control, { from }: FreshTable, options: ControlOptions): Promise<string> {
  const [table = '', database] = from.split('.').reverse();
  const where = database === undefined ? 'currentDatabase()' : stringLiteral(database);
  const [row] = await control.rows(
    `SELECT engine FROM system.tables WHERE database = ${where} AND name = ${stringLiteral(table)}`,
    z.object({ engine: nameField }),
    options,
  );
  if (row === undefined) throw new Error(`there is no table ${from} to copy`);
  if (!keepingEngines.test(row.engine))
    throw new Error(
      `a copy of ${from} would write beyond itself: its engine is ${row.engine}, and only MergeTree engines without ` +
        'replication, Memory and Log are copied',
    );
  return row.engine;
}

/** Rows, parts and size of the table; all 0 while it is not there. */
export async function tableState(
  control: Control,
  { database, table }: Pick<Scratch, 'database' | 'table'>,
  options: ControlOptions,
): Promise<TableState> {
  const [row] = await control.rows(
    `SELECT toString(ifNull(sum(total_rows), 0)) AS rows, toString(ifNull(sum(total_bytes), 0)) AS bytes,
            (SELECT toString(count()) FROM system.parts WHERE active AND database = ${stringLiteral(database)}) AS parts
     FROM system.tables WHERE database = ${stringLiteral(database)} AND name = ${stringLiteral(table)}`,
    z.object({ rows: countField, parts: countField, bytes: countField }),
    options,
  );
  return row ?? { rows: 0, parts: 0, bytes: 0 };
}

/**
 * Whether the server did something to the table in the background, where it is not counted as work of the statement.
 * Tables in memory, changes of a definition alone and lightweight updates need no such thing.
 */
export async function wasMutated(
  control: Control,
  { database }: Pick<Scratch, 'database'>,
  options: ControlOptions,
): Promise<boolean> {
  const sql = `SELECT 1 FROM system.mutations WHERE database = ${stringLiteral(database)} LIMIT 1`;
  const rows = await control.rows(sql, anyRow, options);
  return rows.length > 0;
}

/** All that the table holds, for a statement that reads it back. */
export function contentOf({ database, table }: Pick<Scratch, 'database' | 'table'>): string {
  return `SELECT * FROM ${identifier(database)}.${identifier(table)}`;
}

/** The rows that a copy begins with, as a statement that reads them. */
export function copiedRows({ from }: FreshTable): string {
  return `SELECT * FROM ${nameOf(from)}`;
}

function nameOf(from: string): string {
  return from.split('.').map(identifier).join('.');
}
