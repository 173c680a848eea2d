import { describe, expect, it } from 'vitest';
import { checkOneCurrency, readPrice } from '../../../src/money/readPrice.ts';

describe('a price in a flag', () => {
  it('is an amount an hour and a currency', () => {
    expect(readPrice('12.40 EUR', '--baseline-price')).toEqual({ perHour: 12.4, currency: 'EUR' });
    expect(readPrice(' 7  JPY ', '--baseline-price')).toEqual({ perHour: 7, currency: 'JPY' });
    expect(readPrice('0 EUR', '--baseline-price')).toEqual({ perHour: 0, currency: 'EUR' });
  });

  it.each([
    ['12.40', 'without a currency'],
    ['-3 EUR', 'is below 0'],
    ['much EUR', 'is no price'],
    ['1e400 EUR', 'is no price'],
    ['NaN EUR', 'is no price'],
    ['Infinity EUR', 'is no price'],
    ['', 'is no price'],
    ['9999999999 EUR', 'is above'],
    ['12 Euro', 'no currency of ISO 4217'],
    ['12 eur', 'no currency of ISO 4217'],
    ['12 EUR USD', 'no currency of ISO 4217'],
  ])('is refused as %j', (text, what) => {
    expect(() => readPrice(text, '--baseline-price')).toThrow(what);
    expect(() => readPrice(text, '--baseline-price')).toThrow('--baseline-price');
  });
});

describe('two currencies in one comparison', () => {
  const arm = (name: 'baseline' | 'candidate', currency?: string) => ({
    arm: name,
    ...(currency === undefined ? {} : { price: { perHour: 1, currency } }),
  });

  it('name the arms as the user does', () => {
    const named = (name: 'baseline' | 'candidate', label: string, currency: string) => ({
      ...arm(name, currency),
      label,
    });
    expect(() =>
      checkOneCurrency([named('baseline', 'old', 'EUR'), named('candidate', 'new', 'USD')], undefined),
    ).toThrow('the price of `old` is in EUR, the price of `new` is in USD');
  });

  it('are refused, between arms and between an arm and units', () => {
    expect(() => checkOneCurrency([arm('baseline', 'EUR'), arm('candidate', 'USD')], undefined)).toThrow(
      'two currencies in one comparison: the price of the baseline is in EUR, the price of the candidate is in USD',
    );
    expect(() => checkOneCurrency([arm('baseline', 'EUR')], { currency: 'USD', cpuSecond: 1 })).toThrow('USD');
  });

  it('are not where there is one, or none', () => {
    checkOneCurrency([arm('baseline', 'EUR'), arm('candidate')], { currency: 'EUR', cpuSecond: 1 });
    checkOneCurrency([arm('baseline'), arm('candidate')], undefined);
  });
});
