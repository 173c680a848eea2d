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
    [['settings: {max_threads: null}'], '1:28 `settings.max_threads` must be a number, text, true or false'],
    [['params: []'], '1:12 `params` must hold at least one map of parameters'],
    [
      ['params:', '  - {p: 1}', '  - {p: {q: 1}}'],
      '3:12 `params.1.p` must be a number, text, true, false, null or a list of these',
    ],
    [['params: 3'], '1:12 `params` must be a map of parameters'],
    [['params: {p: 18446744073709551615}'], '1:16 the number 18446744073709551615 is too large to be read exactly'],
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
  ])('%s with %s is refused', async (sql, params, expected) => {
    const lines = told(await readFiles({ 'a.sql': `-- params: ${params}\n${sql}` }));
    expect(lines.join('\n')).toContain(expected);
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
    ['Map(String, Array(UInt8))', 'anything'],
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
