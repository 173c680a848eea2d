import type { Unit } from '../model/units.ts';

/** A whole number with commas between thousands. */
export function thousands(value: number): string {
  const [whole = '', fraction] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined || whole.includes('e') ? grouped : `${grouped}.${fraction}`;
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** A value in its base unit, as people read it: `12.3 ms`, `1.5 MiB`, `1,234`. */
export function quantity(value: number, unit: Unit): string {
  if (unit === 'us') {
    if (value < 1000) return `${thousands(round(value, 0))} µs`;
    return value < 1e6 ? `${significant(value / 1000)} ms` : `${significant(value / 1e6)} s`;
  }
  if (unit !== 'bytes') return thousands(round(value, 1));
  let scaled = value;
  let step = 0;
  for (; scaled >= 1024 && step < byteUnits.length - 1; step++) scaled /= 1024;
  return `${significant(scaled)} ${byteUnits[step] ?? 'B'}`;
}

/** `1.04x`, `2.1x`, `37x`. */
export function times(ratio: number): string {
  if (ratio >= 10) return `${thousands(Math.round(ratio))}x`;
  if (ratio >= 2) return `${ratio.toFixed(1)}x`;
  return ratio >= 0.1 ? `${ratio.toFixed(2)}x` : `${Number(ratio.toPrecision(2))}x`;
}

export function percent(share: number): string {
  return `${round(share * 100, 1)}%`;
}

/** `1 pair`, `2 pairs`. */
export function counted(count: number, noun: string): string {
  return `${thousands(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function significant(value: number): string {
  return value >= 100 ? thousands(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
