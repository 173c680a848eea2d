import { expect, it } from 'vitest';
import { formatMoney, formatMoneyMove, formatMoneyRange } from '../../../src/text/moneyText.ts';

it.each([
  [0, 'EUR', '0 EUR'],
  [1204.5, 'EUR', '1,204.50 EUR'],
  [-3, 'EUR', '-3.00 EUR'],
  [1204.5, 'JPY', '1,205 JPY'],
  [0.1, 'EUR', '0.10 EUR'],
  [0.11349, 'EUR', '0.113 EUR'],
  [0.000074, 'EUR', '0.000074 EUR'],
  [0.9999, 'EUR', '1.0 EUR'],
  [1e-9, 'EUR', 'under 0.000001 EUR'],
])('writes %d %s', (value, currency, text) => {
  expect(formatMoney(value, currency)).toBe(text);
});

it('writes two amounts of one currency', () => {
  expect(formatMoneyMove(297.6, 148.8, 'EUR')).toBe('297.60 → 148.80 EUR');
  expect(formatMoneyRange({ low: -2.4, high: 0.05 }, 'EUR')).toBe('-2.40 to 0.050 EUR');
});
