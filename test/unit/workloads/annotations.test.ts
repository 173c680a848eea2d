import { describe, expect, it } from 'vitest';
import { areAnnotations } from '../../../src/workloads/annotations.ts';
import { readFiles, told } from './tempWorkload.ts';

async function problemsOf(...comment: readonly string[]): Promise<readonly string[]> {
  return told(await readFiles({ 'a.sql': [...comment.map((line) => `-- ${line}`), 'SELECT {p:UInt8}'].join('\n') }));
}

describe('areAnnotations', () => {
  it.each([
    [['name: x'], true],
    [['nmae: x'], true],
    [['', 'tag: {}'], true],
    [['owner: me', 'name: x'], true],
    [['Daily users', 'name: x'], true],
    [['params:', '  - {a: 1}'], true],
    [['Q1: how many hits there are'], false],
    [['Description: counts the hits'], false],
    [['note: this one is slow'], false],
    [['how: by a full scan'], false],
    [['now: 2026-01-31'], true],
    [['lint-ignroe: any-value'], true],
    [['Counts hits.', '  name: indented is not column one'], false],
    [['name:x'], false],
    [[], false],
  ])('%j is %s', (lines, expected) => {
    expect(areAnnotations(lines)).toBe(expected);
  });
});

describe('annotations', () => {
  it.each([
    [['wait: 1', 'name: a', 'params: {p: 1}'], '1:4 unknown key `wait`'],
    [['name: a b', 'params: {p: 1}'], '1:10 `name` must be made of letters, digits and _ . : / -'],
    [['weight: 0'], '1:12 `weight` must be above 0'],
    [['weight: many'], '1:12 `weight` must be a number'],
    [['timeout: 30'], '1:13 `timeout` must be a time with its unit'],
    [['timeout: 30 parsecs'], '1:13 `timeout` must be a time with its unit: ms, s, m or h'],
    [['tags:', '  product: [a]'], '2:15 `tags.product` must be text, a number, true or false'],
    [
      ['settings: {query: "INSERT INTO t"}'],
      '1:22 `settings.query` is no setting: a request takes it for the statement itself; drop it',
    ],
    [['settings: {param_x: 1, max_threads: 1}'], '1:24 `settings.param_x` is no setting: a request takes it for a'],
    [['settings: {max_threads: null}'], '1:28 `settings.max_threads` must be a number, text, true or false'],
    [['params: []'], '1:12 `params` must hold at least one map of parameters'],
    [['params:', '  - {p: 1}', '  - {p: {q: 1}}'], '3:9 `p: {"q":1}` does not fit `{p:UInt8}`'],
    [['params: 3'], '1:12 `params` must be a map of parameters'],
    [['params: {p: 18446744073709551615}'], '1:13 `p: 18446744073709551615` does not fit `{p:UInt8}`'],
    [['tags: {p: 18446744073709551615}'], '1:14 the number 18446744073709551615 is too large to be read exactly'],
    [['name: a', 'name: b'], '2:4 not valid YAML: Map keys must be unique'],
    [['tags: &a {x: 1}', 'params: *b'], '2:12 nothing above is marked `&b`'],
  ])('%j', async (comment, expected) => {
    const [first] = await problemsOf(...comment);
    expect(first).toContain(`a.sql:${expected}`);
  });

  it('reads text blocks, and lines without a space after the dashes', async () => {
    const { workload } = await readFiles({ 'a.sql': '--description: |\n--  one\n--  two\nSELECT 1' });
    expect(workload.cases[0]?.description).toBe('one\ntwo');
  });

  it('does not read a block that a blank line parts from the statement', async () => {
    const { workload, problems } = await readFiles({ 'a.sql': '-- name: x\n-- nonsense: 1\n\nSELECT 1' });
    expect([workload.cases[0]?.name, problems]).toEqual(['a', []]);
  });
});

describe('parameters', () => {
  it.each([
    ['SELECT {p:UInt8}', '{}', 'a.sql:1:12 parameter `p` has no value here'],
    ['SELECT {p:UInt8}', '{p: 1, q: 2}', 'a.sql:1:19 the statement has no parameter `q`'],
    ["SELECT '{p:UInt8}' -- {p:UInt8}", '{p: 1}', 'a.sql:1:13 the statement has no parameter `p`'],
    ['SELECT {p:UInt8}', '{p: 256}', 'a.sql:1:13 `p: 256` does not fit `{p:UInt8}`'],
    ['SELECT {p:UInt8}', '{p: -1}', 'does not fit'],
    ['SELECT {p:UInt8}', '{p: 1.5}', 'does not fit'],
    ['SELECT {p:Int8}', '{p: x}', 'does not fit'],
    ['SELECT {p:UInt8}', '{p: [1]}', 'does not fit'],
    ['SELECT {p:Float64}', '{p: [1]}', 'does not fit'],
    ['SELECT {p:String}', '{p: 1}', 'does not fit'],
    ['SELECT {p:String}', '{p: null}', 'does not fit'],
    ['SELECT {p:Date}', '{p: 2026-1-1}', 'does not fit'],
    ["SELECT {p:DateTime('UTC')}", '{p: today}', 'does not fit'],
    ['SELECT {p:Bool}', '{p: 1}', 'does not fit'],
    ['SELECT {p:UUID}', '{p: abc}', 'does not fit'],
    ['SELECT {p:Array(Nullable(UInt8))}', '{p: [1, null, 300]}', 'does not fit'],
    ['SELECT {p:Array(UInt8)}', '{p: 1}', 'does not fit'],
    ["SELECT {p:Enum8('a' = 1, 'b' = 2)}", '{p: c}', 'does not fit'],
    ['SELECT {p:LowCardinality(String)}', '{p: 1}', 'does not fit'],
    ['SELECT {p:UInt8}, {p:String}', '{p: 1}', 'does not fit `{p:String}`'],
    ['SELECT {p:Date}, {p:Array(Date)}', "{p: '2026-01-31'}", 'does not fit `{p:Array(Date)}`'],
    ['SELECT {p:DateTime}, {p:String}', "{p: '2026-01-31T10:00:00'}", 'in a different form for each of its types'],
    ['SELECT {p:UInt64}', '{p: 18446744073709551616}', 'does not fit'],
    ['SELECT {p:INT}', '{p: 3000000000}', 'does not fit'],
    ['SELECT {p:Date}', "{p: '2026-02-30'}", 'does not fit'],
    ['SELECT {p:Date}', "{p: '2149-06-07'}", 'a date from 1970-01-01 to 2149-06-06'],
    ['SELECT {p:DateTime}', "{p: '2026-01-31 24:00:00'}", 'does not fit'],
    ['SELECT {p:DateTime}', "{p: '2026-01-31 10:00:00.5'}", 'a time in whole seconds'],
    ['SELECT {p:DateTime64(3)}', "{p: '2026-01-31 10:00:00.1234'}", 'at most 3 digits behind the second'],
    ['SELECT {p:Time}', "{p: '10:60:00'}", 'does not fit'],
    ['SELECT {p:Decimal(10, 2)}', '{p: 1.239}', 'at most 8 digits before the point and 2 behind it'],
    ['SELECT {p:Decimal(10, 2)}', '{p: 123456789}', 'does not fit'],
    ['SELECT {p:Float32}', '{p: 1e39}', 'does not fit'],
    ['SELECT {p:Float64}', '{p: 1e400}', 'does not fit'],
    ['SELECT {p:IPv4}', '{p: 1.2.3}', 'does not fit'],
    ['SELECT {p:FixedString(2)}', '{p: abc}', 'text of at most 2 bytes'],
    ['SELECT {p:Tuple(String, UInt8)}', '{p: [a, 300]}', 'a tuple whose value 2 is a whole number from 0 to 255'],
    ['SELECT {p:Tuple(String, UInt8)}', '{p: "(\'a\', 300)"}', 'a tuple whose value 2 is a whole number'],
    ['SELECT {p:Tuple(String, UInt8)}', '{p: "(\'a\')"}', 'a list of 2 values'],
    ['SELECT {p:Tuple(a String, b UInt8)}', '{p: {a: x}}', 'a map of a, b, or a list'],
    ['SELECT {p:Map(String, UInt8)}', '{p: {a: 300}}', 'a map, each value a whole number from 0 to 255'],
    ['SELECT {p:Map(String, UInt8)}', '{p: "(1, 2)"}', 'a map like'],
    ['SELECT {p:Variant(UInt8, String)}', "{p: '5'}", 'text that reads as one of its types alone'],
    ['SELECT {p:Dynamic}', '{p: 5}', 'the server makes text of a Dynamic parameter'],
    ['SELECT {p:JSON}', "{p: '[1]'}", 'a JSON object'],
    ['SELECT {p:JSON}', '{p: {a: 0.12345678901234567890}}', 'a 64-bit integer or a double keeps'],
    ['SELECT {p:AggregateFunction(sum, UInt64)}', '{p: x}', 'the server takes none of type AggregateFunction'],
    ['SELECT {p:Nullable(UInt8)}', "{p: '\\N'}", 'does not fit'],
  ])('%s with %s is refused', async (sql, params, expected) => {
    const read = await readFiles({ 'a.sql': `-- params: ${params}\n${sql}` });
    const fixes = read.problems.map((problem) => problem.fix);
    expect([...told(read), ...fixes].join('\n')).toContain(expected);
  });

  it.each([
    ['UInt64', "'18446744073709551615'"],
    ['Int128', '-5'],
    ['Float32', '1e3'],
    ['Decimal(9, 2)', "'1.25'"],
    ['String', 'abc'],
    ['Identifier', 'events'],
    ['Date', '2026-01-31'],
    ['DateTime', "'2026-01-31 10:00:00'"],
    ["DateTime64(3, 'UTC')", "'2026-01-31 10:00:00.123'"],
    ['DateTime', '1767225600'],
    ['Bool', 'true'],
    ['UUID', '01890000-0000-7000-8000-000000000000'],
    ['Array(Nullable(String))', '[a, null]'],
    ["Enum8('a' = 1)", 'a'],
    ['Map(String, Array(UInt8))', '"{\'k\': [1]}"'],
    ['SomeTypeOfTomorrow(String)', 'anything'],
    ['Float64', 'nan'],
    ['Float64', '-.inf'],
    ['BFloat16', '1.5'],
    ['Int256', '57896044618658097711785492504343953926634992332820282019728792003956564819967'],
    ['IPv4', '1.2.3.4'],
  ])('{p:%s} takes %s', async (type, value) => {
    const { workload, problems } = await readFiles({ 'a.sql': `-- params: {p: ${value}}\nSELECT {p:${type}}` });
    expect([problems, workload.cases.length]).toEqual([[], 1]);
  });

  it('without a binding are placed at the parameter', async () => {
    expect(told(await readFiles({ 'a.sql': 'SELECT 1\n  + {p:UInt8}' }))).toEqual([
      'a.sql:2:5 parameter `p` has no value',
    ]);
  });

  it('keep every digit, and the order of a map', async () => {
    const sql =
      'SELECT {i:UInt256}, {d:Decimal(76, 38)}, {l:Array(Int128)}, {f:Float64}, {m:Map(UInt64, String)}, {j:JSON}';
    const params =
      '{i: 123456789012345678901234567890, d: 0.12345678901234567890123456789, l: [1, -170141183460469231731687303715884105728], f: -0.0, m: {10: a, 9: b}, j: {n: 18446744073709551615}}';
    const { workload, problems } = await readFiles({ 'a.sql': `-- params: ${params}\n${sql}` });
    expect(problems).toEqual([]);
    expect(workload.cases[0]?.params).toEqual({
      i: '123456789012345678901234567890',
      d: '0.12345678901234567890123456789',
      l: [1, '-170141183460469231731687303715884105728'],
      f: '-0.0',
      m: "{10:'a',9:'b'}",
      j: '{"n":18446744073709551615}',
    });
  });

  it('give ids as they always did, and a digest for a list too long to be a name', async () => {
    const long = Array.from({ length: 5000 }, (_, index) => 1_000_000_000 + index);
    const ids = async (params: string): Promise<string | undefined> => {
      const sql = `-- params: ${params}\nSELECT {l:Array(UInt64)}, {s:String}`;
      return (await readFiles({ 'a.sql': sql })).workload.cases[0]?.id;
    };
    expect(await ids("{l: [1, 2], s: 'a,b'}")).toBe('a[l=[1,2],s="a,b"]');
    const bounded = await ids(`{l: [${long.join(', ')}], s: x}`);
    expect(bounded).toMatch(/^a\[l=\[1000000000,.{28}…#[0-9a-f]{16},s=x\]$/);
    expect(await ids(`{l: [${long.with(4999, 7).join(', ')}], s: x}`)).not.toBe(bounded);
  });

  it('never give two bindings the same id', async () => {
    const { workload } = await readFiles({
      'a.sql': "-- params: [{p: '1,q=2', q: '3'}, {p: '1', q: '2,q=3'}]\nSELECT {p:String}, {q:String}",
    });
    expect(workload.cases.map((one) => one.id)).toEqual(['a[p="1,q=2",q=3]', 'a[p=1,q="2,q=3"]']);
  });

  it('keep map literals apart from parameters', async () => {
    expect(told(await readFiles({ 'a.sql': "SELECT {'a': 1}, CAST({'b':2} AS Map(String, UInt8))" }))).toEqual([]);
  });
});
