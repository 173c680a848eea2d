import { type Choices, pick } from './choices.ts';
import type { Column } from './expressions.ts';
import { largeSource } from './sources.ts';
import type { Item, Key, Select, Setting, Statement } from './statement.ts';
import { type Drawn, formats } from './statementOf.ts';

/** A way to write a statement otherwise; null where it does not apply to this one. */
interface Rewriting {
  readonly name: string;
  readonly of: (drawn: Drawn, choices: Choices) => Statement | null;
}

export interface Pair {
  readonly baseline: Statement;
  readonly candidate: Statement;
  /** What was meant to change; the truth is what the server answers. */
  readonly rewriting: string;
  readonly features: readonly string[];
}

/** Prime, so that every rewriting has its turn. */
const stride = 7;

/** The first rewriting from the chosen one on that applies. */
export function rewritten(drawn: Drawn, choices: Choices): Pair {
  const list = choices.isChanged ? changing : keeping;
  for (let step = 0; step < list.length; step++) {
    // Neighbours are much alike, so the next one lies further on.
    const rewriting = list[(choices.rewriting + step * stride) % list.length];
    const candidate = rewriting?.of(drawn, choices) ?? null;
    if (candidate !== null && rewriting !== undefined)
      return { baseline: drawn.statement, candidate, rewriting: rewriting.name, features: drawn.features };
  }
  return { baseline: drawn.statement, candidate: drawn.statement, rewriting: 'same text', features: drawn.features };
}

/** Meant to keep what a client receives. */
const keeping: readonly Rewriting[] = [
  { name: 'same text', of: ({ statement }) => statement },
  { name: 'comments', of: ({ statement }) => ({ ...statement, between: ['\n', ' /* FORMAT JSON */ '], end: '\n' }) },
  {
    name: 'max_threads',
    of: ({ statement }, choices) => stated(statement, { name: 'max_threads', value: 2 }, choices),
  },
  {
    name: 'max_block_size',
    of: ({ statement }, choices) => stated(statement, { name: 'max_block_size', value: 23 }, choices),
  },
  { name: 'analyzer', of: ({ statement }, choices) => otherAnalyzer(statement, choices) },
  { name: 'equal expression', of: (drawn, choices) => columnWritten(drawn, choices, (column) => column.equal) },
  { name: 'equal expression', of: (drawn, choices) => columnWritten(drawn, choices, (column) => column.equal) },
  ...Array.from({ length: 6 }, () => ({ name: 'last digits', of: lastDigits })),
  { name: 'subquery', of: (drawn) => wrapped(drawn, 'subquery') },
  { name: 'cte', of: (drawn) => wrapped(drawn, 'cte') },
  { name: 'FORMAT', of: ({ statement }, { detail }) => otherFormat(statement, detail) },
  { name: 'settings elsewhere', of: ({ statement }) => settingsMoved(statement) },
  { name: 'other ties', of: (drawn) => reversedSource(drawn) },
  { name: 'other ties', of: (drawn) => (drawn.ordering === 'total' ? null : reversedSource(drawn)) },
];

/** Meant to change what a client receives. */
const changing: readonly Rewriting[] = [
  { name: 'value', of: (drawn, choices) => columnWritten(drawn, choices, (column) => column.otherValue) },
  { name: 'value', of: (drawn, choices) => columnWritten(drawn, choices, (column) => column.otherValue) },
  { name: 'fifth digit', of: (drawn, choices) => scaled(drawn, choices, '1.00003') },
  { name: 'fifth digit', of: (drawn, choices) => scaled(drawn, choices, '1.00003') },
  { name: 'ninth digit', of: (drawn, choices) => scaled(drawn, choices, '1.000000003') },
  { name: 'ninth digit', of: (drawn, choices) => scaled(drawn, choices, '1.000000003') },
  { name: 'ninth digit', of: (drawn, choices) => scaled(drawn, choices, '1.000000003') },
  {
    name: 'direction',
    of: (drawn, choices) => otherKeys(drawn, choices, (key) => ({ ...key, descending: !key.descending })),
  },
  {
    name: 'direction',
    of: (drawn, choices) => otherKeys(drawn, choices, (key) => ({ ...key, descending: !key.descending })),
  },
  { name: 'NULLS FIRST', of: (drawn, choices) => otherKeys(drawn, choices, otherNulls) },
  { name: 'row less', of: (drawn) => rowLess(drawn) },
  { name: 'row more', of: ({ statement, ordering }) => rowMore(statement, ordering !== 'none') },
  { name: 'totals', of: ({ statement }) => otherTotals(statement) },
  { name: 'totals', of: ({ statement }) => otherTotals(statement) },
  { name: 'totals_mode', of: ({ statement }) => otherTotalsMode(statement) },
  { name: 'extremes', of: ({ statement }, choices) => otherExtremes(statement, choices) },
  {
    name: 'name',
    of: ({ statement }, { detail }) =>
      otherItem(statement, detail, (item) => ({ ...item, alias: item.alias === 'renamed' ? 'z' : 'renamed' })),
  },
  { name: 'type', of: (drawn, choices) => columnWritten(drawn, choices, (column) => column.otherType) },
  {
    name: 'session_timezone',
    of: ({ statement }, choices) => stated(statement, { name: 'session_timezone', value: 'Australia/Eucla' }, choices),
  },
  {
    name: 'limit',
    of: ({ statement, ordering }) => (ordering === 'total' ? requested(statement, { name: 'limit', value: 4 }) : null),
  },
  {
    name: 'offset',
    of: ({ statement, ordering }) => (ordering === 'total' ? requested(statement, { name: 'offset', value: 1 }) : null),
  },
  { name: 'order of columns', of: ({ statement }) => otherColumnOrder(statement) },
  { name: 'duplicates', of: ({ statement }) => withDuplicates(statement) },
];

function withSelect(statement: Statement, change: Partial<Select>): Statement {
  return { ...statement, select: { ...statement.select, ...change } };
}

function otherItem(statement: Statement, detail: number, change: (item: Item) => Item): Statement | null {
  const { items, order, grouping } = statement.select;
  const at = detail % items.length;
  const next = items.map((item, index) => (index === at ? change(item) : item));
  const renamed = (text: string): string => {
    const from = items[at]?.alias ?? items[at]?.sql;
    return text === from ? (next[at]?.alias ?? next[at]?.sql ?? text) : text;
  };
  const keys = (list: readonly Key[]): readonly Key[] =>
    list.map((key) => (key.cell === at ? { ...key, sql: keySql(key, items[at], next[at]) } : key));
  const regrouped = grouping === null ? null : { ...grouping, keys: grouping.keys.map(renamed) };
  const second = statement.second === null ? null : { ...statement.second, order: keys(statement.second.order) };
  return {
    ...withSelect(statement, { items: next, order: keys(order), grouping: regrouped }),
    second: second === null ? null : { ...second, items: statement.second?.items ?? items },
    outer: { ...statement.outer, order: keys(statement.outer.order) },
  };
}

/** A key follows what it names: an alias to the new alias, an expression to the new expression. */
function keySql(key: Key, before: Item | undefined, after: Item | undefined): string {
  if (key.sql === before?.alias) return after?.alias ?? key.sql;
  return key.sql === before?.sql ? (after?.sql ?? key.sql) : key.sql;
}

function columnWritten(
  { statement }: Drawn,
  { detail }: Choices,
  how: (column: Column) => string | null,
): Statement | null {
  const { items } = statement.select;
  // From the drawn column on, the first that can be written so.
  for (let step = 0; step < items.length; step++) {
    const at = (detail + step) % items.length;
    const column = items[at]?.column;
    const sql = column === undefined ? null : how(column);
    if (sql !== null) return otherItem(statement, at, (item) => ({ ...item, sql }));
  }
  return null;
}

function lastDigits(drawn: Drawn, choices: Choices): Statement | null {
  return columnWritten(drawn, choices, (column) => column.lastDigits);
}

function scaled(drawn: Drawn, choices: Choices, factor: string): Statement | null {
  return columnWritten(drawn, choices, (column) => column.scaled?.(factor, choices.kind % 2 === 0) ?? null);
}

const allSettings = (statement: Statement): readonly Setting[] => [
  ...statement.settings,
  ...statement.settingsBehindFormat,
  ...statement.requestSettings,
];

function states(statement: Statement, name: string): boolean {
  return allSettings(statement).some((one) => one.name === name);
}

function requested(statement: Statement, setting: Setting): Statement | null {
  if (states(statement, setting.name)) return null;
  return { ...statement, requestSettings: [...statement.requestSettings, setting] };
}

/** States a setting, with the request or in the text. */
function stated(statement: Statement, setting: Setting, { detail }: Choices): Statement | null {
  if (states(statement, setting.name)) return null;
  if (detail % 2 === 0) return requested(statement, setting);
  if (statement.format !== null && detail % 4 === 1)
    return { ...statement, settingsBehindFormat: [...statement.settingsBehindFormat, setting] };
  return { ...statement, settings: [...statement.settings, setting] };
}

function otherAnalyzer(statement: Statement, choices: Choices): Statement | null {
  if (states(statement, 'enable_analyzer') || states(statement, 'allow_experimental_analyzer')) return null;
  const name = choices.format % 2 === 0 ? 'enable_analyzer' : 'allow_experimental_analyzer';
  return stated(statement, { name, value: 0 }, choices);
}

function wrapped({ statement }: Drawn, shape: 'subquery' | 'cte'): Statement | null {
  const { select } = statement;
  if (statement.shape !== 'plain' || select.order.some((key) => key.cell === null)) return null;
  // The names of keys stand for columns; an expression would not be known outside.
  const order = select.order.map((key) => ({ ...key, sql: `${(key.cell ?? 0) + 1}` }));
  return { ...statement, shape, outer: { order, limit: [] } };
}

function otherFormat(statement: Statement, detail: number): Statement | null {
  if (statement.format !== null && statement.settingsBehindFormat.length === 0 && detail % 3 === 0)
    return { ...statement, format: null };
  const format = pick(formats, detail);
  return format === statement.format ? null : { ...statement, format };
}

/** Settings of the text go behind FORMAT, or from there into the text. */
function settingsMoved(statement: Statement): Statement | null {
  const { settings, settingsBehindFormat } = statement;
  if (settings.length + settingsBehindFormat.length === 0) return null;
  const format = statement.format ?? 'JSON';
  return { ...statement, format, settings: settingsBehindFormat, settingsBehindFormat: settings };
}

function reversedSource({ statement, source, ordering }: Drawn): Statement | null {
  if (source === largeSource || statement.second !== null) return null;
  if (ordering === 'none' && statement.select.limit.length > 0) return null;
  const filter = source.where === null ? '' : ` WHERE ${source.where}`;
  return withSelect(statement, { from: `(SELECT * FROM ${source.from}${filter} ORDER BY ${source.id} DESC)` });
}

function otherKeys(drawn: Drawn, { detail }: Choices, change: (key: Key) => Key): Statement | null {
  const { statement, ordering } = drawn;
  if (ordering === 'none') return null;
  const other = (keys: readonly Key[]): readonly Key[] =>
    keys.map((key, at) => (at === detail % keys.length ? change(key) : key));
  if (statement.shape === 'subquery' || statement.shape === 'cte')
    return { ...statement, outer: { ...statement.outer, order: other(statement.outer.order) } };
  return withSelect(statement, { order: other(statement.select.order) });
}

function otherNulls(key: Key): Key {
  return { ...key, nulls: key.nulls === ' NULLS FIRST' ? ' NULLS LAST' : ' NULLS FIRST' };
}

function rowLess({ statement, source }: Drawn): Statement | null {
  const condition = source.name === 'numbers' ? 'number != 11' : `${source.m} % 97 != 5`;
  const { where } = statement.select;
  return withSelect(statement, { where: where === null ? condition : `${where} AND ${condition}` });
}

function rowMore(statement: Statement, isOrdered: boolean): Statement | null {
  const { limit } = statement.select;
  if (!isOrdered || limit.length === 0) return null;
  const more = limit.map((one) => one.replace(/\d+(?= ROWS ONLY| WITH TIES|$)/, (count) => `${Number(count) + 1}`));
  return withSelect(statement, { limit: more });
}

function otherTotals(statement: Statement): Statement | null {
  const { grouping } = statement.select;
  if (grouping === null || grouping.keys.length === 0) return null;
  const { modifier } = grouping;
  if (modifier === '') return withSelect(statement, { grouping: { ...grouping, modifier: 'WITH TOTALS' } });
  if (modifier === 'WITH TOTALS') return withSelect(statement, { grouping: { ...grouping, modifier: '' } });
  if (modifier === 'WITH ROLLUP')
    return withSelect(statement, { grouping: { ...grouping, modifier: 'WITH ROLLUP WITH TOTALS' } });
  return withSelect(statement, { grouping: { ...grouping, modifier: 'WITH ROLLUP' } });
}

function otherTotalsMode(statement: Statement): Statement | null {
  const { grouping } = statement.select;
  if (grouping === null || !grouping.modifier.includes('TOTALS')) return null;
  return grouping.having === null ? null : requested(statement, { name: 'totals_mode', value: 'before_having' });
}

function otherExtremes(statement: Statement, choices: Choices): Statement | null {
  const setting = { name: 'extremes', value: 1 };
  if (!states(statement, 'extremes')) return stated(statement, setting, choices);
  const without = (list: readonly Setting[]) => list.filter((one) => one.name !== 'extremes');
  return {
    ...statement,
    settings: without(statement.settings),
    settingsBehindFormat: without(statement.settingsBehindFormat),
    requestSettings: without(statement.requestSettings),
  };
}

function otherColumnOrder(statement: Statement): Statement | null {
  const { items, order } = statement.select;
  const byPlace = [...order, ...statement.outer.order, ...(statement.second?.order ?? [])];
  if (items.length < 2 || statement.select.grouping !== null || byPlace.some((key) => /^\d+$/.test(key.sql)))
    return null;
  const last = items.length - 1;
  const keys = (list: readonly Key[]): readonly Key[] =>
    list.map((key) => (key.cell === null ? key : { ...key, cell: last - key.cell }));
  const next = withSelect(statement, { items: [...items].reverse(), order: keys(order) });
  const second = statement.second;
  return {
    ...next,
    second: second === null ? null : { ...second, items: [...second.items].reverse(), order: keys(second.order) },
    outer: { ...statement.outer, order: keys(statement.outer.order) },
  };
}

/** Some rows twice, others as they are. */
function withDuplicates(statement: Statement): Statement | null {
  const { shape, second, select } = statement;
  if (shape === 'union distinct') return { ...statement, shape: 'union all' };
  if (shape === 'union all' && second !== null) return { ...statement, shape: 'union distinct' };
  return select.distinct ? withSelect(statement, { distinct: false }) : null;
}
