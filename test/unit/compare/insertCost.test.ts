import { expect, it } from 'vitest';
import { insertCost } from '../../../src/compare/environment/insertCost.ts';
import type { ArmName } from '../../../src/model/arm.ts';
import type { MeasuredInsert } from '../../../src/model/insertReading.ts';

const tables = { baseline: 'shop.orders', candidate: 'shop_new.orders' };
const insert = (arm: ArmName, pair: number, cpuUs: number, part: Partial<MeasuredInsert> = {}): MeasuredInsert => ({
  ...{ kind: 'measured', arm, table: tables[arm], pair, rows: 10, cpuUs, timeUs: 5, bytes: 100 },
  ...part,
});
const three = (cpu: (pair: number) => number, part: Partial<MeasuredInsert> = {}): readonly MeasuredInsert[] =>
  [0, 1, 2].flatMap((pair) => [insert('baseline', pair, 10), insert('candidate', pair, cpu(pair), part)]);

it('has the ratio of each pair, and not that of two medians', () => {
  expect(
    insertCost(
      three((pair) => 20 + 5 * pair),
      tables,
    ),
  ).toEqual({
    ...{ kind: 'measured', rows: 10, pairs: 3 },
    cpu: { values: { baseline: 10, candidate: 25 }, ratio: 2.5, low: 2, high: 3 },
    time: { values: { baseline: 5, candidate: 5 }, ratio: 1, low: 1, high: 1 },
    bytes: { values: { baseline: 100, candidate: 100 }, ratio: 1, low: 1, high: 1 },
  });
});

it('is unknown, and says why, where too few pairs are whole, rows were lost, or an arm could not', () => {
  const why = (readings: Parameters<typeof insertCost>[0]) => insertCost(readings, tables);
  expect(why(three(() => 10).slice(0, 5))).toEqual({ kind: 'unmeasured', why: 'too few pairs were measured' });
  expect(why(three(() => 10, { rows: 9 }))).toEqual({
    kind: 'unmeasured',
    why: 'the tables did not keep as many rows',
  });
  const refused = { kind: 'unmeasured', arm: 'candidate', table: tables.candidate, why: 'no disk' } as const;
  expect(why([...three(() => 10), refused])).toEqual({ kind: 'unmeasured', why: 'no disk' });
});

it('is not there where nobody measured it, or another table alone', () => {
  expect(insertCost([], tables)).toBeUndefined();
  expect(
    insertCost(
      three(() => 1),
      { baseline: 'a.b', candidate: 'a.b' },
    ),
  ).toBeUndefined();
});

it('has no ratio to nothing', () => {
  const free = three(() => 10).map((one) => (one.arm === 'baseline' ? { ...one, cpuUs: 0 } : one));
  expect(insertCost(free, tables)).toMatchObject({ cpu: { ratio: null, low: null, high: null } });
});
