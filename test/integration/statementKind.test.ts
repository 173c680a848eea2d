import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../../src/clickhouse/http/control.ts';
import { isServerError } from '../../src/clickhouse/http/refusals.ts';
import { refuseWriting } from '../../src/sql/readingStatement.ts';
import { tokenize } from '../../src/sql/sqlLexer.ts';
import { statementKind } from '../../src/sql/statementKind.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';

let server: OwnServer;
let client: Client;

beforeAll(async () => {
  server = await ownServer();
  client = server.client;
});
afterAll(() => server?.stop());

const name = fc.constantFrom(
  ...(
    'x t insert into outfile set drop update delete create use alter system from select explain show parallel with and ' +
    'values format settings replace check start'
  ).split(' '),
);
const gap = fc.oneof(
  { weight: 6, arbitrary: fc.constant(' ') },
  fc.constantFrom('\n', ' /* INSERT INTO t */ ', ' -- DROP TABLE t\n', '/**/ '),
);
const value = fc.oneof(fc.constantFrom('1', "'INSERT INTO t'", '$$DROP$$', '(1, 2)', 'f(x)', '`insert`'), name);
const named = fc.oneof(
  value,
  fc.tuple(value, name).map(([one, alias]) => `${one} AS ${alias}`),
  fc.tuple(value, name).map(([one, alias]) => `${one} ${alias}`),
  fc.tuple(value, fc.constantFrom('+', '=', 'AND', 'IN', 'OR NOT'), value).map((parts) => parts.join(' ')),
);
const list = fc.array(named, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(', '));
const tail = fc.constantFrom(
  ...['', '', ' FORMAT JSON', ' WITH TOTALS', ' SETTINGS max_threads = 1', ' LIMIT 1', " INTO OUTFILE 'x'"],
);
const { select } = fc.letrec<{ select: string }>((tie) => ({
  select: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(list, gap, name, tail).map(([what, between, from, end]) => `SELECT ${what}${between}FROM ${from}${end}`),
    fc.tuple(name, gap, list).map(([from, between, what]) => `FROM ${from}${between}SELECT ${what}`),
    tie('select').map((one) => `(${one})`),
    fc.tuple(list, tie('select')).map(([what, one]) => `SELECT ${what} FROM (${one})`),
    fc.tuple(list, gap, tie('select')).map(([what, between, one]) => `WITH ${what}${between}${one}`),
    fc.tuple(name, tie('select'), tie('select')).map(([as, one, two]) => `WITH ${as} AS (${one}) ${two}`),
    fc.tuple(tie('select'), tie('select')).map(([one, two]) => `${one} UNION ALL ${two}`),
  ),
}));
const other = fc.constantFrom(
  ...['SHOW TABLES', 'SHOW CREATE TABLE t', 'DESCRIBE TABLE t', 'DESC t', 'EXISTS TABLE t', 'SHOW COLUMNS FROM t'],
);
const write = fc.oneof(
  fc.tuple(gap, select).map(([between, one]) => `INSERT${between}INTO t ${one}`),
  fc.constantFrom(
    ...['CREATE TABLE t (x Int8)', 'DROP TABLE t', 'ALTER TABLE t DELETE WHERE 1', 'DELETE FROM t WHERE 1', 'COMMIT'],
    ...['UPDATE t SET x = 1 WHERE 1', 'TRUNCATE TABLE t', 'SET max_threads = 1', 'USE x', 'SYSTEM FLUSH LOGS'],
    ...['INSERT INTO FUNCTION null() VALUES (1)', 'OPTIMIZE TABLE t', 'RENAME TABLE t TO x', 'KILL QUERY WHERE 1'],
    ...['GRANT SELECT ON *.* TO x', 'BACKUP TABLE t TO Null', 'BEGIN TRANSACTION', 'EXECUTE AS x SELECT 1'],
  ),
);
const kinds = 'EXPLAIN,EXPLAIN AST,EXPLAIN SYNTAX,EXPLAIN ANALYZE,EXPLAIN PLAN indexes = 1,EXPLAIN QUERY TREE'.split(
  ',',
);
const statement = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: select }, other, write),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant('%s') },
      fc.constantFrom(...kinds.map((kind) => `${kind} %s`), '(%s)', '((%s))', 'SELECT 1 PARALLEL WITH %s'),
      fc.tuple(list, gap).map(([what, between]) => `WITH ${what}${between}%s`),
      select.map((one) => `${one} PARALLEL WITH %s`),
      select.map((one) => `%s PARALLEL WITH ${one}`),
      fc.constantFrom('SELECT * FROM (%s)', 'FROM t %s', 'SELECT 1 %s', 'SELECT x AS parallel WITH %s'),
    ),
  )
  .map(([inner, around]) => around.replace('%s', () => inner));

const readingNode = /^(Select|Show|SHOW|Describe|Exists|Explain)/;
/** The FORMAT and the settings of an EXPLAIN are nodes beside the statement that it explains. */
const ofExplain = /^(Identifier|Set\b)/;

/** Whether the engine takes a statement for one that reads; undefined when it does not parse it. */
async function engineReads(sql: string): Promise<'select' | 'reading' | 'writing' | undefined> {
  try {
    const settings = { readonly: 2, implicit_select: 0, default_format: 'TabSeparatedRaw' };
    const answer = await text(await client.stream(`EXPLAIN AST ${sql}`, { settings }));
    const [root = '', ...inner] = answer.split('\n');
    // The file of INTO OUTFILE; the FORMAT of a statement is an identifier in the same place.
    if (inner.some((line) => /^ {1,2}Literal \\?'x/.test(line))) return 'writing';
    if (/^SelectWithUnion/.test(root)) return 'select';
    const children = inner.filter((line) => /^ \S/.test(line)).map((line) => line.trim());
    const explained = children.filter((one) => !ofExplain.test(one));
    const isWhole = !/^(Parallel|Explain)/.test(root);
    const parts = isWhole ? [root] : root.startsWith('Explain') ? explained : children;
    return parts.length > 0 && parts.every((one) => readingNode.test(one)) ? 'reading' : 'writing';
  } catch (error) {
    if (isServerError(error)) return undefined;
    throw error;
  }
}

it('lets no statement pass that the engine takes for one that writes, and refuses none that reads', async () => {
  const runs = process.env.HOGBENCH_KIND_RUNS;
  const tally = { select: 0, reading: 0, writing: 0 };
  await fc.assert(
    fc.asyncProperty(statement, async (sql) => {
      const truth = await engineReads(sql);
      if (truth === undefined) return;
      tally[truth]++;
      const passes = refuseWriting(sql, tokenize(sql)) === undefined;
      expect({ sql, passes }).toEqual({ sql, passes: truth !== 'writing' });
      if (truth === 'select') expect({ sql, kind: statementKind(sql) }).not.toMatchObject({ kind: 'writing' });
    }),
    // Others are drawn where more are asked for.
    runs === undefined ? { numRuns: 700, seed: 20261128 } : { numRuns: Number(runs) },
  );
  // So that a generator which yields nothing the engine parses cannot pass.
  expect(Object.values(tally).every((count) => count > 30)).toBe(true);
});
