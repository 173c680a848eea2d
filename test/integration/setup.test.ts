import { afterAll, beforeAll, expect, it } from 'vitest';
import { realServices } from '../../src/servers/realServices.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

let space: Workspace;
const home = (): Readonly<Record<string, string>> => ({ HOGBENCH_HOME: `${space.folder}/home` });

beforeAll(async () => {
  space = await makeWorkspace({
    'session/workload.yaml': `schema: [schema.sql, again.sql]
database: shop
setup_settings: {allow_suspicious_low_cardinality_types: 1, max_threads: 2}
`,
    'session/schema.sql': `CREATE TEMPORARY TABLE numbered AS SELECT number AS n FROM numbers(10);
CREATE OR REPLACE TABLE kept (n LowCardinality(UInt32)) ENGINE = Log;
INSERT INTO kept SELECT n FROM numbered;
CREATE OR REPLACE TABLE before (threads UInt64) ENGINE = Log;
INSERT INTO before SELECT getSetting('max_threads');
SET max_threads = 3;
CREATE OR REPLACE TABLE after (threads UInt64) ENGINE = Log;
INSERT INTO after SELECT getSetting('max_threads');
CREATE DATABASE IF NOT EXISTS other;
USE other;
CREATE OR REPLACE TABLE elsewhere (n UInt8) ENGINE = Log;
`,
    'session/again.sql': `CREATE OR REPLACE TABLE anew ENGINE = Log AS
SELECT getSetting('max_threads') AS threads, currentDatabase() AS base;
`,
    'session/a.sql': `SELECT throwIf(count() != 10) FROM shop.kept;
SELECT throwIf(threads != 2) FROM before;
SELECT throwIf(threads != 3) FROM after;
SELECT count() FROM other.elsewhere;
SELECT throwIf(threads != 2 OR base != 'shop') FROM anew;
`,
    'bare/workload.yaml': 'database: nothing_yet\n',
    'bare/a.sql': "SELECT throwIf(currentDatabase() != 'nothing_yet');\n",
    'gone/workload.yaml': 'schema: [schema.sql]\n',
    'gone/schema.sql': 'CREATE TEMPORARY TABLE numbered AS SELECT 1 AS n;\n',
    'gone/a.sql': 'SELECT 1;\nSELECT count() FROM numbered;\n',
    'wrong/workload.yaml': 'schema: [schema.sql]\nsetup_settings: {max_thredz: 1}\n',
    'wrong/schema.sql': 'CREATE TABLE t (n UInt8) ENGINE = Memory;\n',
    'wrong/a.sql': 'SELECT 1;\n',
    'lost/workload.yaml': 'schema: [schema.sql]\n',
    'lost/schema.sql': 'CREATE OR REPLACE TABLE t (n UInt8) ENGINE = Memory;\nINSERT INTO t VALUES (1);\n',
    'lost/a.sql': 'SELECT sum(n) FROM t;\n',
    'broken/workload.yaml': 'schema: [schema.sql]\n',
    'broken/schema.sql': 'CREATE TABLE t (n UInt8) ENGINE = Memory;\nCREATE TABLE u (n UInt8) ENGINE = Memery;\n',
    'broken/a.sql': 'SELECT 1;\n',
  });
});
afterAll(() => space.remove());

function hogbench(...argv: string[]): Promise<Ran> {
  return space.run(argv, { services: realServices, env: home() });
}

const run = (workload: string): Promise<Ran> =>
  hogbench('ab', workload, '--counters-only', '--candidate-set', 'max_threads=1');

it('gives each script a session: USE, SET and temporary tables hold to its end, and not beyond', async () => {
  const ran = await run('session');
  expect({ code: ran.code, err: ran.err.includes('error') }).toEqual({ code: 0, err: false });
});

it('creates the database of a workload without scripts', async () => {
  const ran = await run('bare');
  expect({ code: ran.code, err: ran.err.includes('error') }).toEqual({ code: 0, err: false });
});

it('says of a temporary table that a query reads why it is not there, in lint and before measuring', async () => {
  const linted = await hogbench('lint', 'gone');
  expect(linted.out).toContain('gone/a.sql:2:21: error: `numbered` is a temporary table of a setup script');
  expect(linted.code).toBe(1);
  const ran = await run('gone');
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('`numbered` is a temporary table of a setup script');
});

it('says which of the settings for setup the server does not know', async () => {
  const linted = await hogbench('lint', 'wrong');
  expect(linted.out).toMatch(/^wrong\/workload\.yaml:2:18: error: the server refuses the setting `max_thredz=1`/);
  const ran = await run('wrong');
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('the server refused `setup_settings` of workload.yaml');
});

it('says which statement of a script the server refused: it is wrong in the workload', async () => {
  const ran = await run('broken');
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('broken/schema.sql:2:1');
  expect(ran.err).toContain('the server refused a setup statement');
});

it.each([
  ["CREATE VIEW v AS SELECT * FROM (SELECT 1 SETTINGS format_template_row = '/etc/passwd');", 'read a file'],
  ['INSERT INTO t SELECT 1 FROM (SELECT 1 SETTINGS `\\x66ormat_schema` = 1);', 'an escape'],
  ["INSERT INTO t FROM INFILE '/etc/passwd' FORMAT CSV;", 'FROM INFILE'],
])('refuses %s before it starts to run the scripts', async (statement, why) => {
  await space.write('reaching/workload.yaml', 'schema: [schema.sql]\n');
  await space.write('reaching/schema.sql', `CREATE TABLE t (n UInt8) ENGINE = Memory;\n${statement}\n`);
  await space.write('reaching/a.sql', 'SELECT 1;\n');
  const ran = await run('reaching');
  expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(why) });
  expect(ran.err).toContain('schema.sql:2:1');
});

it('refuses rows that the next start of a server would lose, each time it is asked', async () => {
  for (const turn of [1, 2]) {
    const ran = await run('lost');
    expect({ turn, code: ran.code }).toEqual({ turn, code: 2 });
    expect(ran.err).toContain('default.t has rows that are lost when the server starts anew: ENGINE = Memory');
  }
});
