import type { Offer } from '../model/cheapest.ts';
import type { Money, MoneyChange } from '../model/money.ts';
import { type Amount, exactly } from '../model/price.ts';

/** What a comparison tells of money, apart from what is chosen by it. */
type Told = Pick<Money, 'arms' | 'change' | 'whyNoChange' | 'coverage'>;

/** The baseline among the arms that are chosen from: nothing beyond itself. @param money of any comparison with it */
export function baselineOffer(label: string, money: Told | undefined): Offer {
  return { label, cost: costOf(money, 'baseline', exactly(0)), equivalence: 'proved' };
}

/**
 * A candidate, by what it costs beyond the baseline. Only that can be held against other candidates: each comparison may leave out other
 * cases, and what a day costs in one would be less for no better reason. Of a part of the workload nothing is offered. What no claim is made of
 * may be no difference, wherever its interval lies.
 */
export function candidateOffer(label: string, money: Told | undefined, equivalence: Offer['equivalence']): Offer {
  const { coverage, change, whyNoChange } = money ?? {};
  const isWhole = coverage === undefined || coverage.cases === coverage.of;
  // That there are two currencies is said, and needs no amount.
  const beyond = whyNoChange === 'currencies' ? exactly(0) : isWhole && change ? claimed(change) : undefined;
  return { label, cost: costOf(money, 'candidate', beyond), equivalence };
}

function claimed({ amount: { value, interval }, claim }: MoneyChange): Amount {
  if (claim !== 'undecided' || interval === null) return { value, interval };
  return { value, interval: { low: Math.min(0, interval.low), high: Math.max(0, interval.high) } };
}

function costOf(money: Told | undefined, arm: 'baseline' | 'candidate', beyond: Amount | undefined): Offer['cost'] {
  const own = money?.arms.find((one) => one.arm === arm);
  return own?.currency == null || own.day === null || beyond === undefined
    ? null
    : { ...beyond, currency: own.currency };
}
