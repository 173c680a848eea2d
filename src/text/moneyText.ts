import { fromTo } from './quantity.ts';

/** Below it an amount is told by this bound. */
const smallest = 0.000001;

const made = new Map<string, Intl.NumberFormat>();

/** Made once for each: making one takes longer than a hundred uses. */
function numberFormat(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const format = made.get(key) ?? new Intl.NumberFormat('en-US', options);
  made.set(key, format);
  return format;
}

function decimalsOf(currency: string): number {
  const { maximumFractionDigits: decimals } = numberFormat(currency, { style: 'currency', currency }).resolvedOptions();
  return decimals ?? 2;
}

function digits(value: number, currency: string): string {
  const size = Math.abs(value);
  const decimals = decimalsOf(currency);
  if (size === 0) return '0';
  if (size < smallest) return `under ${value < 0 ? '-' : ''}0.000001`;
  if (size >= 1)
    return numberFormat(`whole ${decimals}`, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    }).format(value);
  return numberFormat('small', {
    minimumSignificantDigits: 2,
    maximumSignificantDigits: 3,
  }).format(value);
}

/** An amount with the decimals of its currency, and below 1 with two or three digits: `1,204.50 EUR`, `0.0034 EUR`. */
export function formatMoney(value: number, currency: string): string {
  return `${digits(value, currency)} ${currency}`;
}

/** The ends of an interval: `1.80 to 2.40 EUR`. */
export function formatMoneyRange(
  { low, high }: { readonly low: number; readonly high: number },
  currency: string,
): string {
  return `${digits(low, currency)} to ${digits(high, currency)} ${currency}`;
}

/** What was and what is: `297.60 → 148.80 EUR`. */
export function formatMoneyMove(baseline: number, candidate: number, currency: string): string {
  return `${fromTo(digits(baseline, currency), digits(candidate, currency))} ${currency}`;
}
