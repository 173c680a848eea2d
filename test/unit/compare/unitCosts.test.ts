import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { added, amountOf, type Columns, changeOf } from '../../../src/compare/suite/unitCosts.ts';
import { currentDesign } from '../../../src/model/design.ts';

/** The mean of these rounds, then the means with each of them left out. */
function columnsOf(rounds: readonly number[]): Columns {
  const sum = rounds.reduce((all, one) => all + one, 0);
  return [sum / rounds.length, ...rounds.map((one) => (sum - one) / (rounds.length - 1))];
}

const rounds = fc.array(fc.double({ min: 0.01, max: 1000, noNaN: true }), { minLength: 6, maxLength: 6 });
const near = (one: number, other: number, size: number) => expect(Math.abs(one - other)).toBeLessThan(1e-9 * size);
const reach = 1e4;

describe('the interval of an amount', () => {
  it('of a mean of rounds is that of Student: 3 ± t₀.₀₅(4) · √2.5 / √5', () => {
    const { value, interval } = amountOf(columnsOf([1, 2, 3, 4, 5]), currentDesign);
    expect(value).toBe(3);
    expect(interval?.high).toBeCloseTo(3 + 2.131847 * Math.sqrt(2.5 / 5), 5);
    expect(interval?.low).toBeCloseTo(3 - 2.131847 * Math.sqrt(2.5 / 5), 5);
  });

  it('grows with the price, and is never below 0', () => {
    fc.assert(
      fc.property(rounds, fc.double({ min: 0.001, max: 1000, noNaN: true }), (values, price) => {
        const [one, priced] = [columnsOf(values), columnsOf(values.map((value) => value * price))];
        const [plain, paid] = [amountOf(one, currentDesign), amountOf(priced, currentDesign)];
        near(paid.value, plain.value * price, reach * price);
        near(paid.interval!.low, plain.interval!.low * price, reach * price);
        near(paid.interval!.high, plain.interval!.high * price, reach * price);
        expect(paid.interval!.low).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the difference of two amounts', () => {
  it('turns with the arms, and claims the opposite', () => {
    fc.assert(
      fc.property(rounds, rounds, (a, b) => {
        const [there, back] = [
          changeOf(columnsOf(a), columnsOf(b), currentDesign),
          changeOf(columnsOf(b), columnsOf(a), currentDesign),
        ];
        near(there.amount.value, -back.amount.value, reach);
        near(there.amount.interval!.low, -back.amount.interval!.high, reach);
        const opposite = { cheaper: 'dearer', dearer: 'cheaper', same: 'same', undecided: 'undecided' };
        expect(there.claim).toBe(opposite[back.claim]);
      }),
    );
  });

  it('is what both amounts say, and nothing that both pay for changes it', () => {
    fc.assert(
      fc.property(rounds, rounds, rounds, (a, b, common) => {
        const [one, other, both] = [columnsOf(a), columnsOf(b), columnsOf(common)];
        const change = changeOf(one, other, currentDesign);
        near(change.amount.value, other[0]! - one[0]!, reach);
        const more = changeOf(added([one, both]), added([other, both]), currentDesign);
        near(more.amount.interval!.low, change.amount.interval!.low, reach);
        near(more.amount.interval!.high, change.amount.interval!.high, reach);
      }),
    );
  });

  it('is told only where no difference is left out, by chance in fewer than one of a hundred', () => {
    fc.assert(
      fc.property(rounds, rounds, (a, b) => {
        const { amount, claim, pValue } = changeOf(columnsOf(a), columnsOf(b), currentDesign);
        const { low, high } = amount.interval!;
        if (claim === 'cheaper') expect(high).toBeLessThan(0);
        if (claim === 'dearer') expect(low).toBeGreaterThan(0);
        if (claim !== 'undecided') expect(pValue).toBeLessThanOrEqual(0.01);
      }),
    );
    expect(changeOf([5, 5, 5, 5], [5, 5, 5, 5], currentDesign).claim).toBe('same');
    expect(changeOf([5, 5], [4, 4], currentDesign)).toMatchObject({ claim: 'undecided', pValue: null });
  });
});
