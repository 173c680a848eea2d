import { z } from 'zod';
import type { HeldRows } from '../../model/insertReading.ts';
import type { FullName, RowsToHold } from '../../runner/target.ts';
import { identifier, stringLiteral } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { deadlines } from '../http/deadlines.ts';
import { countField, nameField } from '../http/rowShape.ts';
import { scratchComment } from './scratchDatabases.ts';

/** The columns of a table that an INSERT names, in their order. */
export async function insertableColumns(control: Control, { database, table }: FullName): Promise<readonly string[]> {
  const rows = await control.rows(
    `SELECT name FROM system.columns WHERE database = ${stringLiteral(database)} AND table = ${stringLiteral(table)}
       AND default_kind NOT IN ('ALIAS', 'MATERIALIZED', 'EPHEMERAL') ORDER BY position`,
    z.object({ name: nameField }),
  );
  return rows.map(({ name }) => name);
}

/**
 * Makes a scratch database with some rows of a table in memory. They are chosen and ordered by a hash of their text, so that they are the same
 * however the table orders them and whatever types hold them.
 */
export async function holdRows(control: Control, choice: RowsToHold, signal: AbortSignal): Promise<HeldRows> {
  const { from, columns, rows, into, keepMs } = choice;
  const options = { signal, timeoutMs: deadlines.scratch };
  const names = columns.map(identifier).join(', ');
  const hash = `sipHash64(toString(tuple(${names})))`;
  const held = `${identifier(into.database)}.${identifier(into.table)}`;
  const comment = stringLiteral(scratchComment(Date.now() + keepMs));
  await control.command(`CREATE DATABASE ${identifier(into.database)} COMMENT ${comment}`, options);
  await control.command(
    `CREATE TABLE ${held} ENGINE = Memory AS SELECT ${names} FROM ${identifier(from.database)}.${identifier(from.table)}
     ORDER BY ${hash} LIMIT ${rows}`,
    options,
  );
  const [found] = await control.rows(
    `SELECT toString(count()) AS rows, toString(sum(${hash})) AS checksum FROM ${held}`,
    z.object({ rows: countField, checksum: nameField }),
    options,
  );
  return found ?? { rows: 0, checksum: '' };
}
