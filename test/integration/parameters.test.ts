import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connect } from '../../src/clickhouse/http/client.ts';
import type { Client } from '../../src/clickhouse/http/control.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import { parseRefusal } from '../../src/clickhouse/target/statementCheck.ts';
import type { Case } from '../../src/model/workload.ts';
import { readCaseFile } from '../../src/workloads/caseFile.ts';
import { sourceText } from '../../src/workloads/sourceText.ts';

let cluster: Awaited<ReturnType<typeof startLocalCluster>>;
let dataDir: string;
let client: Client;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hogbench-parameters-'));
  cluster = await startLocalCluster({ nodes: 1, dataDir });
  client = connect({ url: cluster.nodes[0]!.url, user: cluster.user, password: cluster.password });
});

afterAll(async () => {
  await client?.close();
  await cluster?.stop();
  if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
});

/** A value of some type: as YAML, and as an expression of SQL that does not come from us. */
interface Sample {
  readonly type: string;
  readonly yaml: string;
  readonly sql: string;
}

/** YAML reads JSON; beyond ASCII everything is escaped, since it stands in a comment. */
function yamlText(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function unhexed(text: string): string {
  return `unhex('${Buffer.from(text).toString('hex')}')`;
}

function cast(expression: string, type: string): string {
  return `CAST(${expression}, ${unhexed(type)})`;
}

const integer = fc
  .tuple(fc.constantFrom('', 'U'), fc.constantFrom(8, 16, 32, 64, 128, 256), fc.boolean())
  .chain(([sign, bits, quoted]) => {
    const size = 2n ** BigInt(bits);
    const [min, max] = sign === 'U' ? [0n, size - 1n] : [-size / 2n, size / 2n - 1n];
    const type = `${sign}Int${bits}`;
    return fc.oneof(fc.bigInt({ min, max }), fc.constantFrom(min, max)).map((value) => ({
      ...{ type, yaml: quoted ? `'${value}'` : String(value) },
      sql: `to${type}('${value}')`,
    }));
  });

const decimal = fc.integer({ min: 1, max: 76 }).chain((precision) =>
  fc
    .tuple(fc.integer({ min: 0, max: precision }), fc.bigInt({ min: 0n, max: 10n ** BigInt(precision) - 1n }))
    .map(([scale, units]) => {
      const digits = String(units).padStart(scale + 1, '0');
      const text = scale === 0 ? digits : `-${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
      const type = `Decimal(${precision}, ${scale})`;
      return { type, yaml: text, sql: cast(`'${text}'`, type) };
    }),
);

const double = fc.double().map((value) => {
  const bits = new BigUint64Array(new Float64Array([value]).buffer)[0];
  const yaml = Number.isFinite(value) ? (Object.is(value, -0) ? '-0.0' : String(value)) : `${value}`.toLowerCase();
  return { type: 'Float64', yaml: yaml.replace('infinity', 'inf'), sql: `reinterpretAsFloat64(toUInt64('${bits}'))` };
});

const text = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom("'", '\\', '\t', '\n', '\0', '\b', ',', '{', 'N', 'ü'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
  })
  .map((value) => ({ type: 'String', yaml: yamlText(value), sql: unhexed(value) }));

const day = fc.date({ min: new Date('1970-01-02'), max: new Date('2105-12-30'), noInvalidDate: true });
const zone = fc.constantFrom("'UTC'", "'Asia/Kolkata'", "'Europe/Madrid'");
const times = fc
  .tuple(day, zone, fc.integer({ min: 0, max: 9 }), fc.nat(999_999_999))
  .chain(([at, name, scale, nanos]) => {
    const date = at.toISOString().slice(0, 10);
    // At noon no zone of these changes its clock.
    const clock = `${date} 12:${at.toISOString().slice(14, 19)}`;
    const fraction = String(nanos).padStart(9, '0').slice(0, scale);
    const exact = scale === 0 ? clock : `${clock}.${fraction}`;
    const precise = `DateTime64(${scale}, ${name})`;
    return fc.constantFrom(
      { type: 'Date', yaml: date, sql: `toDate('${date}')` },
      { type: 'Date32', yaml: date, sql: `toDate32('${date}')` },
      { type: `DateTime(${name})`, yaml: clock, sql: `toDateTime('${clock}', ${name})` },
      { type: precise, yaml: exact, sql: `toDateTime64('${exact}', ${scale}, ${name})` },
      {
        type: 'DateTime',
        yaml: String(Math.floor(at.getTime() / 1000)),
        sql: `fromUnixTimestamp(${Math.floor(at.getTime() / 1000)})`,
      },
      { type: 'Time', yaml: `'${clock.slice(11)}'`, sql: cast(`'${clock.slice(11)}'`, 'Time') },
      { type: `Time64(${scale})`, yaml: `'${exact.slice(11)}'`, sql: cast(`'${exact.slice(11)}'`, `Time64(${scale})`) },
    );
  });

const fixed = fc.oneof(
  fc.uuid().map((value) => ({ type: 'UUID', yaml: `'${value}'`, sql: `toUUID('${value}')` })),
  fc.ipV4().map((value) => ({ type: 'IPv4', yaml: value, sql: `toIPv4('${value}')` })),
  fc.ipV6().map((value) => ({ type: 'IPv6', yaml: `'${value}'`, sql: `toIPv6('${value}')` })),
  fc.boolean().map((value) => ({ type: 'Bool', yaml: String(value), sql: String(value) })),
  fc.constantFrom(
    {
      type: "Enum8('it\\'s' = 1, 'b' = -2)",
      yaml: '"it\'s"',
      sql: "CAST(1, 'Enum8(\\'it\\\\\\'s\\' = 1, \\'b\\' = -2)')",
    },
    { type: "Enum16('a', 'b' = 300)", yaml: '300', sql: "CAST('b', 'Enum16(\\'a\\', \\'b\\' = 300)')" },
    { type: 'IntervalDay', yaml: '7', sql: 'toIntervalDay(7)' },
    { type: 'INT UNSIGNED', yaml: '7', sql: 'toUInt32(7)' },
    { type: 'FixedString(5)', yaml: 'abc', sql: "toFixedString('abc', 5)" },
    { type: 'Float32', yaml: '0.1', sql: 'toFloat32(0.1)' },
    { type: 'BFloat16', yaml: 'inf', sql: 'toBFloat16(inf)' },
    { type: 'Point', yaml: '[1.5, -2]', sql: cast('(1.5, -2)', 'Point') },
    { type: 'Polygon', yaml: '[[[0, 0], [1, 0]]]', sql: cast('[[(0, 0), (1, 0)]]', 'Polygon') },
    { type: 'Ring', yaml: '"[(0, 0), (1, 0)]"', sql: cast('[(0, 0), (1, 0)]', 'Ring') },
    { type: 'JSON', yaml: '{a: {b: [1, "x\\ty"]}}', sql: `CAST('{"a":{"b":[1,"x\\\\ty"]}}', 'JSON')` },
    { type: 'Array(JSON)', yaml: '[{a: "it\'s"}]', sql: `[CAST('{"a":"it\\'s"}', 'JSON')]` },
    { type: 'Variant(UInt64, String)', yaml: '"a\\tb"', sql: "CAST('a\\tb', 'Variant(UInt64, String)')" },
    { type: 'Variant(UInt64, String)', yaml: '5', sql: "CAST(5::UInt64, 'Variant(UInt64, String)')" },
    {
      type: 'Variant(Array(String), UInt64)',
      yaml: "\"['it\\\\'s']\"",
      sql: "CAST(['it\\'s'], 'Variant(Array(String), UInt64)')",
    },
    {
      type: 'Array(Variant(UInt64, String))',
      yaml: '[5, x]',
      sql: "[5::UInt64::Variant(UInt64, String), 'x'::Variant(UInt64, String)]",
    },
    { type: 'Dynamic', yaml: 'abc', sql: "CAST('abc', 'Dynamic')" },
    { type: 'SimpleAggregateFunction(sum, UInt64)', yaml: '5', sql: cast('5', 'SimpleAggregateFunction(sum, UInt64)') },
    {
      type: 'Nested(a UInt8, b String)',
      yaml: '[[1, x], {a: 2, b: y}]',
      sql: cast("[(1, 'x'), (2, 'y')]", 'Nested(a UInt8, b String)'),
    },
    { type: 'LowCardinality(Nullable(String))', yaml: 'null', sql: cast('NULL', 'LowCardinality(Nullable(String))') },
    {
      type: 'Map(DateTime64(3), Array(UInt8))',
      yaml: "{'1769860800.125': [1], '2026-01-31 10:00:00': []}",
      sql: cast(
        "map(toDateTime64('1769860800.125', 3), [1], toDateTime64('2026-01-31 10:00:00', 3), [])",
        'Map(DateTime64(3), Array(UInt8))',
      ),
    },
  ),
);

/** Of these an empty one cannot be cast: the server takes `[[]]` for an array of fewer dimensions. */
const isArray = (type: string): boolean => /^(Array|Nested|Ring|Polygon)\b/.test(type);

const leaf: fc.Arbitrary<Sample> = fc.oneof(integer, decimal, double, text, times, fixed);

const { value } = fc.letrec<{ value: Sample }>((tie) => {
  const inner = tie('value');
  const nullable = fc.tuple(fc.oneof(integer, decimal, text, times), fc.boolean()).map(([one, isNull]): Sample => {
    const type = `Nullable(${one.type})`;
    return { type, yaml: isNull ? 'null' : one.yaml, sql: cast(isNull ? 'NULL' : one.sql, type) };
  });
  const array = fc
    .tuple(inner, fc.integer({ min: 0, max: 3 }))
    .map(([one, given]) => [one, isArray(one.type) ? Math.max(1, given) : given] as const)
    .map(
      ([one, count]): Sample => ({
        type: `Array(${one.type})`,
        yaml: `[${Array(count).fill(one.yaml).join(', ')}]`,
        sql: cast(
          count === 0 ? `arrayPopBack([${one.sql}])` : `[${Array(count).fill(one.sql).join(', ')}]`,
          `Array(${one.type})`,
        ),
      }),
    );
  const tuple = fc.array(inner, { minLength: 1, maxLength: 3 }).chain((all) => {
    const named = `Tuple(${all.map((one, index) => `n${index} ${one.type}`).join(', ')})`;
    const bare = `Tuple(${all.map((one) => one.type).join(', ')})`;
    const list = `[${all.map((one) => one.yaml).join(', ')}]`;
    const map = `{${all
      .map((one, index) => `n${index}: ${one.yaml}`)
      .reverse()
      .join(', ')}}`;
    const sql = `tuple(${all.map((one) => one.sql).join(', ')})`;
    return fc.constantFrom(
      { type: named, yaml: list, sql: cast(sql, named) },
      { type: named, yaml: map, sql: cast(sql, named) },
      { type: bare, yaml: list, sql: cast(sql, bare) },
    );
  });
  const map = fc.tuple(fc.oneof(integer, text), inner).map(([key, one]): Sample => {
    const type = `Map(${key.type}, ${one.type})`;
    return { type, yaml: `{${key.yaml}: ${one.yaml}}`, sql: cast(`map(${key.sql}, ${one.sql})`, type) };
  });
  return { value: fc.oneof({ depthSize: 'small' }, leaf, nullable, array, tuple, map) };
});

/** The one case of a file with a parameter `p`. */
function caseOf(type: string, yaml: string, sql: string): Case {
  const { cases, problems } = readCaseFile(
    sourceText('a.sql', `-- params: {p: ${yaml}}\nSELECT ${sql.replaceAll('?', `{p:${type}}`)}`),
  );
  expect(problems).toEqual([]);
  return cases[0]!;
}

const anyCells = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

async function rowOf(one: Case): Promise<z.infer<typeof anyCells>> {
  const [row] = await client.rows(one.sql, anyCells, { params: one.params });
  return row!;
}

/** Some types stand in no other, and the server takes no parameter that is a map of variants. In a tuple, the first of two words is a name. */
function possible({ type }: Sample): boolean {
  if (/Tuple\(.*INT UNSIGNED/.test(type)) return false;
  return !/Map\(.*(Dynamic|Variant|JSON)|Nullable\((Nullable|Array|Map|Tuple)|\((Dynamic|Variant).*\((Dynamic|Variant)/.test(
    type,
  );
}

describe('a parameter', () => {
  it('of any type arrives as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(value.filter(possible), async ({ type, yaml, sql }) => {
        const one = caseOf(
          type,
          yaml,
          `toTypeName(?) AS type, toString(?) AS text, toTypeName(${sql}) AS otherType, toString(${sql}) AS otherText`,
        );
        const row = await rowOf(one);
        expect([row.type, row.text]).toEqual([row.otherType, row.otherText]);
      }),
      { numRuns: 150, seed: 20261128 },
    );
  });

  it.each([
    ['Variant(Array(String), UInt64)', `["['a']"]`, `(['a'])`, 'Array(String)'],
    ['Variant(Array(String), String)', `["['a']"]`, `('[\\'a\\']')`, 'String'],
    ['Variant(Array(UInt8), UInt64)', '["[1]"]', '([1])', 'Array(UInt8)'],
  ])('of type %s within a tuple, given %s, is what that reads as', async (type, yaml, text, kind) => {
    const one = caseOf(
      `Tuple(${type})`,
      yaml,
      'toString(?) AS text, toString(variantType(tupleElement(?, 1))) AS kind',
    );
    expect(await rowOf(one)).toEqual({ text, kind });
  });

  it('of any type may be given as the text the server writes for it', async () => {
    const composite = value.filter((one) => possible(one) && /^(Array|Map|Tuple)\((?!.*JSON)/.test(one.type));
    await fc.assert(
      fc.asyncProperty(composite, async ({ type, sql }) => {
        const [written] = await client.rows(`SELECT toString(${sql}) AS text`, z.object({ text: z.string() }));
        const one = caseOf(type, yamlText(written!.text), 'toString(?) AS text');
        expect((await rowOf(one)).text).toBe(written!.text);
      }),
      { numRuns: 75, seed: 20261128 },
    );
  });
});

describe('megabytes of parameters', () => {
  const numbers = (count: number): string =>
    `[${Array.from({ length: count }, (_, at) => 1_000_000_000 + at).join(', ')}]`;

  it.each([
    ['the URL', 100],
    ['a form', 5000],
    ['the statement, beyond what a form may hold', 120_000],
  ])('travel in %s', async (_way, count) => {
    const one = caseOf(
      'Array(UInt64)',
      numbers(count),
      `throwIf(length(?) != ${count} OR arrayLast(x -> 1, ?) != ${999_999_999 + count}) AS wrong`,
    );
    await client.execute(one.sql, { queryId: `long-${count}`, params: one.params, settings: {}, timeoutMs: 60_000 });
    expect((await rowOf(one)).wrong).toBe(0);
    expect(
      await parseRefusal(client, { ...one, settings: {} }, { guard: { readonly: 2 }, limits: {} }),
    ).toBeUndefined();
  });

  it('do so as text too, whatever is in it', async () => {
    const long = "it's \\ \t--hogbench\r\n{p:String} ü".repeat(40_000);
    const one = caseOf(
      'String',
      yamlText(long),
      `throwIf(cityHash64(?) != cityHash64(repeat(${unhexed(long.slice(0, long.length / 40_000))}, 40000))) AS wrong`,
    );
    await client.execute(one.sql, { queryId: 'long-text', params: one.params, settings: {}, timeoutMs: 60_000 });
    expect((await rowOf(one)).wrong).toBe(0);
  });
});
