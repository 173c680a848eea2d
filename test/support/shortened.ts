import type { SetupScript } from '../../src/model/workload.ts';

/** A script that makes its rows from 100,000 numbers or more, of no more than so many. */
export function shortened(script: SetupScript, rows: number): SetupScript {
  return { ...script, statements: script.statements.map((one) => ({ ...one, sql: shorterSql(one.sql, rows) })) };
}

export function shorterSql(sql: string, rows: number): string {
  return sql.replace(
    /\b(numbers(?:_mt)?)\((\d{6,})\)/g,
    (_, name: string, count: string) => `${name}(${Math.min(rows, Number(count))})`,
  );
}
