import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differentRows } from '../../../src/compare/results/differentRows.ts';
import { rowDifference } from '../../../src/compare/results/rowsThatDiffer.ts';
import { cutCell, isPlainType, type Mask } from '../../../src/compare/results/shownCell.ts';
import type { ResultRows } from '../../../src/model/answer.ts';

function result(types: Readonly<Record<string, string>>, rows: readonly (readonly unknown[])[]): ResultRows {
  const columns = Object.entries(types).map(([name, type]) => ({ name, type }));
  return { kind: 'rows', columns, lines: rows.map((row) => JSON.stringify(row)), cutBy: null };
}

const daily = { day: 'Date', total: 'UInt64' };
const totals = { baseline: 9, candidate: 9 };

function difference(baseline: ResultRows, candidate: ResultRows, mask: Mask | null = null) {
  return rowDifference({ baseline, candidate }, totals, mask);
}

describe('rows that differ', () => {
  it('are put beside the row that shares most with them', () => {
    const before = result(daily, [
      ['2026-01-01', '5'],
      ['2026-01-02', '7'],
      ['2026-01-03', '9'],
    ]);
    const after = result(daily, [
      ['2026-01-03', '10'],
      ['2026-01-01', '5'],
      ['2026-01-02', '8'],
    ]);
    expect(difference(before, after)).toEqual({
      kind: 'compared',
      display: 'values',
      baseline: {
        ...{ total: 3, read: 3, cutBy: null, only: 2, columns: ['day', 'total'], hiddenColumns: 0 },
        rows: [
          ['2026-01-02', '7'],
          ['2026-01-03', '9'],
        ],
      },
      candidate: {
        ...{ total: 3, read: 3, cutBy: null, only: 2, columns: ['day', 'total'], hiddenColumns: 0 },
        rows: [
          ['2026-01-02', '8'],
          ['2026-01-03', '10'],
        ],
      },
      pairs: [
        { baseline: 0, candidate: 0, differs: [1] },
        { baseline: 1, candidate: 1, differs: [1] },
      ],
      columnsThatDiffer: ['total'],
      typesThatDiffer: [],
    });
  });

  it('stand alone where the other arm has nothing like them, three of an arm at most', () => {
    const rows = Array.from({ length: 9 }, (_, index) => [`2026-02-0${index + 1}`, '1']);
    const found = difference(result(daily, rows), result(daily, []));
    expect(found.baseline).toMatchObject({ only: 9, total: 9 });
    expect(found.baseline.rows).toHaveLength(3);
    expect(found.pairs).toEqual([0, 1, 2].map((baseline) => ({ baseline, candidate: null, differs: [] })));
    expect(found.columnsThatDiffer).toEqual([]);
  });

  it('are paired when each arm has one, though they share nothing', () => {
    const found = difference(result({ n: 'UInt64' }, [['1']]), result({ n: 'UInt64' }, [['2']]));
    expect(found.pairs).toEqual([{ baseline: 0, candidate: 0, differs: [0] }]);
  });

  it('name the columns that differ by all rows, not by those that are shown', () => {
    const row = (index: number, total: string) => [`day ${index}`, total, index > 40 ? 'x' : 'y'];
    const types = { day: 'String', total: 'UInt64', flag: 'String' };
    const before = Array.from({ length: 50 }, (_, index) => row(index, '1'));
    const after = before.map(([day, , flag], index) => [day, '2', index === 49 ? 'z' : flag]);
    expect(difference(result(types, before), result(types, after)).columnsThatDiffer).toEqual(['total', 'flag']);
  });

  it('of many columns show the first ones and those that differ', () => {
    const names = Array.from({ length: 40 }, (_, index) => `c${index}`);
    const types = Object.fromEntries(names.map((name) => [name, 'UInt8']));
    const before = names.map((_, index) => index);
    const found = difference(result(types, [before]), result(types, [before.with(30, 99)]));
    expect(found.baseline.columns).toEqual([...names.slice(0, 11), 'c30']);
    expect(found.baseline.hiddenColumns).toBe(28);
    expect(found.pairs).toEqual([{ baseline: 0, candidate: 0, differs: [11] }]);
  });

  it('of unlike columns are shown for each arm by itself', () => {
    const found = difference(result(daily, [['2026-01-01', '5']]), result({ day: 'Date' }, [['2026-01-01']]));
    expect(found.pairs.map(({ differs }) => differs)).toEqual([[], []]);
    expect([found.baseline.columns, found.candidate.columns]).toEqual([['day', 'total'], ['day']]);
  });

  it('say which types differ where the values are equal', () => {
    const found = difference(result({ n: 'UInt8' }, [[1]]), result({ n: 'UInt64' }, [['1']]));
    expect(found.baseline.only + found.candidate.only).toBe(0);
    expect(found.typesThatDiffer).toEqual([{ column: 'n', baseline: 'UInt8', candidate: 'UInt64' }]);
  });
});

describe('what is no difference', () => {
  const apart = (type: string, one: unknown, other: unknown): number => {
    const found = differentRows({ baseline: result({ x: type }, [[one]]), candidate: result({ x: type }, [[other]]) });
    return found.baseline.length + found.candidate.length;
  };

  it.each([
    ['Float64', 0.1 + 0.2, 0.3],
    ['Float64', '-nan', 'nan'],
    ['Float64', -0, 0],
    ['Array(Tuple(a Float64, b String))', [{ a: 0.1 + 0.2, b: 'x' }], [{ a: 0.3, b: 'x' }]],
  ])('%s: %j and %j', (type, one, other) => expect(apart(type, one, other)).toBe(0));

  it.each([
    ['Float64', 0.3, 0.3 + 1e-9],
    ['UInt64', '18446744073709551614', '18446744073709551615'],
    ['Nullable(String)', null, 'null'],
    ['String', '', ' '],
  ])('but of %s, %j and %j differ', (type, one, other) => expect(apart(type, one, other)).toBe(2));

  it('is the order of rows, never their number', () => {
    const cell = fc.oneof(fc.constantFrom('a', 'b', null), fc.nat({ max: 2 }));
    const rows = fc.array(fc.tuple(cell, cell), { maxLength: 12 });
    const types = { a: 'String', b: 'String' };
    const countOf = (list: readonly unknown[], one: string): number =>
      list.filter((row) => JSON.stringify(row) === one).length;
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const [baseline, candidate] = [result(types, before), result(types, after)];
        const found = differentRows({ baseline, candidate });
        for (const line of new Set([...baseline.lines, ...candidate.lines])) {
          const more = countOf(before, line) - countOf(after, line);
          expect(found.baseline.filter((row) => row.line === line)).toHaveLength(Math.max(0, more));
          expect(found.candidate.filter((row) => row.line === line)).toHaveLength(Math.max(0, -more));
        }
        expect(differentRows({ baseline, candidate: { ...baseline, lines: baseline.lines.toReversed() } })).toEqual({
          baseline: [],
          candidate: [],
        });
      }),
    );
  });
});

describe('cells', () => {
  it('are cut, and two long ones begin shortly before they differ', () => {
    expect(cutCell('x'.repeat(60))).toBe('x'.repeat(60));
    expect(cutCell('x'.repeat(1204))).toBe(`${'x'.repeat(60)}… (1204 characters)`);
    const long = (end: string): ResultRows => result({ body: 'String' }, [[`${'x'.repeat(500)}${end}`]]);
    const found = difference(long('old'), long('new'));
    expect(found.baseline.rows).toEqual([[`…${'x'.repeat(15)}old (503 characters)`]]);
    expect(found.candidate.rows).toEqual([[`…${'x'.repeat(15)}new (503 characters)`]]);
  });

  it('are never cut in the middle of a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat({ max: 300 }), (text, from) => {
        expect(cutCell(text, Math.min(from, text.length))).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });

  it('of text are masked wherever it stands, numbers and moments are not', () => {
    const mask: Mask = (text) => `<${text.length}>`;
    const types = {
      ...{ day: "DateTime64(3, 'UTC')", n: 'Nullable(Decimal(18, 4))', who: 'LowCardinality(String)' },
      ...{ props: 'Map(String, String)', list: 'Array(Nullable(String))', ids: 'Array(UInt64)', id: 'UUID' },
    };
    const row = ['2026-01-01 00:00:00.000', '1.5000', 'jane', { city: 'Ulm' }, ['a', null], ['1'], '6f-e'];
    const found = difference(result(types, [row]), result(types, []), mask);
    expect(found).toMatchObject({ display: 'masked' });
    expect(found.baseline.rows).toEqual([
      ['2026-01-01 00:00:00.000', '1.5000', '<4>', '{"<4>":"<3>"}', '["<1>",null]', '["1"]', '<4>'],
    ]);
  });

  it.each([
    ['UInt64', true],
    ["Tuple(DateTime('Europe/Berlin'), Array(Float64))", true],
    ['Tuple(city UInt8)', false],
    ["Enum8('gold' = 1)", false],
    ['Dynamic', false],
    ['AggregateFunction(uniq, UInt64)', false],
  ])('type %s holds no text: %s', (type, plain) => expect(isPlainType(type)).toBe(plain));
});

it('says which limit ended the reading, and how many rows there are in all', () => {
  const cut = { ...result(daily, [['2026-01-01', '5']]), cutBy: 'rows' as const };
  expect(difference(cut, cut)).toMatchObject({ baseline: { total: 9, read: 1, cutBy: 'rows', only: 0 }, pairs: [] });
});
