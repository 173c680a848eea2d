import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import type { Money } from '../../../src/model/money.ts';
import type { UnitPrices } from '../../../src/model/price.ts';
import type { Run } from '../../../src/model/run.ts';
import { stableJson } from '../../../src/report/data/json.ts';
import { anArm, anArmCase, aPlan, aRun } from './builders.ts';
import { type Measured, measured, together } from './measured.ts';

const gib = 2 ** 30;
const table = (bytes: number) => ({ database: 'd', table: 't', engine: 'MergeTree', parts: 1, rows: 1, bytes });

interface Priced {
  readonly prices?: UnitPrices;
  readonly weights?: Readonly<Record<string, number | null>>;
  readonly hours?: readonly [number | null, number | null];
  readonly currencies?: readonly [string, string];
  readonly bytes?: readonly [number, number];
  readonly part?: Partial<Run>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A run of these cases; a weight that is null was not stated. */
function pricedRun(worlds: readonly Measured[], given: Priced = {}): Run {
  const { prices, weights = {}, hours = [null, null], currencies = ['EUR', 'EUR'], bytes, part, tags = {} } = given;
  const caseIds = worlds.map(({ caseId = 'a' }) => caseId);
  const plan = aPlan({ caseIds, ...part?.plan });
  return aRun({
    ...part,
    plan,
    ...(prices === undefined ? {} : { prices }),
    arms: (['baseline', 'candidate'] as const).map((arm, at) => ({
      ...anArm(arm, bytes === undefined ? {} : { dataset: [table(bytes[at]!)] }),
      ...(hours[at] == null ? {} : { price: { perHour: hours[at], currency: currencies[at]! } }),
    })),
    cases: caseIds.flatMap((caseId) =>
      plan.arms.map((arm) => {
        const weight = weights[caseId];
        const tag = tags[caseId];
        return anArmCase({
          ...{ caseId, name: caseId, arm, weight: weight ?? 1 },
          ...(weight == null ? {} : { weightStated: true }),
          ...(tag === undefined ? {} : { tags: { product: tag } }),
        });
      }),
    ),
    samples: together(...worlds.map(measured)),
  });
}

/** Executions that take so many CPU seconds and read so many GiB, each time the same. */
const exact = (caseId: string, cpu: readonly [number, number], read: readonly [number, number] = [0, 0]): Measured => ({
  caseId,
  facts: (arm) => {
    const at = arm === 'baseline' ? 0 : 1;
    return { readBytes: read[at] * gib, events: { OSCPUVirtualTimeMicroseconds: cpu[at] * 1e6 } };
  },
});

function moneyOf(worlds: readonly Measured[], given: Priced): Money {
  return compareRun(pricedRun(worlds, given), { totalsBy: ['product'] }).money!;
}

describe('a target with a price', () => {
  it('costs 24 times that a day, whatever the workload', () => {
    const money = moneyOf([{ caseId: 'a' }, { caseId: 'b', ratio: 3 }], { hours: [12.4, 6.2] });
    expect(money.arms.map(({ day }) => day?.value)).toEqual([12.4 * 24, 6.2 * 24]);
    expect(money.change).toMatchObject({ ratio: 0.5, claim: 'cheaper' });
    expect(money.change?.amount.value).toBeCloseTo(-148.8, 9);
    expect(money.arms[0]?.parts).toMatchObject([{ part: 'hour' }]);
  });

  it('is not paid for its units as well', () => {
    const prices = { currency: 'EUR', cpuSecond: 1, gibStored: 5 };
    const money = moneyOf([exact('a', [1, 1])], { hours: [1, 2], prices, weights: { a: 9 } });
    expect(money.arms.map(({ day }) => day?.value)).toEqual([24, 48]);
    expect(money.groups).toEqual([]);
  });

  it('is not held against one in another currency, nor against one that is paid by units, nor against none', () => {
    const two = moneyOf([{ caseId: 'a' }], { hours: [1, 1], currencies: ['EUR', 'USD'] });
    expect(two).toMatchObject({ change: null, whyNoChange: 'currencies' });
    expect(two.cheapest.kind).toBe('currencies');
    const prices = { currency: 'EUR', cpuSecond: 1 };
    const unlike = moneyOf([exact('a', [1, 1])], { hours: [1, null], prices, weights: { a: 1 } });
    expect(unlike).toMatchObject({ change: null, whyNoChange: 'unlike', cheapest: { kind: 'unpriced' } });
    const none = moneyOf([{ caseId: 'a' }], { hours: [1, null] });
    expect(none.arms[1]).toMatchObject({ day: null, missing: 'noPrice', currency: null });
    expect(none).toMatchObject({ change: null, whyNoChange: 'missing', cheapest: { kind: 'unpriced' } });
  });

  it('leaves a report without any as it is', () => {
    const report = compareRun(pricedRun([{ caseId: 'a' }, { caseId: 'b' }], { weights: { a: 5 } }));
    expect(report).not.toHaveProperty('money');
    expect(stableJson(report)).not.toMatch(/money|price|currency/);
  });
});

describe('prices of units', () => {
  const prices = { currency: 'EUR', cpuSecond: 0.01, gibRead: 0.002, gibStored: 0.03 };

  it('are paid for executions a day, and for what is kept a month', () => {
    const worlds = [exact('a', [2, 1], [3, 3]), exact('b', [0.5, 0.5], [10, 5])];
    const money = moneyOf(worlds, { prices, weights: { a: 1000, b: 200 }, bytes: [730 * gib, 365 * gib] });
    const day = (cpu: number, read: number, stored: number) => cpu * 0.01 + read * 0.002 + (stored * 0.03 * 12) / 365;
    const [before, after] = [day(2100, 5000, 730), day(1100, 4000, 365)];
    expect(money.arms[0]?.day?.value).toBeCloseTo(before, 9);
    expect(money.arms[1]?.day?.value).toBeCloseTo(after, 9);
    expect(money.change?.amount.value).toBeCloseTo(after - before, 9);
    expect(money.change).toMatchObject({ claim: 'cheaper' });
    expect(money.change?.amount.interval?.low).toBe(money.change?.amount.interval?.high);
    expect(money.arms[0]?.parts.map(({ part }) => part)).toEqual(['cpu', 'read', 'stored']);
    expect(money.coverage).toMatchObject({ cases: 2, of: 2, executions: 1200, ofExecutions: 1200, leftOut: [] });
  });

  it('add up over the values of a tag to what executions cost, the dearest first', () => {
    const worlds = [exact('a', [1, 2]), exact('b', [3, 3]), exact('c', [1, 1])];
    const own = { prices: { currency: 'EUR', cpuSecond: 1 }, weights: { a: 1, b: 1, c: 1 } };
    const money = moneyOf(worlds, { ...own, tags: { a: 'web', b: 'shop', c: 'web' } });
    expect(money.groups.map(({ value, baseline, candidate }) => [value, baseline.value, candidate.value])).toEqual([
      ['shop', 3, 3],
      ['web', 2, 3],
    ]);
    expect(money.groups.map(({ change }) => change.claim)).toEqual(['same', 'dearer']);
    const run = pricedRun(worlds, { ...own, tags: { a: 'web', b: 'shop', c: 'web' } });
    const cases = run.cases.map((one) => (one.arm === 'candidate' ? { ...one, tags: {} } : one));
    expect(compareRun({ ...run, cases }).money?.groups, 'by the tags of the baseline').toEqual(money.groups);
  });

  it('tell no difference that may be none', () => {
    const money = moneyOf([{ caseId: 'a' }, { caseId: 'b', ratio: 0.999 }], {
      ...{ prices: { currency: 'EUR', cpuSecond: 1 }, weights: { a: 1000, b: 1000 } },
    });
    const { low, high } = money.change!.amount.interval!;
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(money.change?.claim).toBe('undecided');
    expect(money.cheapest.kind).toBe('tie');
  });

  it('have no interval from two rounds, and then claim nothing', () => {
    const few = (caseId: string) => ({ ...exact(caseId, [2, 1]), screening: 2 });
    const money = moneyOf([few('a'), few('b')], { prices: { currency: 'EUR', cpuSecond: 1 }, weights: { a: 1, b: 1 } });
    expect(money.change).toMatchObject({ amount: { value: -2, interval: null }, claim: 'undecided' });
    expect(money.cheapest).toMatchObject({ label: 'baseline', excluded: ['candidate'] });
  });

  it('are not paid for cases of unknown frequency, nor for those of which evidence is missing; both are named', () => {
    const lost = { evidence: { kind: 'missing', cause: 'unknown', detail: '' } } as const;
    const gap = {
      ...exact('c', [9, 9]),
      sample: (arm: string, n: number) => (arm === 'candidate' && n === 2 ? lost : {}),
    };
    const uncounted = { caseId: 'd', facts: () => ({ events: { OSCPUVirtualTimeMicroseconds: 0 } }) };
    const worlds = [exact('a', [1, 0.5]), exact('b', [7, 7]), gap, uncounted];
    const money = moneyOf(worlds, {
      ...{ prices: { currency: 'EUR', cpuSecond: 1 }, weights: { a: 10, b: null, c: 20, d: 30 } },
    });
    expect(money.arms.map(({ day }) => day?.value)).toEqual([10, 5]);
    expect(money.coverage).toMatchObject({ cases: 1, of: 4, executions: 10, ofExecutions: 60 });
    expect(money.coverage?.leftOut.map(({ caseId }) => caseId).toSorted()).toEqual(['b', 'c', 'd']);
    expect(money.cheapest).toMatchObject({ label: 'baseline', excluded: ['candidate'] });
  });

  it('are paid for nothing where no case says how often it runs', () => {
    const money = moneyOf([exact('a', [1, 1])], { prices });
    expect(money.arms).toMatchObject([
      { day: null, missing: 'noWeights' },
      { day: null, missing: 'noWeights' },
    ]);
  });

  it('are paid for nothing where the data on disk have a price and their size is not known', () => {
    const money = moneyOf([exact('a', [1, 1])], { prices, weights: { a: 1 } });
    expect(money.arms.map(({ missing }) => missing)).toEqual(['storedUnknown', 'storedUnknown']);
  });

  it('are paid for nothing where nobody knows how many copies are kept, nor where the candidate holds less', () => {
    const own = { prices: { currency: 'EUR', gibStored: 1 }, weights: { a: 1 }, bytes: [gib, gib] as const };
    const run = pricedRun([exact('a', [1, 1])], own);
    const [baseline, candidate] = run.arms;
    const cluster = { ...candidate!, environment: { ...candidate!.environment, serverHosts: 2 } };
    expect(compareRun({ ...run, arms: [baseline!, cluster] }).money).toMatchObject({
      ...{ arms: [{ currency: 'EUR' }, { day: null, missing: 'copiesUnknown' }], change: null },
      cheapest: { kind: 'unpriced' },
    });
    const rows = (count: number) => [{ ...table(gib / count), rows: 100 / count }];
    const arms = [anArm('baseline', { dataset: rows(1) }), anArm('candidate', { dataset: rows(10) })];
    expect(compareRun({ ...run, arms }).money?.arms[1]).toMatchObject({ day: null, missing: 'noTotals' });
  });

  it('of data alone are exact, and need no case', () => {
    const money = moneyOf([{ caseId: 'a' }], { prices: { currency: 'EUR', gibStored: 365 }, bytes: [gib, 2 * gib] });
    expect(money.arms.map(({ day }) => day?.value)).toEqual([12, 24]);
    expect(money.change).toMatchObject({ claim: 'dearer', ratio: 2 });
    expect(money).not.toHaveProperty('coverage');
  });

  it('are not paid where the candidate holds less data', () => {
    const run = pricedRun([exact('a', [1, 0.1])], { prices: { currency: 'EUR', cpuSecond: 1 }, weights: { a: 1 } });
    const rows = (count: number) => [{ ...table(gib), rows: count }];
    const arms = [anArm('baseline', { dataset: rows(100) }), anArm('candidate', { dataset: rows(10) })];
    expect(compareRun({ ...run, arms }).money?.arms[1]).toMatchObject({ day: null, missing: 'noTotals' });
  });
});

describe('the cheapest of two', () => {
  it('is the candidate where that is cheaper and proved equivalent, and never where it is not', () => {
    const alike = [{ caseId: 'a' }, { caseId: 'b' }];
    expect(moneyOf(alike, { hours: [2, 1] })).toMatchObject({
      equivalence: { kind: 'proved', gaps: [] },
      cheapest: { kind: 'chosen', label: 'candidate', excluded: [] },
    });
    expect(moneyOf(alike, { hours: [1, 2] }).cheapest).toMatchObject({ kind: 'chosen', label: 'baseline' });
    expect(moneyOf(alike, { hours: [1, 1] }).cheapest).toMatchObject({ kind: 'tie', same: true });
    const slow = [{ caseId: 'a', ratio: 2, confirmation: [2, 2, 2, 2] }, { caseId: 'b' }];
    const worse = moneyOf(slow, { hours: [2, 1] });
    expect(worse.equivalence.kind).toBe('worse');
    expect(worse.cheapest).toMatchObject({ kind: 'chosen', label: 'baseline', excluded: ['candidate'] });
  });
});
