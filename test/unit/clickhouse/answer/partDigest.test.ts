import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderedRows } from '../../../../src/clickhouse/answer/orderDigest.ts';
import { PartDigester } from '../../../../src/clickhouse/answer/partDigest.ts';
import { differingParts } from '../../../../src/compare/results/answers.ts';
import type { AnswerDigest, OrderDigest, PartDigest } from '../../../../src/model/answer.ts';

/** Rows of a key and a float. */
type Row = readonly [key: string, value: number];

const columns = [
  { name: 'k', type: 'String' },
  { name: 'v', type: 'Float64' },
];

function answer(cells: PartDigest, rows: number, order?: OrderDigest): AnswerDigest {
  return { kind: 'answer', rows: String(rows), columns, cells, ...(order === undefined ? {} : { order }) };
}

function digest(rows: readonly Row[]): AnswerDigest {
  const digester = new PartDigester(['exact', 'floats']);
  for (const [key, value] of rows) digester.add(`[${JSON.stringify(key)}, ${value}]`);
  return answer(digester.digest(), rows.length);
}

function ordered(rows: readonly Row[], open = { first: false, last: false }): AnswerDigest {
  const digester = new OrderedRows(['exact', 'floats'], ['exact'], open);
  for (const [key, value] of rows) digester.add([JSON.stringify(key), String(value)], [JSON.stringify(key)]);
  const { cells, order } = digester.finish(true);
  return answer(cells, rows.length, order);
}

/** Sums of floats; a whole number below 2^53 is exact. */
const value = fc.oneof(
  fc.double({ noNaN: true, min: 1e-200, max: 4e6 }),
  fc.double({ noNaN: true, min: 1e17, max: 1e200 }),
);
const table = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), value), { minLength: 1, maxLength: 60 });

describe('checksums of rows', () => {
  it('are the same in any order of rows, and with other last digits of floats', () => {
    fc.assert(
      fc.property(table, fc.integer(), (rows, turn) => {
        const noisy = rows.map(([key, one], at): Row => [key, one * (1 + ((at + turn) % 3) * 2e-16)]);
        const at = Math.abs(turn) % rows.length;
        expect(differingParts(digest(rows), digest([...noisy.slice(at), ...noisy.slice(0, at)]))).toEqual([]);
      }),
    );
  });

  it.each([1e-3, 1e-6, 1e-8, 1e-9])('differ where one float differs by a factor of 1 + %d', (difference) => {
    fc.assert(
      fc.property(table, fc.nat(), (rows, pick) => {
        const at = pick % rows.length;
        const changed = rows.map(([key, one], index): Row => [key, index === at ? one * (1 + difference) : one]);
        expect(differingParts(digest(rows), digest(changed))).toEqual(['cells']);
      }),
    );
  });

  it('see one float of ten thousand that differs in the ninth digit', () => {
    const rows = Array.from({ length: 10_000 }, (_, at): Row => [`k${at % 7}`, at / 7 + 0.1]);
    const noisy = rows.map(([key, one], at): Row => [key, one * (1 + (at % 5) * 2e-16)]);
    expect(differingParts(digest(rows), digest(noisy))).toEqual([]);
    const changed = rows.map(([key, one], at): Row => [key, at === 5000 ? one * (1 + 5e-9) : one]);
    expect(differingParts(digest(rows), digest(changed))).toEqual(['cells']);
  });

  it('count duplicates, and see values that change places', () => {
    expect(
      differingParts(
        digest([['a', 1]]),
        digest([
          ['a', 1],
          ['a', 1],
        ]),
      ),
    ).toContain('cells');
    const [rows, swapped]: readonly (readonly Row[])[] = [
      [
        ['a', 1.5],
        ['b', 2.5],
      ],
      [
        ['a', 2.5],
        ['b', 1.5],
      ],
    ];
    expect(differingParts(digest(rows ?? []), digest(swapped ?? []))).toEqual(['cells']);
  });
});

describe('checksums of ordered rows', () => {
  const rows: readonly Row[] = [
    ['a', 1],
    ['a', 2],
    ['b', 3],
    ['c', 4],
    ['c', 5],
  ];
  const tied: readonly Row[] = [
    ['a', 2],
    ['a', 1],
    ['b', 3],
    ['c', 5],
    ['c', 4],
  ];

  it('are the same where only rows that tie have changed places', () => {
    expect(differingParts(ordered(rows), ordered(tied))).toEqual([]);
  });

  it('differ where others have', () => {
    expect(differingParts(ordered(rows), ordered(rows.toReversed()))).toEqual(['order']);
  });

  it('leave apart the rows at an open end, which may be others that tie', () => {
    const open = { first: false, last: true };
    const other: readonly Row[] = [...rows.slice(0, 4), ['c', 9]];
    expect(differingParts(ordered(rows, open), ordered(other, open))).toEqual(['edge']);
    const changed: readonly Row[] = [
      ['a', 1],
      ['a', 2],
      ['b', 9],
      ['c', 4],
      ['c', 5],
    ];
    expect(differingParts(ordered(rows, open), ordered(changed, open))).toEqual(['cells', 'order']);
  });
});

describe('numbers of any type', () => {
  const cell = (value: number | string): AnswerDigest => {
    const digester = new PartDigester(['any']);
    digester.add(`[${value}]`);
    return answer(digester.digest(), 1);
  };

  it('are the same where a sum of floats happens to be whole', () => {
    expect(differingParts(cell(1300009), cell('1300008.9999999998'))).toEqual([]);
  });

  it('differ where whole numbers do', () => {
    const whole = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 2n });
    const small = fc.integer({ min: -5_000_000, max: 5_000_000 }).map(BigInt);
    fc.assert(
      fc.property(fc.oneof(small, whole), (value) => {
        expect(differingParts(cell(String(value)), cell(String(value + 1n)))).toEqual(['cells']);
      }),
      { numRuns: 2000 },
    );
  });
});
