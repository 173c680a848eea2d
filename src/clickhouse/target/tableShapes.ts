import { z } from 'zod';
import { type Addition, type ColumnShape, mostColumnsRead, type TableShape } from '../../model/tableShape.ts';
import { stringLiteral } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';
import { countField, nameField, type RowShape, textField } from '../http/rowShape.ts';
import { firstAnswer } from './firstAnswer.ts';
import { everyShard } from './serverLogs.ts';

/** Tables of a database that are looked at. */
const mostTables = 300;
/** Characters of a definition. */
const longestDefinition = 20_000;

/**
 * How tables are made, in name order: those of these names, `database.table`, and those of the database that statements run in. Undefined
 * where this user may not look.
 */
export async function tableShapes(
  admin: Control,
  names: readonly string[],
  cluster: string | undefined,
): Promise<readonly TableShape[] | undefined> {
  try {
    const tables = await madeTables(admin, names);
    if (tables.length === 0) return [];
    const wanted = `(database, table) IN (${tables.map(({ database, table }) => `(${stringLiteral(database)}, ${stringLiteral(table)})`).join(', ')})`;
    const [sizes, columns, additions] = [
      byTable(await admin.rows(sizeSql(wanted, cluster), sizeRow)),
      byTable(await admin.rows(columnSql(wanted, cluster), columnRow)),
      byTable(await readAdditions(admin, wanted, cluster)),
    ];
    return tables.map(({ database, table, definition }): TableShape => {
      const key = keyOf({ database, table });
      const [size] = sizes.get(key) ?? [];
      return {
        database,
        table,
        rows: size?.rows ?? 0,
        parts: size?.parts ?? 0,
        bytes: size?.bytes ?? 0,
        uncompressedBytes: size?.uncompressedBytes ?? 0,
        primaryKeyBytes: size?.primaryKeyBytes ?? 0,
        definition: definition.slice(0, longestDefinition),
        columns: (columns.get(key) ?? []).map(
          ({ name, type, codec, bytes, uncompressedBytes }): ColumnShape => ({
            ...{ name, type, codec, bytes, uncompressedBytes },
          }),
        ),
        additions: (additions.get(key) ?? []).map(({ kind, name, bytes }): Addition => ({ kind, name, bytes })),
      };
    });
  } catch (error) {
    if (isServerError(error)) return undefined;
    throw error;
  }
}

interface OfTable {
  readonly database: string;
  readonly table: string;
}

const ofTable = { database: nameField, table: nameField };
const tableRow: RowShape<OfTable & { readonly definition: string }> = z.object({ ...ofTable, definition: textField });
const sizeRow: RowShape<
  OfTable & Pick<TableShape, 'rows' | 'parts' | 'bytes' | 'uncompressedBytes' | 'primaryKeyBytes'>
> = z.object({
  ...ofTable,
  ...{ rows: countField, parts: countField, bytes: countField },
  ...{ uncompressedBytes: countField, primaryKeyBytes: countField },
});
const columnRow: RowShape<OfTable & ColumnShape> = z.object({
  ...ofTable,
  ...{ name: nameField, type: textField, codec: textField, bytes: countField, uncompressedBytes: countField },
});
const additionRow: RowShape<OfTable & Addition> = z.object({
  ...ofTable,
  ...{ kind: z.enum(['index', 'projection']), name: nameField, bytes: countField },
});

/** Servers before 24.1 do not lay a statement out in lines. */
function madeTables(admin: Control, names: readonly string[]): Promise<readonly z.infer<typeof tableRow>[]> {
  const named = names.length === 0 ? '' : ` OR concat(database, '.', name) IN (${names.map(stringLiteral).join(', ')})`;
  const read = (definition: string): Promise<readonly z.infer<typeof tableRow>[]> =>
    admin.rows(
      `SELECT database, name AS table, ${definition} AS definition FROM system.tables
       WHERE (database = currentDatabase()${named}) AND database NOT IN ('system', 'information_schema', 'INFORMATION_SCHEMA')
         AND NOT is_temporary
       ORDER BY database, table LIMIT ${mostTables}`,
      tableRow,
    );
  // Its own database is where the arms may differ, and no change of a table.
  const bare = "replaceOne(create_table_query, concat(' ', database, '.', name), concat(' ', name))";
  return firstAnswer([() => read(`ifNull(formatQueryOrNull(${bare}), ${bare})`), () => read(bare)]);
}

function sizeSql(wanted: string, cluster: string | undefined): string {
  return `SELECT database, table, toString(sum(rows)) AS rows, toString(count()) AS parts, toString(sum(bytes_on_disk)) AS bytes,
            toString(sum(data_uncompressed_bytes)) AS uncompressedBytes, toString(sum(primary_key_size)) AS primaryKeyBytes
          FROM ${everyShard('system.parts', cluster)} WHERE active AND ${wanted} GROUP BY database, table`;
}

function columnSql(wanted: string, cluster: string | undefined): string {
  return `SELECT database, table, name, any(type) AS type, any(compression_codec) AS codec,
            toString(sum(data_compressed_bytes)) AS bytes, toString(sum(data_uncompressed_bytes)) AS uncompressedBytes
          FROM ${everyShard('system.columns', cluster)} WHERE ${wanted}
          GROUP BY database, table, name ORDER BY sum(data_compressed_bytes) DESC, name LIMIT ${mostColumnsRead} BY database, table`;
}

/** Servers before 24.9 do not list projections. */
function readAdditions(
  admin: Control,
  wanted: string,
  cluster: string | undefined,
): Promise<readonly z.infer<typeof additionRow>[]> {
  const indexes = `SELECT database, table, 'index' AS kind, name, toString(sum(data_compressed_bytes)) AS bytes
    FROM ${everyShard('system.data_skipping_indices', cluster)} WHERE ${wanted} GROUP BY database, table, name`;
  const projections = `SELECT database, table, 'projection' AS kind, name, toString(sum(size)) AS bytes FROM (
      SELECT database, table, name, 0 AS size FROM system.projections WHERE ${wanted}
      UNION ALL
      SELECT database, table, name, bytes_on_disk AS size FROM ${everyShard('system.projection_parts', cluster)} WHERE active AND ${wanted}
    ) GROUP BY database, table, name`;
  return firstAnswer([
    () => admin.rows(`SELECT * FROM (${indexes} UNION ALL ${projections}) ORDER BY kind, name`, additionRow),
    () => admin.rows(indexes, additionRow),
  ]);
}

function byTable<T extends OfTable>(rows: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const one of rows) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return found;
}

function keyOf({ database, table }: OfTable): string {
  return `${database}.${table}`;
}
