import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Client } from '../../src/clickhouse/http/control.ts';
import { anyRow } from '../../src/clickhouse/http/rowShape.ts';
import type { Case } from '../../src/model/workload.ts';

/** What one statement is, and what becomes of it. */
export interface Sent {
  readonly id: string;
  readonly sql: string;
  readonly settings: Readonly<Record<string, string | number>>;
}

export interface Counters {
  readonly code: number;
  readonly readRows: number;
  readonly readBytes: number;
  readonly resultRows: number;
  readonly marks: number;
  readonly functions: number;
}

/** Statements of our own whose literals carry meaning. */
export async function meaningfulStatements(): Promise<readonly string[]> {
  const text = await readFile(new URL('./statements.sql', import.meta.url), 'utf8');
  return text.split('\n').flatMap((line) => (line === '' || line.startsWith('--') ? [] : [line.replace(/;$/, '')]));
}

/** A case as a client without parameters would send it: values stand in the text. */
export function inlined(one: Case): string {
  return one.sql.replace(/\{(\w+):[^}]+\}/g, (_, name: string) => {
    const value = one.params[name];
    return typeof value === 'number' ? String(value) : `'${String(value)}'`;
  });
}

/** Sends statements, each under a tag of its own, and reads what they did from the log. */
export async function send(
  client: Client,
  statements: readonly Sent[],
  prefix: string,
): Promise<ReadonlyMap<string, Counters>> {
  for (const { id, sql, settings } of statements)
    await client
      .rows(sql, anyRow, {
        queryId: `${prefix}-${id}`,
        settings: { ...settings, readonly: 2, max_threads: 1, log_comment: JSON.stringify({ feature: id }) },
      })
      .catch(() => undefined);
  await client.command('SYSTEM FLUSH LOGS');
  const rows = await client.rows(
    `SELECT query_id AS id, exception_code AS code, read_rows AS readRows, read_bytes AS readBytes, result_rows AS resultRows,
       ProfileEvents['SelectedMarks'] AS marks, ProfileEvents['FunctionExecute'] AS functions
     FROM system.query_log WHERE type != 'QueryStart' AND startsWith(query_id, '${prefix}-')`,
    z.custom<Record<keyof Counters | 'id', string>>(),
  );
  return new Map(
    rows.map(({ id, ...counters }) => [
      id.slice(prefix.length + 1),
      {
        ...{ code: Number(counters.code), readRows: Number(counters.readRows), readBytes: Number(counters.readBytes) },
        ...{ resultRows: Number(counters.resultRows), marks: Number(counters.marks) },
        functions: Number(counters.functions),
      },
    ]),
  );
}

/** What became of a statement in a round trip. */
export type Fate = 'alike' | 'other rows' | 'otherwise' | 'marked' | 'refused' | 'failed before';

/** What the four rounds saw of one statement. */
export interface Rounds {
  readonly first: Counters | undefined;
  readonly second: Counters | undefined;
  /** Of the captured case; undefined when there is none. */
  readonly replayed: Counters | undefined;
  /** Of the case captured with its literals. */
  readonly kept: Counters | undefined;
  readonly isMarked: boolean;
}

/**
 * A case is alike when it ends without an error and each counter that two executions of the statement agree on is the
 * same. Where a text was replaced it may read and return other rows: that counts as `other rows` when it ends without an
 * error, and with its literals kept is alike.
 */
export function fateOf({ first, second, replayed, kept, isMarked }: Rounds): Fate {
  if (first === undefined || second === undefined || first.code !== 0 || second.code !== 0) return 'failed before';
  if (isMarked) return 'marked';
  if (replayed === undefined) return 'refused';
  const alike = (other: Counters): boolean =>
    keys.every((key) => first[key] !== second[key] || first[key] === other[key]);
  if (alike(replayed)) return 'alike';
  return replayed.code === 0 && kept !== undefined && alike(kept) ? 'other rows' : 'otherwise';
}

const keys = ['code', 'readRows', 'readBytes', 'resultRows', 'marks', 'functions'] as const;
