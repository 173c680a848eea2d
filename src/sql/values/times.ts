import { plainDecimal, readDecimal } from './decimalText.ts';
import { Digits, type Given, Misfit } from './given.ts';

/** A day between two others, since the server bends any other to the nearest, or to 1970-01-01. */
export function date(first: string, last: string): (value: Given) => string {
  return (value) => {
    if (typeof value !== 'string' || !isDay(value)) throw new Misfit("a date like '2026-01-31'");
    if (value < first || value > last) throw new Misfit(`a date from ${first} to ${last}`);
    return value;
  };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}

export interface TimeLimits {
  readonly first: string;
  readonly last: string;
  /** Digits behind the point of a second. */
  readonly scale: number;
  readonly lastSecond: number;
}

const timestamp = /^(\d{4}-\d{2}-\d{2})(?:[ T](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.(\d+))?)?$/;

/** A time on a clock, in the zone of its type; or seconds since 1970. */
export function dateTime({ first, last, scale, lastSecond }: TimeLimits): (value: Given) => string {
  return (value) => {
    const seconds = secondsText(value, scale, lastSecond);
    if (seconds !== undefined) return seconds;
    const [, day = '', fraction = ''] = typeof value === 'string' ? (timestamp.exec(value) ?? []) : [];
    if (!isDay(day)) throw new Misfit("a time like '2026-01-31 12:00:00', or seconds since 1970");
    if (day < first || day > last) throw new Misfit(`a time from ${first} to ${last}`);
    checkFraction(fraction, scale);
    const text = String(value).replace('T', ' ');
    return scale === 0 ? text.replace(/\..*/, '') : text;
  };
}

function checkFraction(fraction: string, scale: number): void {
  if (fraction.replace(/0+$/, '').length <= scale) return;
  throw new Misfit(scale === 0 ? 'a time in whole seconds' : `a time with at most ${scale} digits behind the second`);
}

/** Ten digits, which is how the server knows seconds from anything else. */
function secondsText(value: Given, scale: number, last: number): string | undefined {
  const text = value instanceof Digits ? value.text : String(value);
  if (typeof value === 'string' ? !/^\d{5,}(\.\d+)?$/.test(text) : readDecimal(text) === undefined) return undefined;
  const plain = plainDecimal(readDecimal(text) ?? { negative: false, digits: '', scale: 0 }) ?? '';
  const [whole = '', fraction = ''] = plain.split('.');
  if (plain === '' || plain.startsWith('-') || Number(whole) > last)
    throw new Misfit(`seconds since 1970 from 0 to ${last}, or a time like '2026-01-31 12:00:00'`);
  checkFraction(fraction, scale);
  return whole.padStart(10, '0') + (fraction === '' ? '' : `.${fraction}`);
}

/** A time of day, or a span up to 999 hours. */
export function timeOfDay(scale: number): (value: Given) => string {
  return (value) => {
    const [whole, fraction = ''] =
      typeof value === 'string' ? (/^-?\d{2,3}:[0-5]\d:[0-5]\d(?:\.(\d+))?$/.exec(value) ?? []) : [];
    if (whole === undefined) throw new Misfit("a time like '12:34:56'");
    checkFraction(fraction, scale);
    return scale === 0 ? whole.replace(/\..*/, '') : whole;
  };
}
