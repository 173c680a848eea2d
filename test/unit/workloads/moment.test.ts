import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMoment } from '../../../src/workloads/moment.ts';

describe('readMoment', () => {
  it.each([
    ['2026-01-31 12:00:00', '2026-01-31T12:00:00Z'],
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00Z'],
    ['2026-01-31 12:00', '2026-01-31T12:00:00Z'],
    ['2026-01-31', '2026-01-31T00:00:00Z'],
    ['2026-01-31 12:00:00+02:00', '2026-01-31T10:00:00Z'],
    ['2026-01-31 12:00:00 Europe/Madrid', '2026-01-31T11:00:00Z'],
    ['2026-07-31 12:00:00 Europe/Madrid', '2026-07-31T10:00:00Z'],
    ['2026-01-31 12:00:00 UTC', '2026-01-31T12:00:00Z'],
    ['2026-01-31 Asia/Kolkata', '2026-01-30T18:30:00Z'],
    // Clocks go back at 03:00 on this day: 02:30 comes twice.
    ['2026-10-25 02:30:00 Europe/Madrid', '2026-10-25T00:30:00Z'],
  ])('%s is %s', (text, iso) => {
    expect(readMoment(text)).toBe(Date.parse(iso) / 1000);
  });

  it.each([
    'now',
    '2026-02-30',
    '2026-01-31 25:00:00',
    '2026-01-31 12:00:00 Europe/Atlantis',
    // Clocks go from 02:00 to 03:00 on this day.
    '2026-03-29 02:30:00 Europe/Madrid',
    '1969-12-31 23:59:59',
    '2107-01-01',
    '',
  ])('%s is no moment', (text) => {
    expect(readMoment(text)).toBeUndefined();
  });

  it('reads back what Intl shows in a zone', () => {
    const zones = ['America/New_York', 'Europe/Madrid', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC'];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(...zones), (moment, zone) => {
        const shown = new Date(moment * 1000).toLocaleString('sv-SE', { timeZone: zone });
        const read = readMoment(`${shown} ${zone}`);
        expect(new Date((read ?? Number.NaN) * 1000).toLocaleString('sv-SE', { timeZone: zone })).toBe(shown);
      }),
    );
  });
});
