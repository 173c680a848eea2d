import type { Unit } from '../model/units.ts';

const us: Readonly<Record<string, number>> = { us: 1, µs: 1, ms: 1e3, s: 1e6, m: 60e6, min: 60e6, h: 3600e6 };
const bytes: Readonly<Record<string, number>> = {
  ...{ '': 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 },
  ...{ kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3, tib: 1024 ** 4 },
};
const counts: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

const scales: Readonly<Record<Unit, Readonly<Record<string, number>>>> = { us, bytes, rows: counts, count: counts };

/** How a budget in each unit is written, for messages. */
export const budgetExamples: Readonly<Record<Unit, string>> = {
  ...{ us: '3s or 250ms', bytes: '2GB or 512MiB', rows: '5000000 or 5M', count: '100 or 10k' },
};

/** `M` is mega and `m` minutes, and `Gb` is gigabits: what is read in two ways is not read. */
const ambiguous: Partial<Readonly<Record<Unit, RegExp>>> = { us: /[A-Z]/, bytes: /^[KMGT]i?b$/ };

/**
 * `2GB`, `3s`, `5M` in the base unit of a metric; undefined for what is no such quantity. A time needs its unit, in small letters; bytes are
 * told from bits.
 */
export function readBudget(given: string | number, unit: Unit): number | undefined {
  const match = /^(\d{1,15}(?:\.\d{1,9})?(?:e\d{1,2})?)\s*([a-zµ]*)$/i.exec(String(given).trim().replaceAll('_', ''));
  const suffix = match?.[2] ?? '';
  const scale = ambiguous[unit]?.test(suffix) ? undefined : scales[unit][suffix.toLowerCase()];
  if (match === null || scale === undefined) return undefined;
  const value = Number(match[1]) * scale;
  return Number.isFinite(value) ? value : undefined;
}

/** A percentage, or a number that is not read in two ways: a number of 1 and more has no `%` and could mean either. */
function readShare(given: string | number): number | undefined {
  const match = /^(\d{1,6}(?:\.\d{1,9})?)(%?)$/.exec(String(given).trim());
  return match === null ? undefined : Number(match[1]) / (match[2] === '%' ? 100 : 1);
}

/** `2%` or 0.02, below 100%, as `--margin` takes it; undefined for anything else. */
export function readMargin(given: string | number): number | undefined {
  const share = readShare(given);
  return share !== undefined && share < 1 ? share : undefined;
}

/** `80%` or 0.8, above 0 and at most 100%; undefined for anything else. */
export function readMinDecided(given: string | number): number | undefined {
  const share = readShare(given);
  return share !== undefined && share > 0 && share <= 1 ? share : undefined;
}

/** `1.4x` or `1.4`, above 1; undefined for anything else. */
export function readUpTo(given: string): number | undefined {
  const match = /^(\d{1,6}(?:\.\d{1,6})?)x?$/.exec(given.trim());
  const value = Number(match?.[1]);
  return value > 1 ? value : undefined;
}
