import { type Choices, type KeyChoice, pick } from './choices.ts';
import { aggregateColumn, type Column, keyColumn, rowColumn } from './expressions.ts';
import { settingsOf } from './settingsOf.ts';
import { largeSource, type Source, sources } from './sources.ts';
import type { Grouping, Item, Key, Select, Shape, Statement } from './statement.ts';

/** How far ORDER BY decides the order of rows. */
export type Ordering = 'none' | 'ties' | 'total';

export interface Drawn {
  readonly statement: Statement;
  readonly source: Source;
  readonly ordering: Ordering;
  readonly features: readonly string[];
}

const names = [
  ...['a', 'value', 'format', 'b2', 'settings', '`my column`', 'totals', 'limit', 'c'],
  ...['offset', '`FORMAT JSON`', 'extremes', '`ORDER BY`', 'd', 'result', '`it\\`s`'],
];

const shapes: readonly [Shape, ...Shape[]] = [
  ...(['plain', 'plain', 'plain', 'plain', 'plain', 'subquery'] as const),
  ...(['cte', 'parentheses', 'union all', 'union distinct'] as const),
];

export const formats: readonly [string, ...string[]] = [
  ...(['JSON', 'JSONCompact', 'JSONEachRow', 'CSV', 'CSVWithNames', 'TabSeparated', 'TSVWithNamesAndTypes'] as const),
  ...['Pretty', 'PrettyCompact', 'Vertical', 'Values', 'Null', 'Native', 'RowBinary', 'Markdown', 'XML', 'JSONStrings'],
];

const separators: readonly [readonly string[], ...(readonly string[])[]] = [
  ...([[' '], [' '], ['\n'], ['\n  ', ' ']] as const),
  [' /* FORMAT CSV */ ', ' '],
  ['\n-- SETTINGS limit = 1\n', ' '],
  [' ', ' /* it; "is` ( */ ', '\n'],
  ['\n', ' # ORDER BY 1\n'],
];

const ends = ['', '', '', ' ', '\n', ' /* LIMIT 1 */', '\n-- FORMAT Null'] as const;

/** The statement that choices stand for. */
export function statementOf(choices: Choices): Drawn {
  const source = sourceOf(choices);
  const aggregates = source === largeSource || choices.kind % 10 < 3;
  const keyColumns = aggregates ? choices.groupKeys.map((one) => keyColumn(source, one)) : [];
  const columns = aggregates
    ? [...distinctOf(keyColumns), ...choices.columns.slice(0, 3).map((one) => aggregateColumn(source, one))]
    : choices.columns.map((one) => rowColumn(source, one));
  const items = columns.map((column, at) => itemOf(column, at, choices));
  const shape = pick(shapes, choices.shape);
  const grouping = aggregates ? groupingOf(distinctOf(keyColumns), items, choices) : null;
  const distinct = !aggregates && choices.kind % 10 === 3;
  const base: Select = {
    ...{ distinct, items, from: source.from, where: whereOf(source, choices), grouping },
    ...{ order: [], limitBy: null, limit: [] },
  };
  const isWrapped = shape === 'subquery' || shape === 'cte';
  const inner = ordered(base, source, choices, keyColumns.length);
  const outer = isWrapped && choices.order % 3 > 0 ? outerOf(items, choices) : { order: [], limit: [] };
  const isUnion = shape === 'union all' || shape === 'union distinct';
  const ordering = isUnion ? 'none' : isWrapped ? (outer.order.length > 0 ? 'ties' : 'none') : inner.ordering;
  const totals = grouping?.modifier.includes('TOTALS') === true;
  const name = items.find(({ alias }) => alias !== null)?.alias ?? null;
  const settings = settingsOf(choices, { totals, limits: !isUnion && inner.ordering === 'total', name });
  const statement: Statement = {
    ...{
      shape,
      select: isUnion ? base : inner.select,
      second: isUnion ? secondOf(inner.select, choices) : null,
      outer,
    },
    ...{ settings: settings.text, settingsBehindFormat: settings.behindFormat, requestSettings: settings.request },
    format: settings.behindFormat.length > 0 || choices.format % 3 > 0 ? pick(formats, choices.format) : null,
    between: pick(separators, choices.between),
    end: pick(ends, choices.end),
  };
  return { statement, source, ordering, features: featuresOf(statement, source, ordering) };
}

function sourceOf(choices: Choices): Source {
  const place = choices.source % 20;
  return place === 0 && choices.detail % 2 === 0 ? largeSource : pick(sources, place);
}

function distinctOf(columns: readonly Column[]): readonly Column[] {
  return columns.filter((one, at) => columns.findIndex((other) => other.sql === one.sql) === at);
}

function itemOf(column: Column, at: number, { aliases }: Choices): Item {
  const unnamed = aliases % 8 === 0 && at === 0;
  return { column, sql: column.sql, alias: unnamed ? null : (names[(aliases + at) % names.length] ?? 'a') };
}

function whereOf(source: Source, { having }: Choices): string | null {
  const conditions = [source.where, having % 3 === 0 ? `${source.m} % 5 != 2` : null].filter((one) => one !== null);
  return conditions.length === 0 ? null : conditions.join(' AND ');
}

function groupingOf(keys: readonly Column[], items: readonly Item[], { modifier, having }: Choices): Grouping {
  const modifiers = [
    '',
    '',
    'WITH TOTALS',
    'WITH TOTALS',
    'WITH ROLLUP',
    'WITH CUBE',
    'WITH ROLLUP WITH TOTALS',
  ] as const;
  return {
    keys: keys.map((_, at) => items[at]?.alias ?? keys[at]?.sql ?? ''),
    modifier: keys.length === 0 ? '' : pick(modifiers, modifier),
    having: keys.length > 0 && having % 5 < 2 ? 'count() > 9' : null,
  };
}

interface Ordered {
  readonly select: Select;
  readonly ordering: Ordering;
}

function ordered(select: Select, source: Source, choices: Choices, groupKeys: number): Ordered {
  const { items, grouping, distinct } = select;
  if (choices.order % 4 === 0 || (grouping !== null && groupKeys === 0)) return { select, ordering: 'none' };
  const hasTies = choices.order % 4 === 1;
  const mayHide = !distinct;
  const chosen = choices.keys.map((one) =>
    keyOf(items, one, mayHide ? (grouping === null ? source.group : 'count()') : null),
  );
  if (hasTies) {
    const limit = choices.limit % 3 === 0 ? ['LIMIT 5 WITH TIES'] : [];
    return { select: { ...select, order: chosen, limit }, ordering: 'ties' };
  }
  const rollup = grouping !== null && (grouping.modifier.includes('ROLLUP') || grouping.modifier.includes('CUBE'));
  const all = distinct ? items.length : grouping !== null ? Math.min(groupKeys, items.length) : 0;
  const rest = Array.from({ length: all }, (_, column) =>
    keyOf(items, { column, form: choices.order, direction: 0 }, null),
  );
  const unique: readonly Key[] =
    grouping === null && !distinct
      ? [{ sql: source.id, descending: choices.order % 8 === 2, nulls: '', cell: null }]
      : [];
  const order = [...chosen, ...rest, ...unique];
  if (rollup) return { select: { ...select, order }, ordering: 'ties' };
  const limitBy = grouping === null && !distinct && choices.limit % 7 === 0 ? `LIMIT 3 BY ${source.group}` : null;
  const limit = limitOf(choices);
  // Behind LIMIT BY, another clause than LIMIT is no SQL.
  const isOffset = limit.some((one) => one.startsWith('OFFSET'));
  return { select: { ...select, order, limitBy: isOffset ? null : limitBy, limit }, ordering: 'total' };
}

function limitOf({ limit, detail }: Choices): readonly string[] {
  const count = 2 + (detail % 30);
  const forms: readonly [readonly string[], ...(readonly string[])[]] = [
    ...([[], [], [`LIMIT ${count}`], [`LIMIT ${count}`]] as const),
    [`LIMIT ${count} OFFSET 3`],
    [`LIMIT 2, ${count}`],
    ['OFFSET 4 ROWS', `FETCH NEXT ${count} ROWS ONLY`],
    ['OFFSET 5'],
  ];
  return pick(forms, limit);
}

type Direction = Pick<Key, 'descending' | 'nulls'>;

const directions: readonly [Direction, ...Direction[]] = [
  { descending: false, nulls: '' },
  { descending: true, nulls: '' },
  { descending: false, nulls: ' NULLS FIRST' },
  { descending: true, nulls: ' NULLS LAST' },
  { descending: true, nulls: '' },
  { descending: false, nulls: ' WITH FILL' },
];

function keyOf(items: readonly Item[], choice: KeyChoice, hidden: string | null): Key {
  const drawn = pick(directions, choice.direction);
  const cell = sortable(items, choice.column % items.length);
  const item = items[cell];
  const isHidden = hidden !== null && choice.form % 5 === 0;
  const mayFill = !isHidden && item?.column.feature.startsWith('integer') === true;
  const direction: Direction = drawn.nulls === ' WITH FILL' && !mayFill ? { ...drawn, nulls: '' } : drawn;
  if (isHidden) return { ...direction, sql: hidden, cell: null };
  const written = choice.form % 3 === 0 ? `${cell + 1}` : choice.form % 3 === 1 ? item?.alias : item?.sql;
  return { ...direction, sql: written ?? `${cell + 1}`, cell };
}

/** The first column from a place on that the server agrees to sort by; else that place. */
function sortable(items: readonly Item[], from: number): number {
  const places = items.map((_, step) => (from + step) % items.length);
  return places.find((place) => !/Dynamic|Variant|State/.test(items[place]?.sql ?? '')) ?? from;
}

function outerOf(items: readonly Item[], choices: Choices): Statement['outer'] {
  const byName = (key: KeyChoice): KeyChoice => ({ ...key, form: key.form % 3 === 2 ? 1 : key.form });
  const order = choices.keys.map((one) => keyOf(items, byName(one), null));
  return { order, limit: choices.limit % 4 === 0 ? ['LIMIT 6 WITH TIES'] : [] };
}

function secondOf(select: Select, { detail }: Choices): Select {
  const half = detail % 2 === 0 ? null : '1 = 1';
  const where = [select.where, half].filter((one) => one !== null).join(' AND ');
  return { ...select, where: where === '' ? null : where, limitBy: null, limit: [] };
}

function featuresOf(statement: Statement, source: Source, ordering: Ordering): readonly string[] {
  const { select, settings, settingsBehindFormat, requestSettings, shape, format } = statement;
  const named = (where: string, list: Statement['settings']) => list.map(({ name }) => `${name} ${where}`);
  return [
    `source: ${source.name}`,
    `shape: ${shape}`,
    `order: ${ordering}`,
    ...(select.grouping === null ? [] : [`GROUP BY ${select.grouping.modifier}`.trim()]),
    ...(select.distinct ? ['DISTINCT'] : []),
    ...(select.limitBy === null ? [] : ['LIMIT BY']),
    ...(select.limit.length > 0 ? ['LIMIT'] : []),
    format === null ? 'no FORMAT' : 'FORMAT',
    ...named('in the text', settings),
    ...named('behind FORMAT', settingsBehindFormat),
    ...named('of the request', requestSettings),
    ...select.items.map(({ column }) => `column: ${column.feature}`),
  ];
}
