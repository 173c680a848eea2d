import type { Ratio, Unit } from '../model/units.ts';

interface Scale {
  readonly factor: number;
  readonly suffix: string;
}

const scales: Readonly<Record<Unit, readonly Scale[]>> = {
  us: [
    { factor: 1, suffix: ' µs' },
    { factor: 1e3, suffix: ' ms' },
    { factor: 1e6, suffix: ' s' },
  ],
  bytes: [
    { factor: 1, suffix: ' B' },
    { factor: 1024, suffix: ' KiB' },
    { factor: 1024 ** 2, suffix: ' MiB' },
    { factor: 1024 ** 3, suffix: ' GiB' },
    { factor: 1024 ** 4, suffix: ' TiB' },
  ],
  rows: [
    { factor: 1, suffix: '' },
    { factor: 1e6, suffix: ' M' },
    { factor: 1e9, suffix: ' G' },
  ],
  count: [
    { factor: 1, suffix: '' },
    { factor: 1e6, suffix: ' M' },
    { factor: 1e9, suffix: ' G' },
  ],
};

/** What stands for a value that could not be had. Never 0. */
export const unknown = '?';
/** What stands for a value that does not exist, for instance the baseline of an added case. */
export const absent = '-';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const upToOne = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const one = withDecimals(1);
const two = withDecimals(2);
const full = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });
const small = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

/** Made once: `toLocaleString` makes one at every call, which took most of the time of a large page. */
function withDecimals(decimals: number): Intl.NumberFormat {
  return new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

function threeDigits(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 99.95) return whole.format(value);
  if (size >= 9.995) return one.format(value);
  return size >= 0.01 ? two.format(value) : small.format(value);
}

/** The geometric middle of a row decides its scale, so that neither side drowns in zeros. */
function scaleOf(unit: Unit, values: readonly (number | null)[]): Scale {
  const sizes = values.filter((value) => value !== null && Number.isFinite(value) && value !== 0) as number[];
  const logs = sizes.map((value) => Math.log(Math.abs(value)));
  const middle = logs.length === 0 ? 0 : Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  const base: Scale = { factor: 1, suffix: '' };
  return scales[unit].findLast((scale) => middle >= scale.factor * 0.9995) ?? scales[unit][0] ?? base;
}

function scaled(value: number | null, scale: Scale, unit: Unit): string {
  if (value === null || !Number.isFinite(value)) return unknown;
  const isWhole = scale.factor === 1 && unit !== 'us';
  return `${isWhole ? upToOne.format(value) : threeDigits(value / scale.factor)}${scale.suffix}`;
}

/** One value in its base unit, scaled for reading: `12.3 ms`, `1.24 M`. Null and not-a-number are `?`. */
export function formatValue(value: number | null, unit: Unit): string {
  return scaled(value, scaleOf(unit, [value]), unit);
}

/**
 * Values of one row under one scale. With `exact`, values that differ never print alike: then all
 * their digits are shown.
 */
export function formatRow(values: readonly (number | null)[], unit: Unit, exact = false): readonly string[] {
  const scale = scaleOf(unit, values);
  const texts = values.map((value) => scaled(value, scale, unit));
  const printsAlike = new Set(texts).size < new Set(values).size;
  if (!exact || !printsAlike) return texts;
  const suffix = scales[unit][0]?.suffix ?? '';
  return values.map((value) => (value === null ? unknown : `${full.format(value)}${suffix}`));
}

/** A candidate/baseline ratio: `2.10x`, `0.48x`, `1,204x`. */
export function formatRatio(ratio: Ratio | null): string {
  if (ratio === null || !Number.isFinite(ratio)) return unknown;
  if (ratio >= 99.95) return `${whole.format(ratio)}x`;
  if (ratio >= 9.995) return `${one.format(ratio)}x`;
  return `${ratio >= 0.01 || ratio === 0 ? two.format(ratio) : small.format(ratio)}x`;
}

/** The ends of an interval of ratios: `2.02–2.18`. */
export function formatInterval({ low, high }: { readonly low: Ratio; readonly high: Ratio }): string {
  return `${formatRatio(low).replace('x', '')}–${formatRatio(high).replace('x', '')}`;
}

/** A ratio as a change: 1.042 is `+4.2%`, 0.5 is `-50.0%`. */
export function formatChange(ratio: Ratio | null): string {
  if (ratio === null || !Number.isFinite(ratio)) return unknown;
  const percent = (ratio - 1) * 100;
  const text = Math.abs(percent) >= 99.95 ? whole.format(percent) : one.format(percent);
  if (Number(text.replaceAll(',', '')) === 0) return '0.0%';
  return `${percent > 0 ? '+' : ''}${text}%`;
}

/** A share as a percentage without superfluous digits: 0.05 is `5%`, 0.025 is `2.5%`. */
export function formatShare(share: number): string {
  return `${upToOne.format(share * 100)}%`;
}

/** A share that ought to be all. Only all of it is 100%. */
export function formatCoverage(share: number): string {
  return formatShare(share < 1 ? Math.min(share, 0.999) : share);
}

/** A plain count with thousands separators; null is `?`. */
export function formatCount(value: number | null): string {
  return value === null || !Number.isFinite(value) ? unknown : upToOne.format(value);
}

/** `1 case`, `2 cases`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A moment as `2026-01-31 12:00:00 UTC`; `?` when it is none. */
export function formatMoment(epochMs: number): string {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? unknown : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
