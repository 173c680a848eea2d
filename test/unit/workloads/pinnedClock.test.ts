import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pinClock } from '../../../src/workloads/pinnedClock.ts';

const now = 1_769_860_800;

describe('pinClock', () => {
  it.each([
    ['now()', `toDateTime(${now})`],
    ['NOW ( )', `toDateTime(${now} )`],
    ['`now`()', `toDateTime(${now})`],
    ["now('Europe/Madrid')", `toDateTime(${now}, 'Europe/Madrid')`],
    ['now(/* in the zone of the session */)', `toDateTime(${now}/* in the zone of the session */)`],
    ['now64()', `toDateTime64(${now}, 3)`],
    ["Now64(6, 'UTC')", `toDateTime64(${now}, 6, 'UTC')`],
    ['today()', `toDate(toDateTime(${now}))`],
    ['curdate()', `toDate(toDateTime(${now}))`],
    ['yesterday()', `minus(toDate(toDateTime(${now})), 1)`],
    ['UTCTimestamp()', `toDateTime(${now}, 'UTC')`],
    ['nowInBlock()', `materialize(toDateTime(${now}))`],
    ["nowInBlock64(3, 'UTC')", `materialize(toDateTime64(${now}, 3, 'UTC'))`],
    ['toDate(now())', `toDate(toDateTime(${now}))`],
    [
      "now(if(today() > '2000-01-01', 'UTC', 'CET'))",
      `toDateTime(${now}, if(toDate(toDateTime(${now})) > '2000-01-01', 'UTC', 'CET'))`,
    ],
    ['CURRENT_TIMESTAMP', `toDateTime(${now})`],
    ['1 + current_date()', `1 + toDate(toDateTime(${now}))`],
    ['a > CURRENT_DATE AND b', `a > toDate(toDateTime(${now})) AND b`],
  ])('%s becomes %s', (call, constant) => {
    expect(pinClock(`SELECT ${call}`, now)).toBe(`SELECT ${constant}`);
  });

  it.each([
    'SELECT now, t.now, "now", `now`, 1 AS now FROM t',
    'SELECT \'now()\', $$now()$$, "now()" -- now()\n/* now() */',
    'SELECT t.now()',
    'SELECT arrayMap(now -> now + 1, [1])',
    'WITH now (a) AS (SELECT 1) SELECT a FROM now',
    'SELECT known(), nowadays(), YESTERDAY(), NOWINBLOCK()',
    'SELECT 1 AS current_date, current_date',
    'SELECT 1 current_date, current_date',
    'SELECT arrayMap((x, current_date) -> x + current_date, [1], [2])',
    'SELECT current_date.x FROM current_date',
    'SELECT {now:DateTime}',
    'SELECT now(',
    'SELECT today(1)',
  ])('leaves %s alone', (sql) => {
    expect(pinClock(sql, now)).toBe(sql);
  });

  const opaque = fc.oneof(
    fc.string({ unit: 'binary' }).map((text) => `'${text.replace(/['\\]/g, '\\$&')} now()'`),
    fc.string({ unit: 'binary' }).map((text) => `"${text.replace(/["\\]/g, '\\$&')} now()"`),
    fc.string({ unit: 'binary' }).map((text) => `/*${text.replace(/[*/]/g, '')} now() */`),
    fc.string({ unit: 'binary' }).map((text) => `--${text.replace(/\n/g, '')} now()\n`),
    fc.string({ unit: 'binary' }).map((text) => `$q$${text.replace(/\$/g, '')} today()$q$`),
    fc.constantFrom('now', 't.now', 'now AS today', 'x -> now', '(', ')', ',', ' '),
  );
  const call = fc.constantFrom('now()', 'NOW()', "now64(3, 'UTC')", 'today()', 'yesterday()', 'CURRENT_TIMESTAMP()');

  it('changes calls, and nothing but calls', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(opaque, call), { maxLength: 6 }), (parts) => {
        const sql = parts.map(([text, one]) => `${text} + ${one} `).join('');
        const expected = parts.map(([text, one]) => `${text} + ${pinClock(one, now)} `).join('');
        expect(pinClock(sql, now)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('takes any text, and leaves what it made', () => {
    const soup = fc.array(
      fc.oneof(fc.constantFrom(...`'"\`$;-/*# \n()->.,`, 'now', 'AS', 'current_date'), fc.string()),
    );
    fc.assert(
      fc.property(soup, (parts) => {
        const pinned = pinClock(parts.join(''), now);
        expect(pinClock(pinned, now)).toBe(pinned);
      }),
      { numRuns: 500 },
    );
  });
});
