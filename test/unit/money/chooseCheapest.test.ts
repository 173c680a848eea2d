import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Offer } from '../../../src/model/cheapest.ts';
import { chooseCheapest } from '../../../src/money/chooseCheapest.ts';

const offer = (label: string, low: number, high: number, part: Partial<Offer> = {}): Offer => ({
  ...{ label, cost: { value: (low + high) / 2, interval: { low, high }, currency: 'EUR' }, equivalence: 'proved' },
  ...part,
});

describe('the cheapest that is proved equivalent', () => {
  it('lies below all others', () => {
    expect(chooseCheapest([offer('a', 10, 10), offer('b', 4, 5), offer('c', 8, 9)])).toEqual({
      ...{ kind: 'chosen', label: 'b', among: ['a', 'b', 'c'], excluded: [] },
    });
  });

  it('is not named where intervals overlap, touch, or are the same', () => {
    expect(chooseCheapest([offer('a', 4, 6), offer('b', 5, 7), offer('c', 9, 9)])).toMatchObject({
      ...{ kind: 'tie', labels: ['a', 'b'], same: false },
    });
    expect(chooseCheapest([offer('a', 4, 5), offer('b', 5, 7)]).kind).toBe('tie');
    expect(chooseCheapest([offer('a', 4, 4), offer('b', 4, 4)])).toMatchObject({ kind: 'tie', same: true });
    // Narrow within wide: the wide one may be cheaper.
    expect(chooseCheapest([offer('a', 1, 9), offer('b', 4, 5)]).kind).toBe('tie');
  });

  it('is told from another that was measured where their intervals lie apart at twice their width', () => {
    expect(chooseCheapest([offer('a', 20, 20), offer('b', 4, 6), offer('c', 7, 9)])).toMatchObject({
      ...{ kind: 'tie', labels: ['b', 'c'], same: false },
    });
    expect(chooseCheapest([offer('a', 20, 20), offer('b', 4, 6), offer('c', 9, 11)])).toMatchObject({ label: 'b' });
    expect(chooseCheapest([offer('a', 7, 7), offer('b', 4, 6)])).toMatchObject({ label: 'b' });
  });

  it('is none of those that are not proved, however cheap', () => {
    const cheap = offer('b', 1, 1, { equivalence: 'notProved' });
    expect(chooseCheapest([offer('a', 9, 9), cheap])).toMatchObject({ label: 'a', excluded: ['b'] });
    expect(chooseCheapest([cheap])).toEqual({ kind: 'noneProved', excluded: ['b'] });
    expect(chooseCheapest([])).toEqual({ kind: 'noneProved', excluded: [] });
  });

  it('is not named where a cost is unknown, has no interval, or is in another currency', () => {
    expect(chooseCheapest([offer('a', 9, 9), offer('b', 0, 0, { cost: null })])).toMatchObject({
      ...{ kind: 'unpriced', labels: ['b'] },
    });
    const open = { value: 1, interval: null, currency: 'EUR' };
    expect(chooseCheapest([offer('a', 9, 9), offer('b', 0, 0, { cost: open })]).kind).toBe('unpriced');
    const other = { value: 1, interval: { low: 1, high: 1 }, currency: 'USD' };
    expect(chooseCheapest([offer('a', 9, 9), offer('b', 0, 0, { cost: other })])).toMatchObject({
      ...{ kind: 'currencies', currencies: ['EUR', 'USD'] },
    });
  });

  it('costs less than every other proved one wherever the costs lie within their intervals', () => {
    const range = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 5 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(range, { maxLength: 5 }), (ranges) => {
        const offers = ranges.map(([low, width, proved], at) =>
          offer(`${at}`, low, low + width, { equivalence: proved ? 'proved' : 'worse' }),
        );
        const choice = chooseCheapest(offers);
        if (choice.kind !== 'chosen') return;
        const mine = offers[Number(choice.label)];
        expect(mine?.equivalence).toBe('proved');
        for (const one of offers)
          if (one !== mine && one.equivalence === 'proved')
            expect(mine?.cost?.interval?.high).toBeLessThan(one.cost?.interval?.low ?? 0);
      }),
    );
  });
});
