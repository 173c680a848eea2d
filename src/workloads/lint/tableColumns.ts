import type { SetupScript } from '../../model/workload.ts';
import { parentheses, type Significant, significant } from '../../sql/significant.ts';
import { tokenize } from '../../sql/sqlLexer.ts';

/** Tables by their name, with and without database, and which of the columns asked for each has. */
export type TableColumns = ReadonlyMap<string, readonly string[]>;

/**
 * Which tables have which of these columns, by the CREATE TABLE statements of a workload's own scripts. A table made
 * `AS` another has its columns.
 */
export function columnsOfScripts(scripts: readonly SetupScript[], wanted: readonly string[]): TableColumns {
  const tables = new Map<string, readonly string[]>();
  for (const { sql } of scripts.flatMap((script) => script.statements)) {
    const table = createdTable(significant(sql, tokenize(sql)));
    if (table === undefined) continue;
    const columns = table.columns?.filter((column) => wanted.includes(column)) ?? tables.get(table.like ?? '') ?? [];
    for (const name of table.names) tables.set(name, columns);
  }
  return tables;
}

/** Names of the tables that last as long as the session of their script, unless another script makes them to stay. */
export function temporaryTables(scripts: readonly SetupScript[]): ReadonlySet<string> {
  const made = scripts
    .flatMap((script) => script.statements)
    .flatMap(({ sql }) => createdTable(significant(sql, tokenize(sql))) ?? []);
  const staying = new Set(made.filter((one) => !one.temporary).flatMap((one) => one.names));
  return new Set(made.filter((one) => one.temporary).flatMap((one) => one.names.filter((name) => !staying.has(name))));
}

interface CreatedTable {
  readonly names: readonly string[];
  readonly temporary: boolean;
  /** Absent for a table made after another. */
  readonly columns?: readonly string[];
  readonly like?: string;
}

function createdTable(read: Significant): CreatedTable | undefined {
  if (!read.isWord(0, 'CREATE', 'REPLACE')) return undefined;
  let at = 1;
  while (read.isWord(at, 'OR', 'REPLACE', 'TEMPORARY')) at++;
  const temporary = read.isWord(at - 1, 'TEMPORARY');
  if (!read.isWord(at, 'TABLE')) return undefined;
  at++;
  while (read.isWord(at, 'IF', 'NOT', 'EXISTS')) at++;
  const first = read.nameAt(at);
  const qualified = read.textAt(at + 1) === '.';
  const second = qualified ? read.nameAt(at + 2) : first;
  const names = qualified ? [second, `${first}.${second}`] : [first];
  at += qualified ? 3 : 1;
  if (read.isWord(at, 'ON')) at += 3;
  if (read.isWord(at, 'AS')) {
    const like = read.textAt(at + 2) === '.' ? read.nameAt(at + 3) : read.nameAt(at + 1);
    return { names, temporary, like };
  }
  const close = parentheses(read).get(at);
  if (close === undefined) return temporary ? { names, temporary } : undefined;
  return { names, temporary, columns: columnsBetween(read, at, close) };
}

function columnsBetween(read: Significant, open: number, close: number): readonly string[] {
  const columns: string[] = [];
  let depth = 0;
  for (let at = open; at < close; at++) {
    const starts = at === open || (depth === 1 && read.textAt(at) === ',');
    if (read.textAt(at) === '(') depth++;
    if (read.textAt(at) === ')') depth--;
    if (starts) columns.push(read.nameAt(at + 1));
  }
  return columns;
}
