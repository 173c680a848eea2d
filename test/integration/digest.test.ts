import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readingSettings } from '../../src/clickhouse/answer/readingSettings.ts';
import type { Client } from '../../src/clickhouse/http/control.ts';
import { anyRow } from '../../src/clickhouse/http/rowShape.ts';
import { resultDigest } from '../../src/clickhouse/target/digest.ts';
import { resultRows } from '../../src/clickhouse/target/resultRows.ts';
import { unreadNotice } from '../../src/compare/reasons/resultText.ts';
import { judgeResult } from '../../src/compare/results/caseResults.ts';
import type { Digest } from '../../src/model/answer.ts';
import type { Settings } from '../../src/model/workload.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';

let server: OwnServer;
let control: Client;

beforeAll(async () => {
  server = await ownServer();
  control = server.client;
});
afterAll(() => server?.stop());

async function read(statement: string, tied: boolean, settings: Settings = {}): Promise<Digest> {
  return resultDigest(control, statement, { settings, reading: readingSettings, tied });
}

async function compare(baseline: string, candidate: string, settings: Settings = {}): Promise<string> {
  const twice = async (tied: boolean) => ({
    baseline: [await read(baseline, tied), await read(baseline, tied)],
    candidate: [await read(candidate, tied, settings), await read(candidate, tied, settings)],
  });
  const verdict = judgeResult({ ...(await twice(false)), tied: await twice(true) });
  return verdict.kind === 'unjudged' ? `unjudged: ${unreadNotice(verdict.why, 'a').text}` : verdict.kind;
}

const nested = (float: string): string =>
  `CAST(map('k', [(1, ${float}, 'Float64')]), 'Map(String, Array(Tuple(a UInt8, \`b, (c\` Nullable(Float64), d String)))')`;

describe('rows of a result', () => {
  const limits = { rows: 10, bytes: 1_000_000 };

  it('come as text that loses nothing, in the order of the statement', async () => {
    const statement =
      "SELECT toUInt64(-1 - number) AS n, toDecimal64('0.1', 3) AS d, nan AS f, [NULL, 'ä'] AS l FROM numbers(2) ORDER BY n";
    expect(await resultRows(control, statement, {}, limits)).toEqual({
      kind: 'rows',
      columns: [
        { name: 'n', type: 'UInt64' },
        { name: 'd', type: 'Decimal(18, 3)' },
        { name: 'f', type: 'Float64' },
        { name: 'l', type: 'Array(Nullable(String))' },
      ],
      lines: [
        expect.stringMatching(/^\["18446744073709551614", ?"0\.1", ?"nan", ?\[null, ?"ä"\]\]$/),
        expect.stringMatching(/^\["18446744073709551615"/),
      ],
      cutBy: null,
    });
  });

  it('are cut at a limit, and the server goes on answering', async () => {
    const many = 'SELECT number, repeat(toString(number), 9) FROM numbers(50000000)';
    expect(await resultRows(control, many, {}, limits)).toMatchObject({ lines: { length: 10 }, cutBy: 'rows' });
    const bytes = await resultRows(control, many, {}, { rows: 1e9, bytes: 100_000 });
    expect(bytes.cutBy).toBe('bytes');
    expect(await control.rows('SELECT 1 AS one', anyRow)).toEqual([{ one: 1 }]);
  });

  it('are none when the query fails in the middle of its answer, or at once', async () => {
    const late =
      'SELECT throwIf(number = 900000), repeat(toString(number), 9) FROM numbers(1000000) SETTINGS max_block_size = 10000';
    await expect(resultRows(control, late, {}, { rows: 1e9, bytes: 1e9 })).rejects.toThrow();
    await expect(resultRows(control, 'SELECT nothing', {}, limits)).rejects.toThrow(/nothing/);
  });
});

describe('floats in results', () => {
  it.each([
    ['a plain one', (float: string) => float],
    ['a nullable one', (float: string) => `toNullable(${float})`],
    ['an array', (float: string) => `[${float}, nan, inf]`],
    ['an array of nullables', (float: string) => `[${float}, NULL]`],
    ['a map of arrays of tuples', nested],
  ])('are compared to eleven digits: %s', async (_, expression) => {
    const select = (float: string): string => `SELECT 1 AS id, ${expression(float)} AS value`;
    expect(await compare(select('0.1 + 0.2'), select('0.3'))).toBe('same');
    expect(await compare(select('0.3'), select('0.3 + 1e-9'))).toBe('changed');
    expect(await compare(select('0.3'), select('0.3 + 1e-13'))).toBe('same');
  });

  it('are the same when they lie on either side of one cut', async () => {
    // Steps of 2^-36 lie under 1: the numbers just below and just above one of them.
    const below = 'SELECT 1 - 1 / 65536 / 1048576 - 1e-16 AS value';
    const above = 'SELECT 1 - 1 / 65536 / 1048576 + 1e-16 AS value';
    const [first, second] = [await read(below, false), await read(above, false)];
    expect(first).not.toEqual(second);
    expect(await compare(below, above)).toBe('same');
  });

  it.each([
    ['nan', '-nan'],
    ['0.', '-0.'],
  ])('%s and %s are the same', async (one, other) => {
    expect(await compare(`SELECT ${one} AS value`, `SELECT ${other} AS value`)).toBe('same');
  });

  it.each([
    ['inf', '-inf'],
    ['nan', 'inf'],
    ['1e300', 'inf'],
    ["toDecimal128('1.23456789012345678', 17)", "toDecimal128('1.23456789012345679', 17)"],
    ['16777216', '16777217'],
  ])('%s and %s differ', async (one, other) => {
    expect(await compare(`SELECT ${one} AS value`, `SELECT ${other} AS value`)).toBe('changed');
  });

  it('are compared to nine digits or more when they are a thousand', async () => {
    const many = (difference: string): string => `SELECT 1 + number / 7 + ${difference} AS value FROM numbers(1000)`;
    expect(await compare(many('0'), many('1e-14'))).toBe('same');
    expect(await compare(many('0'), many('if(number = 500, 3e-7, 0)'))).toBe('changed');
  });

  it('does not depend on the order of rows, and counts duplicates', async () => {
    const few = 'SELECT number % 3 / 7 AS value FROM numbers(9)';
    expect(await compare(few, `${few} ORDER BY value DESC`)).toBe('same');
    expect(await compare(few, 'SELECT number % 4 / 7 AS value FROM numbers(9)')).toBe('changed');
  });
});
