import { expect, it } from 'vitest';
import type { Money } from '../../../src/model/money.ts';
import { exactly } from '../../../src/model/price.ts';
import { chooseCheapest } from '../../../src/money/chooseCheapest.ts';
import { baselineOffer, candidateOffer } from '../../../src/money/offers.ts';

type Told = Parameters<typeof candidateOffer>[1];

/** Of a day of 10 and one that costs `beyond` more. */
function told(beyond: number, covered = 5): NonNullable<Told> {
  const arm = (name: 'baseline' | 'candidate', value: number): Money['arms'][number] => ({
    ...{ arm: name, currency: 'EUR', day: exactly(value), parts: [] },
  });
  return {
    arms: [arm('baseline', 10), arm('candidate', 10 + beyond)],
    change: { amount: exactly(beyond), ratio: 1, pValue: 0, claim: 'cheaper' },
    coverage: { cases: covered, of: 5, executions: covered, ofExecutions: 5, leftOut: [] },
  };
}

it('candidates are held against each other by what each costs beyond the baseline', () => {
  const one = told(-1);
  // The other comparison left nothing out either, but had another level.
  const other = { ...told(-2), arms: told(-2).arms.map((arm) => ({ ...arm, day: exactly(arm.day!.value + 50) })) };
  const offers = [baselineOffer('old', one), candidateOffer('b', one, 'proved'), candidateOffer('c', other, 'proved')];
  expect(offers.map(({ cost }) => cost?.value)).toEqual([0, -1, -2]);
  expect(chooseCheapest(offers)).toMatchObject({ kind: 'chosen', label: 'c' });
});

it('a day of a part of the workload is none that is offered', () => {
  const offers = [baselineOffer('old', told(-1)), candidateOffer('b', told(-8, 2), 'proved')];
  expect(chooseCheapest(offers)).toMatchObject({ kind: 'unpriced', labels: ['b'] });
  expect(candidateOffer('b', undefined, 'proved').cost).toBeNull();
});

it('two currencies are said to be two', () => {
  const { change: _, ...rest } = told(0);
  const arms = rest.arms.map((arm) => (arm.arm === 'candidate' ? { ...arm, currency: 'USD' } : arm));
  const money = { ...rest, arms, change: null, whyNoChange: 'currencies' as const };
  expect(chooseCheapest([baselineOffer('old', money), candidateOffer('b', money, 'proved')])).toMatchObject({
    ...{ kind: 'currencies', currencies: ['EUR', 'USD'] },
  });
});

it.each([
  ['candidate', 'cheaper', -2],
  ['baseline', 'dearer', 2],
] as const)('the %s is named only where a claim is made of the difference', (label, claim, beyond) => {
  const told = (made: 'undecided' | typeof claim): Told => {
    const amount = { value: beyond, interval: { low: beyond - 1, high: beyond + 1 } };
    const arm = (name: 'baseline' | 'candidate'): Money['arms'][number] => ({
      ...{ arm: name, currency: 'EUR', day: exactly(10), parts: [] },
    });
    return { arms: [arm('baseline'), arm('candidate')], change: { amount, ratio: 1, pValue: 0.03, claim: made } };
  };
  const choice = (made: Told) =>
    chooseCheapest([baselineOffer('baseline', made), candidateOffer('candidate', made, 'proved')]);
  expect(choice(told(claim))).toMatchObject({ kind: 'chosen', label });
  expect(choice(told('undecided'))).toMatchObject({ kind: 'tie', labels: ['baseline', 'candidate'], same: false });
});
