import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Capacity } from '../../../src/model/loadReport.ts';
import { capacityCost, costRatio } from '../../../src/money/capacityCost.ts';
import { loadHtml } from '../../../src/report/load/loadHtml.ts';
import { loadJson } from '../../../src/report/load/loadJson.ts';
import { loadMarkdown } from '../../../src/report/load/loadMarkdown.ts';
import { loadTerminal } from '../../../src/report/load/loadTerminal.ts';
import { loadReportSchema } from '../../../src/schema/loadReport/loadReportSchema.ts';
import { twoCapacities } from '../../support/loadReports.ts';

const held = (low: number, rate: number, high: number, part: Partial<Capacity> = {}): Capacity => ({
  ...{ arm: 'baseline', low, rate, high, probes: [], faults: [] },
  sustained: { trial: 1, rate: low, verdict: 'kept' },
  ...part,
});
const price = { perHour: 36, currency: 'EUR' };

describe('a million queries at the capacity of a target', () => {
  it('cost its price an hour / (capacity × 3600) × 1,000,000', () => {
    // 100 a second are 360,000 an hour, for 36 EUR.
    expect(capacityCost(held(80, 100, 125), price)).toEqual({
      ...{ currency: 'EUR', perHour: 36, perMillion: { value: 100, low: 80, high: 125 } },
    });
  });

  it('have no cost without a price, with a fault, and where no rate was held', () => {
    expect(capacityCost(held(80, 100, 125), undefined)).toBeUndefined();
    const fault = { kind: 'lag', what: 'late', fix: 'less' } as const;
    expect(capacityCost(held(80, 100, 125, { faults: [fault] }), price)).toBeUndefined();
    const open = { trial: 1, rate: 80, verdict: 'undecided' } as const;
    expect(capacityCost(held(80, 100, 125, { sustained: open }), price)).toBeUndefined();
    const { sustained: _, ...none } = held(80, 100, 125);
    expect(capacityCost(none, price)).toBeUndefined();
    expect(capacityCost(held(0, 0, 5), price)).toBeUndefined();
  });

  it('are compared between arms of one currency alone, with an interval that holds where both hold', () => {
    const capacities = fc.tuple(...[1, 1, 1].map(() => fc.double({ min: 0.1, max: 1e4, noNaN: true })));
    const place = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(capacities, capacities, place, place, (a, b, u, v) => {
        const sorted = (all: readonly number[]) => [...all].sort((x, y) => x - y) as [number, number, number];
        const [one, other] = [sorted(a), sorted(b)];
        const [before, after] = [capacityCost(held(...one), price), capacityCost(held(...other), price)];
        const found = costRatio(before, after);
        const at = ([low, , high]: readonly number[], part: number) => low! + (high! - low!) * part;
        const truth = at(one, u) / at(other, v);
        expect(found?.low).toBeLessThanOrEqual(truth * (1 + 1e-9));
        expect(found?.high).toBeGreaterThanOrEqual(truth * (1 - 1e-9));
      }),
    );
    const dollars = capacityCost(held(1, 1, 1), { perHour: 1, currency: 'USD' });
    expect(costRatio(capacityCost(held(1, 1, 1), price), dollars)).toBeUndefined();
    expect(costRatio(undefined, dollars)).toBeUndefined();
  });

  it('are told by every report, and by none without a price', () => {
    const plain = twoCapacities();
    const options = { color: false, width: 100 };
    const texts = (report: typeof plain) => [loadTerminal(report, options), loadMarkdown(report), loadHtml(report)];
    for (const text of [...texts(plain), loadJson(plain)]) expect(text).not.toMatch(/a million queries|cost"|EUR/);
    const capacity = plain.capacity!.map((one, at) => ({
      ...one,
      cost: { currency: 'EUR', perHour: 36, perMillion: { value: 100 - 20 * at, low: 80, high: 125 } },
    }));
    const report = { ...plain, capacity, costRatio: { value: 0.8, low: 0.7, high: 0.9 } };
    for (const text of texts(report).map((one) => one.replaceAll(/\s+/g, ' '))) {
      expect(text).toContain('a million queries cost 80.00 EUR (80.00 to 125.00 EUR)');
      expect(text).toContain('a million queries cost 0.80x (0.70–0.90) as much on the candidate');
    }
    const parsed = loadReportSchema.parse(JSON.parse(loadJson(report)));
    expect(parsed.capacities?.[1]?.cost?.perMillion.value).toBe(80);
    expect(parsed.costRatio?.value).toBe(0.8);
  });
});
