import { z } from 'zod';
import type { Replica, TableFingerprint } from '../../model/environment.ts';
import { stringLiteral } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';
import { countField, nameField, type RowShape } from '../http/rowShape.ts';
import { serverIdentity } from './serverEnvironment.ts';
import { everyShard } from './serverLogs.ts';
import { type Statement, tablesOf } from './statementTables.ts';
import { behindViews } from './viewedTables.ts';

/**
 * Parts, rows and bytes of every table the statements read, in name order. A Distributed table is
 * followed to the table behind it, and a view to those that it reads. Tables that this user may not look into are left out.
 * `control` is asked what the statements read, and `admin` what there is of it.
 */
export async function fingerprintTables(
  control: Control,
  admin: Control,
  statements: readonly Statement[],
  cluster: string | undefined,
): Promise<readonly TableFingerprint[]> {
  const names = new Set<string>();
  for (const statement of statements) for (const name of await tablesOf(control, statement)) names.add(name);
  if (names.size === 0) return [];
  for (const name of await behindViews(control, admin, [...names])) names.add(name);
  try {
    return await admin.rows(fingerprintSql([...names].sort(), cluster), fingerprintRow);
  } catch (error) {
    if (isServerError(error)) return [];
    throw error;
  }
}

const fingerprintRow: RowShape<TableFingerprint> = z.object({
  database: nameField,
  table: nameField,
  engine: nameField,
  parts: countField,
  rows: countField,
  bytes: countField,
});

/** A table without parts, as one of Log or Memory, tells of its rows itself. */
function fingerprintSql(names: readonly string[], cluster: string | undefined): string {
  const wanted = `(${names.map(stringLiteral).join(', ')})`;
  return `
    WITH local AS (
      SELECT
        if(engine = 'Distributed', extract(engine_full, '^Distributed\\\\(\\'[^\\']*\\', \\'([^\\']*)\\''), database) AS db,
        if(engine = 'Distributed', extract(engine_full, '^Distributed\\\\(\\'[^\\']*\\', \\'[^\\']*\\', \\'([^\\']*)\\''), name) AS tbl
      FROM system.tables
      WHERE concat(database, '.', name) IN ${wanted}
    )
    SELECT tables.database AS database, tables.name AS table, any(tables.engine) AS engine,
           ifNull(any(parts.n), 0) AS parts, if(ifNull(any(parts.n), 0) = 0, ifNull(any(tables.total_rows), 0), ifNull(any(parts.r), 0)) AS rows,
           if(ifNull(any(parts.n), 0) = 0, ifNull(any(tables.total_bytes), 0), ifNull(any(parts.b), 0)) AS bytes
    FROM system.tables AS tables
    LEFT JOIN (
      SELECT database, table, count() AS n, sum(rows) AS r, sum(bytes_on_disk) AS b
      FROM ${everyShard('system.parts', cluster)} WHERE active GROUP BY database, table
    ) AS parts ON parts.database = tables.database AND parts.table = tables.name
    WHERE (tables.database, tables.name) IN (SELECT db, tbl FROM local)
    GROUP BY database, table ORDER BY database, table`;
}

/** What is recorded of one of several servers: who it is, and how much data it holds. */
export async function describeReplica(
  control: Control,
  admin: Control,
  url: string,
  statements: readonly Statement[],
  cluster: string | undefined,
): Promise<Replica> {
  const [server] = await admin.rows(
    'SELECT version() AS version, hostName() AS host',
    z.object({ version: nameField, host: nameField }),
  );
  const serverId = await serverIdentity(admin);
  const tables = await fingerprintTables(control, admin, statements, cluster);
  return {
    url,
    host: server?.host ?? 'unknown',
    version: server?.version ?? 'unknown',
    ...(serverId === undefined ? {} : { serverId }),
    rows: Object.fromEntries(tables.map((one) => [`${one.database}.${one.table}`, one.rows])),
  };
}
