import type { RunArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import { isCurrency, priceObjection, type TargetPrice, type UnitPrices } from '../model/price.ts';
import { quoted } from '../text/quote.ts';

const example = '12.40 EUR';

/**
 * Reads `12.40 EUR`, a price an hour.
 * @param what the flag that it was given to
 * @throws UserError usage for a price without a currency or with one that is none, and for what is no price
 */
export function readPrice(text: string, what: string): TargetPrice {
  const [amount = '', currency, ...rest] = text.trim().split(/\s+/);
  const wrong = (why: string): UserError =>
    new UserError(
      'usage',
      `${what} ${why}: ${quoted(text.slice(0, 80))}`,
      `Write an amount an hour and its currency, ${what} "${example}".`,
    );
  const perHour = /^[+-]?\d+(?:\.\d+)?$/.test(amount) ? Number(amount) : Number.NaN;
  const objection = priceObjection(perHour);
  if (objection !== undefined) throw wrong(objection === 'is no number' ? 'is no price' : objection);
  if (currency === undefined) throw wrong('is a price without a currency');
  if (rest.length > 0 || !isCurrency(currency)) throw wrong('names no currency of ISO 4217, such as EUR or USD');
  return { perHour, currency };
}

interface PricedArm {
  readonly arm: RunArm;
  /** What the user calls it. */
  readonly label?: string;
  readonly price?: TargetPrice;
}

/**
 * Makes sure that all that one comparison costs is in one currency: nobody here knows a rate of exchange.
 * @throws UserError usage
 */
export function checkOneCurrency(arms: readonly PricedArm[], prices: UnitPrices | undefined): void {
  const all = [
    ...arms.flatMap(({ arm, label, price }) => {
      const named = label === undefined ? `the ${arm}` : quoted(label);
      return price === undefined ? [] : [{ what: `the price of ${named}`, currency: price.currency }];
    }),
    ...(prices === undefined ? [] : [{ what: 'prices of the config', currency: prices.currency }]),
  ];
  const [first] = all;
  const other = all.find(({ currency }) => currency !== first?.currency);
  if (first === undefined || other === undefined) return;
  throw new UserError(
    'usage',
    `two currencies in one comparison: ${first.what} ${first.what.startsWith('prices') ? 'are' : 'is'} in ${first.currency}, ${other.what} ${other.what.startsWith('prices') ? 'are' : 'is'} in ${other.currency}`,
    'Give all prices in one currency; hogbench knows no rates of exchange.',
  );
}
