import type { Source } from './sources.ts';

/** One column of a select list, and what it can be rewritten to. */
export interface Column {
  /** What it is, for counting. */
  readonly feature: string;
  readonly sql: string;
  /** Written otherwise, and equal. */
  readonly equal: string;
  /** Equal but for the last digits of its floats; null where it has none. */
  readonly lastDigits: string | null;
  /** Times `factor` in all rows, or in one of eleven; null where it has no floats. */
  readonly scaled: ((factor: string, everywhere: boolean) => string) | null;
  /** Another value in few rows. */
  readonly otherValue: string;
  /** The same values as another type. */
  readonly otherType: string;
}

type Wrap = (float: string, source: Source) => string;

/** Types that hold a float, each from a Float64. */
const floatTypes: readonly (readonly [feature: string, wrap: Wrap])[] = [
  ['Float64', (f) => f],
  ['Float64', (f) => f],
  ['Float32', (f) => `toFloat32(${f})`],
  ['BFloat16', (f) => `toBFloat16(${f})`],
  ['SimpleAggregateFunction', (f) => `CAST(${f}, 'SimpleAggregateFunction(sum, Float64)')`],
  ['Point', (f) => `(${f}, 1.5)::Point`],
  ['Ring', (f) => `[(${f}, 1.5), (2., ${f})]::Ring`],
  ['Polygon', (f) => `[[(${f}, 1.5)], [(0., ${f})]]::Polygon`],
  ['JSON', (f) => `map('a', ${f})::JSON`],
  ['JSON', (f) => `map('a', [${f}, 2.5])::JSON`],
  ['Dynamic', (f) => `(${f})::Dynamic`],
  ['Variant', (f) => `(${f})::Variant(Float64, String)`],
  ['LowCardinality', (f) => `toLowCardinality(${f})`],
  ['Nullable(Float64)', (f, { m }) => `if(${m} % 3 = 0, NULL, ${f})`],
  ['Array(Float64)', (f) => `[${f}, 1.5]`],
  ['Map(String, Float64)', (f) => `map('k', ${f})`],
  ['Tuple', (f, { kind }) => `(${f}, toString(${kind}))`],
  ['named Tuple', (f) => `CAST((${f}, 'x'), 'Tuple(a Float64, \`b, (c\` String)')`],
  ['nested', (f) => `[map('k', (${f}, 'x'))]`],
  ['Array(Nullable(Float32))', (f, { m }) => `[if(${m} % 5 = 0, NULL, toFloat32(${f})), 1.5]`],
  ['Array(Variant)', (f) => `[(${f})::Variant(Float64, String), 'x'::Variant(Float64, String)]`],
  ['Array(Dynamic)', (f) => `[(${f})::Dynamic]`],
  ['Map(String, BFloat16)', (f) => `map('k', toBFloat16(${f}))`],
  ['Tuple(String, JSON)', (f) => `('x', map('a', [${f}])::JSON)`],
  ['Map(String, Dynamic)', (f) => `map('k', (${f})::Dynamic)`],
  ['nan and inf', (f, { m }) => `multiIf(${m} % 7 = 0, nan, ${m} % 7 = 1, inf, ${f})`],
  ['Float64 beside an integer', (f, { m }) => `(${m}, ${f})`],
];

interface Float {
  readonly sql: string;
  readonly lastDigits: string;
}

/** A float of each row: two orders of the same operations. */
function rowFloat({ n, m }: Source, seed: number): Float {
  const by = 3 + (seed % 9);
  const x = seed % 2 === 0 ? `(${n} + 1)` : `(${m} + 1)`;
  return { sql: `${x} * ${by} / 7`, lastDigits: `${x} / 7 * ${by}` };
}

/** A float of each group: sums in one order, and in another. */
function sumFloat({ n, m }: Source, seed: number): Float {
  const x = `(${seed % 2 === 0 ? n : m} + 1) / ${3 + (seed % 9)}`;
  const added = (order: string): string => `arraySum(${order}(groupArray(${x})))`;
  return seed % 3 === 0
    ? { sql: `sum(${x})`, lastDigits: added('arrayReverseSort') }
    : { sql: added('arraySort'), lastDigits: added('arrayReverseSort') };
}

function floatColumn(source: Source, seed: number, float: Float, rare: string): Column {
  const [feature, wrap] = floatTypes[seed % floatTypes.length] ?? ['Float64', (f: string) => f];
  const of = (sql: string): string => wrap(sql, source);
  return {
    feature,
    sql: of(float.sql),
    equal: of(`(${float.sql}) + 0.`),
    lastDigits: of(float.lastDigits),
    scaled: (factor, everywhere) =>
      of(everywhere ? `(${float.sql}) * ${factor}` : `(${float.sql}) * if(${rare}, ${factor}, 1)`),
    otherValue: of(`(${float.sql}) + if(${rare}, 0.25, 0)`),
    otherType: `toNullable(${of(float.sql)})`,
  };
}

type Texts = Readonly<{ sql: string; equal: string; otherValue: string; otherType: string }>;

function exact(feature: string, texts: Texts): Column {
  return { feature, ...texts, lastDigits: null, scaled: null };
}

/** A column of a statement that does not aggregate. */
export function rowColumn(source: Source, choice: number): Column {
  const { n, m, text, time, kind, nullable, group } = source;
  const seed = Math.floor(choice / 20);
  const rare = `${m} % 11 = 3`;
  const zone = ['UTC', 'Asia/Kolkata', 'America/Argentina/Ushuaia', 'US/Pacific'][seed % 4] ?? 'UTC';
  const columns: readonly Column[] = [
    exact('integer', {
      sql: n,
      equal: `if(1, ${n}, ${n})`,
      otherValue: `${n} + (${rare})`,
      otherType: `toInt64(${n})`,
    }),
    exact('integer', {
      sql: `toUInt64(${m}) + ${seed % 7}`,
      equal: `plus(toUInt64(${m}), ${seed % 7})`,
      otherValue: `toUInt64(${m}) + ${seed % 7} + (${rare})`,
      otherType: `toInt64(${m}) + ${seed % 7}`,
    }),
    exact('group', {
      sql: group,
      equal: `identity(${group})`,
      otherValue: `${group} + (${rare})`,
      otherType: `toNullable(${group})`,
    }),
    exact('text', {
      sql: text,
      equal: `substring(${text}, 1)`,
      otherValue: `if(${rare}, concat(${text}, '!'), ${text})`,
      otherType: `toLowCardinality(toString(${text}))`,
    }),
    exact('text of few values', {
      sql: `toString(${kind})`,
      equal: `concat(${kind}, '')`,
      otherValue: `if(${rare}, upper(${kind}), toString(${kind}))`,
      otherType: `toNullable(toString(${kind}))`,
    }),
    exact('nullable', {
      sql: nullable,
      equal: `if(isNull(${nullable}), NULL, ${nullable})`,
      otherValue: `if(${rare}, NULL, ${nullable})`,
      otherType: `assumeNotNull(${nullable})`,
    }),
    exact('time in a zone', {
      sql: `toTimeZone(${time}, '${zone}')`,
      equal: `toTimeZone(toTimeZone(${time}, 'UTC'), '${zone}')`,
      otherValue: `toTimeZone(${time}, '${zone}') + if(${rare}, 1, 0)`,
      otherType: `toTimeZone(${time}, '${zone === 'UTC' ? 'Europe/Kyiv' : 'UTC'}')`,
    }),
    exact('time of the session', {
      sql: `toDateTime(toUnixTimestamp(${time}))`,
      equal: `fromUnixTimestamp(toUnixTimestamp(${time}))`,
      otherValue: `toDateTime(toUnixTimestamp(${time}) + (${rare}))`,
      otherType: `toDateTime64(toUnixTimestamp(${time}), 0)`,
    }),
    exact('date', {
      sql: `toDate(${time})`,
      equal: `toDate(toStartOfHour(${time}))`,
      otherValue: `toDate(${time}) + (${rare})`,
      otherType: `toDate32(${time})`,
    }),
    exact('decimal', {
      sql: `toDecimal64(${n}, 4) / 7`,
      equal: `toDecimal64(${n} + 0, 4) / 7`,
      otherValue: `(toDecimal64(${n}, 4) + if(${rare}, 1, 0)) / 7`,
      otherType: `toDecimal128(${n}, 4) / 7`,
    }),
    exact('array', {
      sql: `range(${n} % 4)`,
      equal: `arrayMap(x -> x, range(${n} % 4))`,
      otherValue: `if(${rare}, arrayReverse(range(${n} % 4)), range(${n} % 4))`,
      otherType: `CAST(range(${n} % 4), 'Array(Nullable(UInt64))')`,
    }),
    exact('state', {
      sql: `initializeAggregation('sumState', toUInt64(${m}))`,
      equal: `initializeAggregation('sumState', toUInt64(${m}) + 0)`,
      otherValue: `initializeAggregation('sumState', toUInt64(${m}) + (${rare}))`,
      otherType: `initializeAggregation('maxState', toUInt64(${m}))`,
    }),
  ];
  // Eight of twenty choices are floats, in all types.
  return columns[choice % 20] ?? floatColumn(source, seed, rowFloat(source, seed), rare);
}

/** A column that keys a GROUP BY. */
export function keyColumn(source: Source, choice: number): Column {
  const { n, group, kind, time } = source;
  const keys: readonly Column[] = [
    exact('group', {
      sql: group,
      equal: `identity(${group})`,
      otherValue: `${group} % 3`,
      otherType: `toNullable(${group})`,
    }),
    exact('text key', {
      sql: `toString(${kind})`,
      equal: `concat(${kind}, '')`,
      otherValue: `upper(${kind})`,
      otherType: `toLowCardinality(toString(${kind}))`,
    }),
    exact('integer key', {
      sql: `${n} % 3`,
      equal: `modulo(${n}, 3)`,
      otherValue: `${n} % 2`,
      otherType: `toInt64(${n} % 3)`,
    }),
    exact('date key', {
      sql: `toStartOfMonth(${time})`,
      equal: `toStartOfMonth(toDate(${time}))`,
      otherValue: `toStartOfMonth(toDate(${time}) + 3)`,
      otherType: `toNullable(toStartOfMonth(${time}))`,
    }),
  ];
  return keys[choice % keys.length] ?? rowColumn(source, 0);
}

/** A column of a statement that aggregates. */
export function aggregateColumn(source: Source, choice: number): Column {
  const { n, m, text, time } = source;
  const seed = Math.floor(choice / 12);
  const columns: readonly Column[] = [
    exact('count', {
      sql: 'count()',
      equal: 'sum(1)',
      otherValue: `countIf(${m} % 11 != 3)`,
      otherType: 'toInt64(count())',
    }),
    exact('sum', {
      sql: `sum(${n})`,
      equal: `sum(${n} + 0)`,
      otherValue: `sum(${n}) + 1`,
      otherType: `toInt64(sum(${n}))`,
    }),
    exact('max', {
      sql: `max(${text})`,
      equal: `max(substring(${text}, 1))`,
      otherValue: `min(${text})`,
      otherType: `toNullable(max(${text}))`,
    }),
    exact('min of a time', {
      sql: `min(toTimeZone(${time}, 'UTC'))`,
      equal: `toTimeZone(min(${time}), 'UTC')`,
      otherValue: `max(toTimeZone(${time}, 'UTC'))`,
      otherType: `min(toTimeZone(${time}, 'Asia/Kathmandu'))`,
    }),
    exact('uniq', {
      sql: `uniqExact(${m})`,
      equal: `length(groupUniqArray(${m}))`,
      otherValue: `uniqExact(${n})`,
      otherType: `toInt64(uniqExact(${m}))`,
    }),
    exact('array of a group', {
      sql: `arraySort(groupUniqArray(${n} % 6))`,
      equal: `arraySort(arrayDistinct(groupArray(${n} % 6)))`,
      otherValue: `arrayReverseSort(groupUniqArray(${n} % 6))`,
      otherType: `arraySort(groupUniqArray(toNullable(${n} % 6)))`,
    }),
  ];
  const groupWide: Source = { ...source, m: 'count()', n: 'count()', kind: "'group'" };
  const float = sumFloat(source, seed);
  // The wrapper of a sum may ask for another column only as an aggregate.
  return columns[choice % 12] ?? floatColumn(groupWide, seed, float, 'count() % 2 = 1');
}
