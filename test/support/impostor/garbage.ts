import type { Row } from './answers.ts';

/** What may stand where a number should. */
export const garbageValues: readonly unknown[] = [
  null,
  -5000,
  1e22,
  'abc',
  '',
  0,
  '0',
  '-1',
  '1e400',
  'NaN',
  true,
  [],
  {},
  0.5,
  '18446744073709551615',
  undefined,
];

/** The rows with a value of `garbageValues` in the place of every number: the next one at each turn. Ids stay, so that a row is found. */
export function garbageRows(rows: readonly Row[], turn: number): readonly Row[] {
  const value = garbageValues[turn % garbageValues.length];
  const spoilt = (row: Row): Row =>
    Object.fromEntries(
      Object.entries(row).map(([name, was]) => {
        if (name === 'initialRows') return [name, was];
        if (isNumber(was)) return [name, value];
        if (name === 'events') return [name, spoilt(was as Row)];
        return [name, was];
      }),
    );
  return rows.map(spoilt);
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
}
