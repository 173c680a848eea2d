import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Client } from '../../src/clickhouse/http/control.ts';
import { anyRow } from '../../src/clickhouse/http/rowShape.ts';
import { stringLiteral } from '../../src/sql/literals.ts';
import { inFormat, statementParts, toBeExplained, withoutFormat } from '../../src/sql/statementParts.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';

let server: OwnServer;
let control: Client;

beforeAll(async () => {
  server = await ownServer();
  control = server.client;
});
afterAll(() => server?.stop());

/** A statement and what its outermost level says. */
interface Written {
  readonly sql: string;
  readonly format: string | undefined;
  readonly keys: readonly string[] | undefined;
}

/** Names that are words of clauses too. */
const name = fc.constantFrom('a', 'format', 'settings', 'limit', 'totals', 'offset', '`order by`', 'x.format');
const gap = fc.constantFrom(' ', ' ', '\n', ' /* FORMAT JSON */ ', ' -- SETTINGS a = 1\n');
const expression = fc.oneof(
  name,
  fc.tuple(name, name).map(([a, b]) => `${a} * ${b}`),
  name.map((a) => `(SELECT ${a} FROM t ORDER BY ${a} LIMIT 1)`),
  name.map((a) => `CASE ${a} WHEN 1 THEN ${a} ELSE 'FORMAT CSV' END`),
  name.map((a) => `count(${a}) OVER (ORDER BY ${a} DESC)`),
  name.map((a) => `[${a}, 1][1]`),
);
const key = fc.tuple(expression, fc.constantFrom('', ' DESC', ' ASC NULLS FIRST'));
const order = fc.option(fc.array(key, { minLength: 1, maxLength: 3 }), { nil: undefined });
const tail = fc.constantFrom('', ' LIMIT 5', ' LIMIT 1, 2', ' LIMIT 1 BY a', ' LIMIT 5 OFFSET 1', ' LIMIT 3 WITH TIES');
const own = fc.constantFrom('', ' SETTINGS max_threads = 1', " SETTINGS limit = 5, format_csv_delimiter = '|'");
const format = fc.constantFrom(undefined, 'JSON', 'Null', 'TabSeparatedWithNamesAndTypes');
const late = fc.constantFrom('', ' SETTINGS max_block_size = 7');

const statement: fc.Arbitrary<Written> = fc
  .tuple(fc.array(expression, { minLength: 1, maxLength: 3 }), order, tail, own, format, late, gap, fc.boolean())
  .map(([list, keys, limit, settings, asked, behind, between, wrapped]) => {
    const by =
      keys === undefined ? '' : `${between}ORDER BY ${keys.map(([text, direction]) => text + direction).join(', ')}`;
    const query = `SELECT ${list.join(', ')}${between}FROM t AS x WHERE format = 1${by}${by === '' ? limit.replace(' WITH TIES', '') : limit}${settings}`;
    const body = wrapped ? `(${query})` : query;
    return {
      sql: asked === undefined ? body : `${body}${between}FORMAT ${asked}${behind}`,
      format: asked,
      keys: keys?.map(([text]) => text),
    };
  });

async function formatted(texts: readonly string[]): Promise<readonly string[]> {
  const list = texts.map(stringLiteral).join(', ');
  const rows = await control.rows(
    `SELECT formatQuerySingleLine(arrayJoin([${list}])) AS text`,
    z.object({ text: z.string() }),
  );
  return rows.map(({ text }) => text);
}

const written = fc.sample(statement, { numRuns: 600, seed: 20261128 });

it('finds the FORMAT that the engine finds, and leaves what it would leave', async () => {
  const [whole, bare] = [
    await formatted(written.map(({ sql }) => sql)),
    await formatted(written.map(({ sql }) => withoutFormat(sql))),
  ];
  for (const [at, one] of written.entries()) {
    expect({ sql: one.sql, format: statementParts(one.sql).format?.name }).toEqual({
      sql: one.sql,
      format: one.format,
    });
    const split = /^(.*) FORMAT `?\w+`?( SETTINGS .*)?$/.exec(one.format === undefined ? '' : (whole[at] ?? ''));
    const [, before = whole[at], behind = ''] = split ?? [];
    const settings = behind.replace(' SETTINGS ', '');
    expect(bare[at], one.sql).toContain(settings);
    if (settings === '') expect(bare[at], one.sql).toBe(before);
  }
});

it('asks for another format so that the engine takes it, with settings that hold', async () => {
  const asked = await formatted(written.map(({ sql }) => inFormat(sql, 'TSV', { max_threads: 3 })));
  for (const [at, text] of asked.entries()) {
    expect(text, written[at]?.sql).toMatch(/ FORMAT TSV( SETTINGS .*)?$/);
    if (/SETTINGS/.test(written[at]?.sql.replaceAll('-- SETTINGS', '') ?? ''))
      expect(text).toContain('max_threads = 3');
  }
});

it('finds the keys of the order', () => {
  for (const { sql, keys } of written) {
    const found = statementParts(sql).order;
    const texts =
      found.kind === 'any' || found.keys === 'all' ? undefined : found.keys.map((one) => sql.slice(one.start, one.end));
    expect({ sql, keys: texts }).toEqual({ sql, keys });
  }
});

it('can be explained whatever the statement says of its own answer', async () => {
  const sql = 'SELECT 1 AS a SETTINGS output_format_json_array_of_rows = 1 FORMAT JSON SETTINGS max_threads = 1';
  expect(await control.rows(`EXPLAIN ${toBeExplained(sql)}`, anyRow, { settings: { readonly: 2 } })).not.toEqual([]);
});
