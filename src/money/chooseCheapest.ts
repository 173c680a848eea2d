import type { CheapestChoice, Offer } from '../model/cheapest.ts';

/**
 * The cheapest of the offers that are proved equivalent. One is chosen only where its interval lies surely below those of all others; of costs
 * without an interval nothing is known, and none is guessed. `costs` of all offers have to be the same thing: of a day each, or each
 * beyond the baseline.
 */
export function chooseCheapest(offers: readonly Offer[]): CheapestChoice {
  const proved = offers.filter(({ equivalence }) => equivalence === 'proved');
  const excluded = offers.filter(({ equivalence }) => equivalence !== 'proved').map(({ label }) => label);
  if (proved.length === 0) return { kind: 'noneProved', excluded };
  const priced = proved.flatMap(({ label, cost }) =>
    cost?.interval == null ? [] : [{ label, currency: cost.currency, ...cost.interval }],
  );
  if (priced.length < proved.length) {
    const known = new Set(priced.map(({ label }) => label));
    const labels = proved.map(({ label }) => label).filter((label) => !known.has(label));
    return { kind: 'unpriced', labels, excluded };
  }
  const currencies = [...new Set(priced.map(({ currency }) => currency))];
  if (currencies.length > 1) return { kind: 'currencies', currencies, excluded };
  const least = Math.min(...priced.map(({ high }) => high));
  const first = priced.find(({ high }) => high === least);
  const near = first === undefined ? [] : priced.filter((one) => one === first || !isBelow(first, one));
  if (first === undefined || near.length > 1) {
    const same = near.every(({ low, high }) => low === high && low === least);
    return { kind: 'tie', labels: near.map(({ label }) => label), same, excluded };
  }
  return { kind: 'chosen', label: first.label, among: proved.map(({ label }) => label), excluded };
}

interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * Each candidate was held against the baseline, and no chance is known of two of them being alike. Intervals that lie apart at twice their width
 * leave about as little of it as a claim beside the baseline does.
 */
const widened = 2;

function isBelow(one: Range, other: Range): boolean {
  const isExact = ({ low, high }: Range): boolean => low === high;
  if (isExact(one) || isExact(other)) return one.high < other.low;
  const beyond = ({ low, high }: Range): number => ((widened - 1) * (high - low)) / 2;
  return one.high + beyond(one) < other.low - beyond(other);
}
