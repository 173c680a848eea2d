import type { Column } from './expressions.ts';

/** A column of a select list. */
export interface Item {
  readonly sql: string;
  /** As it is written behind AS; null where the column has none. */
  readonly alias: string | null;
  readonly column: Column;
}

export interface Key {
  /** As ORDER BY writes it, without direction. */
  readonly sql: string;
  readonly descending: boolean;
  /** What stands behind its direction. */
  readonly nulls: '' | ' NULLS FIRST' | ' NULLS LAST' | ' WITH FILL';
  /** Place of the column that it names, from 0; null where no column of the answer holds it. */
  readonly cell: number | null;
}

export interface Grouping {
  readonly keys: readonly string[];
  readonly modifier: '' | 'WITH TOTALS' | 'WITH ROLLUP' | 'WITH CUBE' | 'WITH ROLLUP WITH TOTALS';
  readonly having: string | null;
}

export interface Select {
  readonly distinct: boolean;
  readonly items: readonly Item[];
  readonly from: string;
  readonly where: string | null;
  readonly grouping: Grouping | null;
  readonly order: readonly Key[];
  readonly limitBy: string | null;
  /** LIMIT and OFFSET as they are written, in the order of pieces. */
  readonly limit: readonly string[];
}

export type Shape = 'plain' | 'parentheses' | 'subquery' | 'cte' | 'union all' | 'union distinct';

export interface Setting {
  readonly name: string;
  readonly value: string | number;
}

export interface Statement {
  readonly shape: Shape;
  readonly select: Select;
  /** Behind UNION, without clauses of its own but ORDER BY. */
  readonly second: Select | null;
  /** ORDER BY and LIMIT of the SELECT around a subquery or a CTE. */
  readonly outer: { readonly order: readonly Key[]; readonly limit: readonly string[] };
  readonly settings: readonly Setting[];
  readonly format: string | null;
  readonly settingsBehindFormat: readonly Setting[];
  /** Sent with the request, not written. */
  readonly requestSettings: readonly Setting[];
  /** What stands between two clauses, in turns. */
  readonly between: readonly string[];
  readonly end: string;
}

/** The name of a column that only the reader of the truth asks for. */
const hiddenName = 'oracle_key_';

/** The statement as a workload holds it. */
export function statementText(statement: Statement): string {
  const { format, settings, settingsBehindFormat } = statement;
  const clauses = [
    ...query(statement, []),
    ...settingsClause(settings),
    ...(format === null ? [] : [`FORMAT ${format}`, ...settingsClause(settingsBehindFormat)]),
  ];
  return `${joined(clauses, statement.between)}${statement.end}`;
}

/**
 * The statement with a FORMAT of our own in the place of its own. `hidden` are the keys of ORDER BY that no column of
 * the answer holds; they come as further columns, behind all others.
 */
export function plainText(statement: Statement, hidden: readonly Key[] = []): string {
  const { settings, settingsBehindFormat } = statement;
  const clauses = [
    ...query(statement, hidden),
    ...settingsClause(settings),
    'FORMAT TabSeparatedWithNamesAndTypes',
    ...(statement.format === null ? [] : settingsClause(settingsBehindFormat)),
  ];
  return joined(clauses, [' ']);
}

/** Keys of the outermost ORDER BY; none where the outermost SELECT does not order its rows. */
export function outermostKeys(statement: Statement): readonly Key[] {
  if (statement.shape === 'plain' || statement.shape === 'parentheses') return statement.select.order;
  return statement.outer.order;
}

function query(statement: Statement, hidden: readonly Key[]): readonly string[] {
  const { shape, select, second, outer } = statement;
  const own = selectClauses(select, hidden);
  if (shape === 'plain') return own;
  if (shape === 'parentheses') return ['(', ...own, ')'];
  const around = [...orderClause(outer.order), ...outer.limit];
  if (shape === 'subquery') return ['SELECT *', 'FROM', '(', ...own, ')', ...around];
  if (shape === 'cte') return ['WITH q AS', '(', ...own, ')', 'SELECT *', 'FROM q', ...around];
  const union = shape === 'union all' ? 'UNION ALL' : 'UNION DISTINCT';
  return [...own, union, ...selectClauses(second ?? select, [])];
}

function selectClauses(select: Select, hidden: readonly Key[]): readonly string[] {
  const { distinct, items, from, where, grouping, order, limitBy, limit } = select;
  const shown = items.map(({ sql, alias }) => (alias === null ? sql : `${sql} AS ${alias}`));
  const keys = hidden.map(({ sql }, index) => `${sql} AS ${hiddenName}${index}`);
  return [
    `SELECT${distinct ? ' DISTINCT' : ''} ${[...shown, ...keys].join(', ')}`,
    `FROM ${from}`,
    ...(where === null ? [] : [`WHERE ${where}`]),
    ...groupClauses(grouping),
    ...orderClause(order),
    ...(limitBy === null ? [] : [limitBy]),
    ...limit,
  ];
}

function groupClauses(grouping: Grouping | null): readonly string[] {
  if (grouping === null) return [];
  const { keys, modifier, having } = grouping;
  return [
    ...(keys.length === 0 ? [] : [`GROUP BY ${keys.join(', ')}`]),
    ...(modifier === '' ? [] : [modifier]),
    ...(having === null ? [] : [`HAVING ${having}`]),
  ];
}

function orderClause(keys: readonly Key[]): readonly string[] {
  if (keys.length === 0) return [];
  return [
    'ORDER BY',
    keys.map(({ sql, descending, nulls }) => `${sql}${descending ? ' DESC' : ''}${nulls}`).join(', '),
  ];
}

function settingsClause(settings: readonly Setting[]): readonly string[] {
  if (settings.length === 0) return [];
  return ['SETTINGS', settings.map(({ name, value }) => `${name} = ${literal(value)}`).join(', ')];
}

function literal(value: string | number): string {
  return typeof value === 'number' ? `${value}` : `'${value}'`;
}

function joined(clauses: readonly string[], between: readonly string[]): string {
  return clauses.map((clause, at) => (at === 0 ? clause : `${between[at % between.length]}${clause}`)).join('');
}
