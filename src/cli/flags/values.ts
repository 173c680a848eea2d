import { UserError } from '../../model/errors.ts';
import type { Milliseconds } from '../../model/units.ts';
import { givenObjection, insteadOfReserved } from '../../sql/requestParameters.ts';
import { readDuration } from '../../text/duration.ts';

/** `90s`, `10m`, `1h`, `500ms` in milliseconds. */
export function parseDuration(text: string, what: string): Milliseconds {
  const ms = readDuration(text.trim());
  if (ms === undefined)
    throw new UserError(
      'usage',
      `${what} is not a duration: ${text}`,
      'Write a number and a unit, such as 30s or 10m.',
    );
  return ms;
}

/** `5%` or `0.05` as a fraction above 0 and below 1. */
export function parsePercent(text: string, what: string): number {
  const trimmed = text.trim();
  const value = trimmed.endsWith('%') ? Number(trimmed.slice(0, -1)) / 100 : Number(trimmed);
  if (!(value > 0 && value < 1))
    throw new UserError(
      'usage',
      `${what} is not a share: ${text}`,
      'Write a percentage such as 5%, or a fraction such as 0.05.',
    );
  return value;
}

/** `7d`, `2w` or a duration such as `12h`, in seconds. */
export function parseLookBack(text: string, what: string): number {
  const days = /^(\d{1,4})([dw])$/.exec(text.trim());
  if (days) return Number(days[1]) * (days[2] === 'w' ? 7 : 1) * 86_400;
  const ms = readDuration(text.trim());
  if (ms === undefined || ms < 1000)
    throw new UserError('usage', `${what} is not a time to look back: ${text}`, 'Write for instance 12h, 7d or 2w.');
  return Math.round(ms / 1000);
}

/** A share that may be all of it: `95%`, `100%` or `0.95`. */
export function parseCoverage(text: string, what: string): number {
  return /^(?:100%|1(?:\.0*)?)$/.test(text.trim()) ? 1 : parsePercent(text, what);
}

/** A whole number of at least `least`, and of at most `most`. */
export function parseCount(text: string, what: string, least = 1, most: number = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text.trim() === '' ? Number.NaN : text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new UserError(
      'usage',
      `${what} is not a whole number ${most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`}: ${text}`,
      `Write for instance ${what} ${Math.max(least, 10)}.`,
    );
  return value;
}

/** `max_threads=4` as a name and a value, which stays text: `compatibility=24.10` is not 24.1. */
export function parseSetting(text: string, what: string): readonly [string, string] {
  const at = text.indexOf('=');
  const name = text.slice(0, at).trim();
  if (at < 1 || !/^\w+$/.test(name))
    throw new UserError('usage', `${what} is not name=value: ${text}`, `Write for instance ${what} max_threads=4.`);
  const objection = givenObjection(name);
  if (objection !== undefined)
    throw new UserError(
      'usage',
      `${what} ${name} ${objection}`,
      `${insteadOfReserved(name).replace(/^./, (first) => first.toUpperCase())}.`,
    );
  return [name, text.slice(at + 1).trim()];
}
