import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Client } from '../../src/clickhouse/http/control.ts';
import { anyRow } from '../../src/clickhouse/http/rowShape.ts';
import { parseRefusal } from '../../src/clickhouse/target/statementCheck.ts';
import type { ParseRefusal } from '../../src/model/serverAnswers.ts';
import { tokenize } from '../../src/sql/sqlLexer.ts';
import { splitStatements } from '../../src/sql/statements.ts';
import { findClockCalls } from '../../src/workloads/clockCalls.ts';
import { pinClock } from '../../src/workloads/pinnedClock.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';

let server: OwnServer;
let client: Client;

beforeAll(async () => {
  server = await ownServer();
  client = server.client;
});
afterAll(() => server?.stop());

function refusalOf(sql: string): Promise<ParseRefusal | undefined> {
  return parseRefusal(client, { sql, params: {}, settings: {} }, { guard: { readonly: 2 }, limits: {} });
}

/** Any text but NUL, which ends a C string, and lone surrogates, which are no UTF-8. */
const text = fc.string({ unit: 'binary', maxLength: 12 }).map((any) => any.replace(/[\0\p{Cs}]/gu, ';'));
const literal = fc.oneof(
  text.map((any) => `'${any.replace(/['\\]/g, '\\$&')};'`),
  text.map((any) => `'${any.replaceAll('\\', '').replaceAll("'", "''")};'`),
  text.map((any) => `$$;${any.replaceAll('$', '')}$$`),
  text.map((any) => `$t_1$;$$${any.replaceAll('$', '')}$t_1$`),
  text.map((any) => `‘;${any.replace(/[‘’]/g, '')}’`),
  text.map((any) => `1 AS "q${any.replace(/["\\]/g, '\\$&')};"`),
  text.map((any) => `1 AS \`q${any.replace(/[`\\]/g, '\\$&')};\``),
  fc.constantFrom('1', '0xFF', '1.5e3', "x'41'", '[1, 2][1]', '1 AS $dollar', '1 AS a$b'),
);
const gap = fc.oneof(
  fc.constantFrom(' ', '\n', '\r\n', '\t', '\u00a0', '\u200b', '\ufeff', '\u3000', '\u0085'),
  text.map((any) => `/* ${any.replace(/[*/]/g, '')} ; /* ; */ */`),
  text.map((any) => ` --${any.replace(/[\n]/g, '')};\n`),
  text.map((any) => ` # ${any.replace(/[\n]/g, '')};\r\n`),
  text.map((any) => ` //${any.replace(/[\n]/g, '')};\n`),
);
const statement = fc
  .tuple(gap, literal, gap, literal)
  .map(([before, one, between, two]) => `SELECT${before} 1 IN (1),${one}${between},${two}`);

/** What is drawn is the same every time: a draw that fails now and then tells of no change. */
const seed = 20261128;

describe('the engine agrees', () => {
  it('with what is one statement: it parses each, and refuses two as several', async () => {
    const parts = fc.sample(fc.tuple(statement, gap), { numRuns: 150, seed });
    const sql = `\ufeff${parts.map(([one, after]) => `${one};${after}`).join('')}`;
    const found = splitStatements(sql).statements;
    expect(found).toHaveLength(parts.length);
    for (const one of found) expect([one.sql, await refusalOf(one.sql)]).toEqual([one.sql, undefined]);
    const refusal = await refusalOf(
      found
        .slice(0, 2)
        .map((one) => one.sql)
        .join(';'),
    );
    expect(refusal?.message).toContain('Multi-statements are not allowed');
  });

  it('with where statements end in a soup of quotes and comments', async () => {
    const pieces = [
      ...`'"\`;-/*# $\n\\`,
      '--',
      '/*',
      '*/',
      '$$',
      '$a$',
      '‘',
      '’',
      '“',
      '”',
      'a',
      '1',
      "''",
      '# ',
      '#!',
      '//',
      '\ufeff',
      '\u200b',
    ];
    const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((all) => all.join(''));
    let judged = 0;
    const ended = fc.sample(soup, { numRuns: 600, seed }).map((sql) => `${sql}\n;the_end`);
    // It prints what its lexer reads, up to the first thing that is no token.
    const [row] = await client.rows(
      'SELECT arrayMap(one -> normalizeQuery(one), {all:Array(String)}) AS read',
      z.object({ read: z.array(z.string()) }),
      { params: { all: ended } },
    );
    const semicolons = (sql: string): number =>
      tokenize(sql).filter((token) => sql.slice(token.start, token.end) === ';').length;
    for (const [at, sql] of ended.entries()) {
      const read = row?.read[at] ?? '';
      if (!read.endsWith('the_end')) continue;
      judged++;
      const open = tokenize(sql).filter((token) => token.unterminated);
      expect({ sql, open, count: semicolons(sql) }).toEqual({ sql, open: [], count: semicolons(read) });
    }
    expect(judged).toBeGreaterThan(50);
  });
});

describe('a pinned clock', () => {
  const now = Date.UTC(2026, 0, 31, 12) / 1000;
  const calls = [
    ...['now()', 'NOW()', "now('Europe/Madrid')", 'now64()', 'now64(0)', 'now64(9)', "now64(6, 'UTC')", 'today()'],
    ...[
      'TODAY()',
      'curdate()',
      'yesterday()',
      'UTCTimestamp()',
      'utc_timestamp()',
      'CURRENT_TIMESTAMP',
      'now64(1 + 2)',
    ],
    ...['current_timestamp()', 'CURRENT_DATE', 'current_date()', 'LOCALTIMESTAMP', 'localtimestamp()', 'LOCALTIME'],
    ...['nowInBlock()', "nowInBlock('UTC')", 'nowInBlock64()', "nowInBlock64(6, 'UTC')", 'initialQueryStartTime()'],
    ...['toDate(now())', 'now() - INTERVAL 1 DAY', 'toStartOfDay(now64(3))', '`now`()', 'now(timezone())'],
  ];

  it('keeps types and constness, and gives each execution one value', async () => {
    const values = async (sql: string): Promise<string> => JSON.stringify(await client.rows(sql, anyRow));
    for (const call of calls) {
      const pinned = pinClock(call, now);
      expect(pinned).not.toBe(call);
      const facts = (one: string): string => `SELECT toTypeName(${one}) AS type, isConstant(${one}) AS constant`;
      expect({ call, facts: await values(facts(pinned)) }).toEqual({ call, facts: await values(facts(call)) });
      const first = await values(`SELECT ${pinned} AS value`);
      expect(first).toMatch(/2026-01-3[01]|"1[23]:00:00"/);
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(await values(`SELECT ${pinned} AS value, sleepEachRow(0.001) AS late`)).toContain(first.slice(2, -2));
    }
  });

  it('leaves SQL that still parses, with no clock in it', async () => {
    const clocked = fc.tuple(statement, gap, fc.constantFrom(...calls));
    for (const [before, space, call] of fc.sample(clocked, { numRuns: 100, seed })) {
      const pinned = pinClock(`${before},${space}${call}`, now);
      expect(findClockCalls(pinned, tokenize(pinned))).toEqual([]);
      expect([pinned, await refusalOf(pinned)]).toEqual([pinned, undefined]);
    }
  });

  it('is the moment it says, in whatever zone the session is', async () => {
    const [row] = await client.rows(
      pinClock('SELECT toUnixTimestamp(now()) AS moment, toString(now()) AS here, toString(today()) AS day', now),
      anyRow,
      { settings: { session_timezone: 'Pacific/Kiritimati' } },
    );
    expect(row).toEqual({ moment: now, here: '2026-02-01 02:00:00', day: '2026-02-01' });
  });

  it('knows every clock function that the engine has', async () => {
    const rows = await client.rows(
      `SELECT name, case_insensitive AS any_case FROM system.functions
       WHERE match(name, '^(?i)(now.*|today|yesterday|cur(rent_?)?(date|time.*)|utc_?time.*|local_?time.*|initial_?query_?start.*)$')
       OR alias_to IN ('now', 'now64', 'today', 'yesterday', 'UTCTimestamp', 'nowInBlock', 'initialQueryStartTime')`,
      z.object({ name: z.string(), any_case: z.number() }),
    );
    const names = rows
      .filter(({ name }) => !/Micro/.test(name))
      .flatMap(({ name, any_case }) => [name, ...(any_case ? [name.toUpperCase()] : [])]);
    expect(names.length).toBeGreaterThan(10);
    const missed = names.filter((name) => findClockCalls(`${name}()`, tokenize(`${name}()`)).length === 0);
    expect(missed).toEqual([]);
  });
});
