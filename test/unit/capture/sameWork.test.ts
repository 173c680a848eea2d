import { describe, expect, it } from 'vitest';
import { PrivacyTally } from '../../../src/capture/privacyReport.ts';
import { noRule } from '../../../src/capture/privacyRules.ts';
import { Pseudonyms } from '../../../src/capture/pseudonyms.ts';
import { redactSql } from '../../../src/capture/redactSql.ts';
import { compareWork } from '../../../src/capture/sameWork.ts';

const functions = new Set('concat sum uniq equals arraymap lower'.split(' '));
const redact = (sql: string, rules = { allow: noRule, drop: noRule, hash: noRule }): string =>
  redactSql(sql, {
    ...{ pseudonyms: new Pseudonyms('key'), rules, eventColumns: ['event'] },
    ...{ keepLiterals: false, tally: new PrivacyTally() },
  });

describe('nothing speaks against a text that has other data only', () => {
  it.each([
    "SELECT count() FROM t WHERE name = 'jane' AND x IN ('a', 'b') AND url LIKE '%jane%' /* jane */",
    "SELECT concat('jane', x), sumIf(x, lower('Jane') = y), uniqStateOrNull(concat('jane', y)) FROM t",
    "SELECT JSONExtract(p, 'Tuple(jane String, n UInt8)'), JSONExtractString(p, 'Jane Doe') FROM t",
    "SELECT formatDateTime(ts, 'Jane %Y'), format('{0} jane', x), match(x, '(?i)jane\\\\d{2}') FROM t",
    `SELECT 1 AS "Jane Doe" FROM t ORDER BY "Jane Doe"`,
    "SELECT toDateTime(x, 'Asia/Kolkata') FROM t SETTINGS log_comment = 'jane'",
    "SELECT x['Jane Doe'], dateTrunc('week', ts) FROM t WHERE ts > now() - INTERVAL '7' DAY;",
  ])('%s', (sql) => {
    const written = redact(sql);
    expect(written).not.toContain("'jane'");
    expect(compareWork(sql.replace(/;$/, ''), written, functions).doubt).toBeUndefined();
  });
});

describe('something speaks against a text without what the statement needs', () => {
  it.each([
    ["SELECT toTimeZone(ts, 'Mars/Base')", 'time zone'],
    ["SELECT CAST(x, 'Enum8(\\'jane\\' = 1)')", 'type'],
    ["SELECT x::Enum8('jane' = 1)", 'name in an enum'],
    ["SELECT dateTrunc(concat('we', 'ek'), ts)", 'unit of time'],
    ["SELECT parseDateTime(s, 'jane %Y')", 'format of time'],
    ["SELECT splitByString('jane doe', s)", 'separator'],
    ["SELECT decrypt('aes-256-gcm', 'jane', k)", 'encoded text'],
    ["SELECT encrypt('aes-256-ofb', s, '[HIDDEN]')", 'hides a secret'],
    ["SELECT tupleElement(t, 'Jane Doe')", 'name of an element'],
    ["SELECT count() FROM url('https://example.com', 'CSV')", 'url'],
    ["SELECT 1 SETTINGS additional_table_filters = {'t': 'x = 1'}", 'additional_table_filters'],
    ['SELECT sum(`jane@example.com`)', 'quoted name'],
    ["SELECT shout(x, 'jane')", 'no function of the engine'],
    ["WITH 'jane' AS tz SELECT toTimeZone(ts, tz)", 'time zone'],
  ])('%s', (sql, says) => {
    const { doubt } = compareWork(sql, redact(sql), functions);
    expect(doubt).toContain(says);
    expect(doubt ?? '').not.toMatch(/jane|Mars|example/i);
  });

  it('only the doubt about a function of a user can be dispelled', () => {
    const of = (sql: string) => compareWork(sql, redact(sql), functions).mayBeDispelled;
    expect(of("SELECT shout(x, 'jane')")).toBe(true);
    expect(of("SELECT shout(x, 'jane'), toTimeZone(ts, 'Mars/Base')")).toBe(false);
  });

  it.each([
    ["SELECT a, b FROM t WHERE x = 'p'", "SELECT a FROM t WHERE x = 'q'"],
    ['SELECT sum(a) FROM t', 'SELECT max(a) FROM t'],
    ["SELECT a FROM t WHERE x = 'p' LIMIT 10", "SELECT a FROM t WHERE x = 'q' LIMIT 90"],
    ["SELECT a FROM t WHERE x = 'p'", 'SELECT a FROM t WHERE x = 5'],
    ['SELECT 1 AS `a b`, 2 AS `c d`', 'SELECT 1 AS `x y`, 2 AS `x y`'],
    ["SELECT x > now() - INTERVAL '7' DAY", "SELECT x > now() - INTERVAL '3' DAY"],
    ["SELECT JSONExtract(p, 'Array(String)')", "SELECT JSONExtract(p, 'Array(UInt64)')"],
  ])('a text that was damaged on the way: %s', (sql, damaged) => {
    expect(compareWork(sql, damaged, functions).doubt).toBeDefined();
  });
});
