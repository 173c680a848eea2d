import type { Milliseconds, Ratio, Unit } from '../model/units.ts';

/**
 * The one place that prints numbers for people. Three significant digits: none after the point from 100 on, one from 10 on,
 * two below, and below 0.1 the first two that are not zero. Commas stand between thousands. A number that could not be had
 * is `?`, never 0. One finding is told by several sentences and tables, and shows a number in all of them alike.
 */

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

const whole = madeOnce({ maximumFractionDigits: 0 });
const upToOne = madeOnce({ maximumFractionDigits: 1 });
const one = withDecimals(1);
const two = withDecimals(2);
const full = madeOnce({ maximumFractionDigits: 6 });
/** Six decimals at most: there are numbers with three hundred zeros after the point. */
const small = madeOnce({
  maximumSignificantDigits: 2,
  maximumFractionDigits: 6,
  roundingPriority: 'lessPrecision',
});

type Format = Pick<Intl.NumberFormat, 'format'>;

/**
 * Made once: `toLocaleString` makes one at every call, which took most of the time of a large page. Made when it is first used: each takes
 * some milliseconds, which a command that prints no number need not wait for.
 */
function madeOnce(options: Intl.NumberFormatOptions): Format {
  let made: Intl.NumberFormat | undefined;
  return {
    format: (value) => {
      made ??= new Intl.NumberFormat('en-US', options);
      return made.format(value);
    },
  };
}

function withDecimals(decimals: number): Format {
  return madeOnce({ minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** Below it two decimals hide what is left. */
const smallest = 0.0995;

function threeDigits(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 99.95) return whole.format(value);
  if (size >= 9.995) return one.format(value);
  return size >= smallest ? two.format(value) : small.format(value);
}

/** What is counted in whole numbers, and on average in parts of one. */
function countDigits(value: number): string {
  const size = Math.abs(value);
  return size === 0 || size >= smallest ? upToOne.format(value) : small.format(value);
}

/** The geometric middle of a row decides its scale, so that neither side drowns in zeros. */
function scaleOf(unit: Unit, values: readonly (number | null)[]): Scale {
  const sizes = values.filter((value) => value !== null && Number.isFinite(value) && value !== 0) as number[];
  const logs = sizes.map((value) => Math.log(Math.abs(value)));
  const middle = logs.length === 0 ? 0 : Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  const base: Scale = { factor: 1, suffix: '' };
  return scales[unit].findLast((scale) => middle >= scale.factor * 0.9995) ?? scales[unit][0] ?? base;
}

function isMissing(value: number | null): value is null {
  return value === null || !Number.isFinite(value);
}

function scaled(value: number | null, scale: Scale, unit: Unit): string {
  if (isMissing(value)) return unknown;
  const isWhole = scale.factor === 1 && unit !== 'us';
  return `${isWhole ? countDigits(value) : threeDigits(value / scale.factor)}${scale.suffix}`;
}

/** One value in its base unit, scaled for reading: `12.3 ms`, `1.24 M`. Null and not-a-number are `?`. */
export function formatValue(value: number | null, unit: Unit): string {
  return scaled(value, scaleOf(unit, [value]), unit);
}

/** A number that needs no scale, such as requests a second: `38.4`. Null and not-a-number are `?`. */
export function formatNumber(value: number | null): string {
  return isMissing(value) ? unknown : threeDigits(value);
}

/** A time in milliseconds, scaled for reading: `840 µs`, `12.3 ms`, `1.24 s`. */
export function formatMs(ms: Milliseconds | null): string {
  return formatValue(ms === null ? null : ms * 1000, 'us');
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
  return values.map((value) => (isMissing(value) ? unknown : `${full.format(value)}${suffix}`));
}

/** Between what was and what is, in all that people read. */
const arrow = ' → ';

/** What was, and what is: `main → feature`. */
export function fromTo(...steps: readonly string[]): string {
  return steps.join(arrow);
}

/** A value of both arms: `12.3 ms → 25.8 ms`. With `exact` as in `formatRow`. */
export function formatMove(baseline: number | null, candidate: number | null, unit: Unit, exact = false): string {
  return fromTo(...formatRow([baseline, candidate], unit, exact));
}

/** A candidate/baseline ratio: `2.10x`, `0.48x`, `0.012x`, `1,204x`. */
export function formatRatio(ratio: Ratio | null): string {
  if (isMissing(ratio)) return unknown;
  return `${threeDigits(ratio)}x`;
}

/** The ends of an interval of ratios: `2.02–2.18`. */
export function formatInterval({ low, high }: { readonly low: Ratio; readonly high: Ratio }): string {
  return `${formatRatio(low).replace('x', '')}–${formatRatio(high).replace('x', '')}`;
}

/** A ratio as a change: 1.042 is `+4.2%`, 0.5 is `-50.0%`. */
export function formatChange(ratio: Ratio | null): string {
  if (isMissing(ratio)) return unknown;
  const percent = (ratio - 1) * 100;
  const text = Math.abs(percent) >= 99.95 ? whole.format(percent) : one.format(percent);
  if (Number(text.replaceAll(',', '')) === 0) return '0.0%';
  return `${percent > 0 ? '+' : ''}${text}%`;
}

/** A share as a percentage without superfluous digits: 0.05 is `5%`, 0.025 is `2.5%`, 0.0004 is `0.04%`. */
export function formatShare(share: number): string {
  return `${countDigits(share * 100)}%`;
}

/** A share that ought to be all. Only all of it is 100%. */
export function formatCoverage(share: number): string {
  return formatShare(share < 1 ? Math.min(share, 0.999) : share);
}

/** A plain count with thousands separators; null is `?`. */
export function formatCount(value: number | null): string {
  return isMissing(value) ? unknown : countDigits(value);
}

/** `1 case`, `2 cases`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

const smallestP = 0.0001;

/** `p < 0.0001`, `p = 0.0034`, `p = 0.21`. Smaller ones are all the same to a reader. */
export function formatP(p: number): string {
  return p < smallestP ? `p < ${smallestP}` : `p = ${small.format(p)}`;
}

/** A limit, or a time that somebody waited: `0.5 s`, `60 s`. */
export function formatSeconds(ms: Milliseconds): string {
  return `${countDigits(ms / 1000)} s`;
}

/** About how long something takes: `840 ms`, `12 s`, `2 min`. */
export function formatEstimate(ms: Milliseconds): string {
  if (ms < 1000) return formatValue(ms * 1000, 'us');
  if (ms < 10_000) return formatSeconds(ms);
  return ms < 120_000 ? `${whole.format(ms / 1000)} s` : `${whole.format(ms / 60_000)} min`;
}

/** A moment as `2026-01-31 12:00:00 UTC`; `?` when it is none. */
export function formatMoment(epochMs: number): string {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? unknown : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
