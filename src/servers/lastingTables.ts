import { z } from 'zod';
import type { Client } from '../clickhouse/http/control.ts';
import { nameField } from '../clickhouse/http/rowShape.ts';
import { UserError } from '../model/errors.ts';

/**
 * Refuses rows that the next start of a server would lose: a dataset is kept between commands, and servers are started anew between sessions, so
 * that both arms would read an empty table and agree on it.
 * @throws UserError usage, with the first such table
 */
export async function checkTablesLast(client: Client): Promise<void> {
  const [first] = await client.rows(
    `SELECT database, name, engine FROM system.tables
     WHERE engine IN ('Memory', 'Buffer') AND total_rows > 0 AND database NOT IN ('system', 'information_schema', 'INFORMATION_SCHEMA')
     ORDER BY database, name LIMIT 1`,
    z.object({ database: nameField, name: nameField, engine: nameField }),
  );
  if (first === undefined) return;
  throw new UserError(
    'usage',
    `${first.database}.${first.name} has rows that are lost when the server starts anew: ENGINE = ${first.engine}`,
    'Make it a MergeTree, or a Log for a few rows, in the script that creates it.',
  );
}
