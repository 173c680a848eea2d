import { describe, expect, it } from 'vitest';
import { statementKind } from '../../../src/sql/statementKind.ts';
import { readFiles, told } from '../workloads/tempWorkload.ts';

describe('statements that are replayed', () => {
  it.each([
    'SELECT 1',
    'select insert, drop FROM t',
    '((SELECT 1) UNION ALL (SELECT 2))',
    'WITH 1 AS insert SELECT insert',
    'WITH x AS (SELECT 1) SELECT * FROM x',
    'WITH insert AS (SELECT 1) SELECT * FROM insert',
    "SELECT 'INSERT INTO t'",
    'EXPLAIN SELECT 1',
    'EXPLAIN SYNTAX optimize = 1 SELECT 1',
    'EXPLAIN indexes = 1, json = 1 WITH 1 AS a SELECT a',
    'SHOW CREATE TABLE t',
    'DESCRIBE TABLE t',
    'DESC (SELECT 1)',
    'EXISTS TABLE t',
    'SELECT 1 PARALLEL WITH SELECT 2',
    'FROM numbers(10) SELECT sum(number)',
    '(FROM numbers(3) SELECT 1 AS x) UNION ALL (SELECT 2 AS x)',
    'WITH 2 AS m FROM numbers(3) SELECT sum(number) * m',
    'FROM insert AS drop SELECT set',
    'WITH set AS update, 1 AS b SELECT b',
    'WITH RECURSIVE insert AS (SELECT 1) SELECT * FROM insert',
    'WITH x AND drop AS delete SELECT delete',
    'SELECT 1 AS update',
    'SELECT into outfile FROM t',
    'SELECT count() FROM t GROUP BY 1 AS parallel WITH TOTALS',
    '/* INSERT INTO t */ SELECT $$INSERT INTO t$$ -- DROP TABLE t',
    'EXPLAIN QUERY TREE dump_ast = 1 FROM t SELECT 1',
    '(EXPLAIN SELECT 1)',
  ])('%s', async (sql) => {
    expect(told(await readFiles({ 'a.sql': sql }))).toEqual([]);
  });
});

describe('statements that are refused', () => {
  it.each([
    ['INSERT INTO t SELECT 1', 1],
    ['(INSERT INTO t SELECT 1)', 2],
    ['ALTER TABLE t DELETE WHERE 1', 1],
    ['SYSTEM FLUSH LOGS', 1],
    ['"SELECT" 1', 1],
    ['WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x', 22],
    ['WITH 1 AS a INSERT INTO t SELECT a', 13],
    ['EXPLAIN INSERT INTO t SELECT 1', 9],
    ['EXPLAIN ANALYZE indexes = 1 DROP TABLE t', 29],
    ['EXPLAIN PLAN WITH 1 AS a INSERT INTO t SELECT a', 26],
    ['EXPLAIN/**/CREATE TABLE t (a Int8)', 12],
    ["SELECT 1 INTO OUTFILE 'x'", 10],
    ["SELECT 1 into /* */ outfile 'x'", 10],
    ['SELECT 1 PARALLEL WITH INSERT INTO t SELECT 1', 24],
    ['SELECT 1 PARALLEL WITH SELECT 2 PARALLEL WITH DROP TABLE t', 47],
    ['WITH and INSERT INTO t SELECT 1', 10],
    ['WITH x AND select INSERT INTO t SELECT 1', 19],
    ['WITH 1 AS a DELETE FROM t', 13],
    ['FROM t SELECT 1 PARALLEL WITH (DROP TABLE t)', 32],
    ['EXPLAIN AST EXECUTE AS u SELECT 1', 1],
    ['EXPLAIN set = 1, drop = 0 ALTER TABLE t DELETE WHERE 1', 27],
    ['((CREATE TABLE t (a Int8)))', 3],
    ['SELECT 1 INTO/**/OUTFILE $$x$$', 10],
    ['1 + 1', 1],
    ['CHECK TABLE t', 1],
    [')', 1],
    ['(', 1],
  ])('%s', async (sql, column) => {
    const { problems, workload } = await readFiles({ 'a.sql': sql });
    expect(problems).toMatchObject([{ place: { file: 'a.sql', line: 1, column } }]);
    expect(workload.cases).toEqual([]);
  });
});

describe('what to do about a refused statement', () => {
  it.each([
    ['SET max_threads = 1', 'settings:'],
    ['USE shop', 'database:'],
    ["SELECT 2 INTO OUTFILE 'x'", 'kept nowhere'],
    ['INSERT INTO t SELECT 1', 'schema'],
    ['EXECUTE AS u', 'begins with SELECT'],
  ])('%s', async (sql, fix) => {
    const { problems } = await readFiles({ 'a.sql': sql });
    expect(problems[0]?.fix).toContain(fix);
  });
});

it.each(['query', 'QUERY', 'role', 'database', 'Session_Id', 'framing'])(
  'SETTINGS %s is refused, in any depth',
  async (name) => {
    const inner = `SELECT 1 FROM (SELECT 1 SETTINGS max_threads = 1, ${name} = 'x') SETTINGS max_threads = 1`;
    const { problems, workload } = await readFiles({ 'a.sql': `SELECT 1 SETTINGS ${name} = 'x';\n${inner}` });
    expect(problems).toMatchObject([
      {
        rule: 'reserved-setting',
        place: { line: 1, column: 19 },
        what: expect.stringContaining(`\`${name}\` is no setting`),
      },
      { rule: 'reserved-setting', place: { line: 2, column: 51 } },
    ]);
    expect(workload.cases).toEqual([]);
  },
);

it.each([
  ['dialect', 'another language'],
  ['polyglot_dialect', 'another language'],
  ['stream_like_engine_allow_direct_select', 'out of a queue'],
  ['input_format_record_errors_file_path', 'write a file'],
  ['output_format_schema', 'write a file'],
  ['rename_files_after_processing', 'rename files'],
  ['format_schema', 'read a file'],
  ['format_template_row', 'read a file'],
  ['format_template_resultset', 'read a file'],
  ['format_avro_schema_registry_url', 'ask another host'],
  ['allow_experimental_ai_functions', 'ask another host'],
  ['allow_experimental_eval_table_function', 'made of values'],
  ['http_response_headers', 'head of the answer'],
  ['readonly', 'it sends 2'],
  ['profile', 'is no setting'],
])('%s is refused wherever it stands, for what it would let a statement do', async (name, why) => {
  for (const sql of [
    `SELECT 1 SETTINGS ${name} = 0`,
    `SELECT * FROM (SELECT 1 SETTINGS max_threads = 1, \`${name}\` = 'x') SETTINGS max_threads = 2`,
    `WITH x AS (SELECT 1 SETTINGS ${name} = 0) SELECT * FROM x`,
    `SELECT * FROM view(SELECT 1 SETTINGS "${name}" = 0)`,
    `SELECT 1 UNION ALL (SELECT (SELECT 2 SETTINGS /* here */ ${name}=0))`,
    `EXPLAIN SELECT 1 SETTINGS ${name} = 0`,
    `-- settings: {${name}: 0}\nSELECT 1`,
  ]) {
    const { problems, workload } = await readFiles({ 'a.sql': sql });
    expect({ sql, problems }).toMatchObject({ sql, problems: [{ what: expect.stringContaining(why) }] });
    expect(workload.cases).toEqual([]);
  }
});

it('refuses a setting whose name is spelt with an escape, which the engine reads as letters', async () => {
  const { problems } = await readFiles({ 'a.sql': 'SELECT 1 SETTINGS `\\x66ormat_template_row` = 1' });
  expect(problems).toMatchObject([{ rule: 'reserved-setting', what: expect.stringContaining('an escape') }]);
});

it('reads parameters, and settings that only resemble others, in SETTINGS', async () => {
  const sql =
    "SELECT 1 SETTINGS param_x = 1, format_template_row_format = 'x', output_format_schema_x = 1, readonly = 2";
  expect(told(await readFiles({ 'a.sql': sql }))).toEqual([]);
});

it('refuses reserved names in workload.yaml', async () => {
  for (const key of ['settings', 'setup_settings']) {
    const files = { 'workload.yaml': `${key}: {max_threads: 1, user: x}`, 'a.sql': 'SELECT 1' };
    expect(told(await readFiles(files))).toEqual([
      expect.stringMatching(/^workload\.yaml:1:\d+ `\w+\.user` is no setting: a request takes it for who asks/),
    ]);
  }
});

it('lets an expression stand alone where the settings of the case do', async () => {
  const manifest = { 'workload.yaml': 'settings: {implicit_select: true}' };
  expect(told(await readFiles({ ...manifest, 'a.sql': 'number + 1 FROM numbers(3)' }))).toEqual([]);
  expect(told(await readFiles({ 'a.sql': '-- settings: {implicit_select: 1}\n1 + 1' }))).toEqual([]);
  expect(told(await readFiles({ ...manifest, 'a.sql': '-- settings: {implicit_select: 0}\n1 + 1' }))).toHaveLength(1);
  expect(told(await readFiles({ ...manifest, 'a.sql': "1 + 1 INTO OUTFILE 'x'" }))).toHaveLength(1);
  expect(told(await readFiles({ ...manifest, 'a.sql': 'WITH 1 AS a INSERT INTO t SELECT a' }))).toHaveLength(1);
});

it.each([
  ['SELECT 1', 'select'],
  ['(FROM t SELECT 1) UNION ALL SELECT 2', 'select'],
  ['WITH 1 AS a SELECT a', 'select'],
  ['(EXPLAIN SELECT 1)', 'reading'],
  ['SELECT 1 PARALLEL WITH SELECT 2', 'reading'],
  ['SHOW TABLES', 'reading'],
  ['INSERT INTO t SELECT 1', 'writing'],
  ['SELECT 1 PARALLEL WITH DROP TABLE t', 'writing'],
  ['1 + 1', 'unknown'],
  ['', 'unknown'],
] as const)('%s is of the kind %s', (sql, kind) => {
  expect(statementKind(sql)).toBe(kind);
});
