import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Client } from '../../src/clickhouse/http/control.ts';
import { anyRow, countField } from '../../src/clickhouse/http/rowShape.ts';
import { refuseWhatServerSeesWrite } from '../../src/clickhouse/target/serverReading.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const intoFile = "INSERT INTO FUNCTION file('pwned.tsv', 'LineAsString', 'x String') SELECT 'a'";

/** A statement of each kind that the engine's grammar has besides those that read, all of which its administrator may send. */
const writing = [
  intoFile,
  "INSERT INTO FUNCTION null('x String') VALUES ('a')",
  'INSERT INTO shop.t VALUES (9)',
  'INSERT INTO shop.t SELECT 9',
  'INSERT INTO TABLE shop.t (a) FORMAT CSV 9',
  "INSERT INTO shop.t FROM INFILE 'x.csv' FORMAT CSV",
  `WITH 1 AS x ${intoFile}`,
  `/* SELECT */ -- SELECT\n ${intoFile}`,
  'CREATE TABLE shop.made (a Int8) ENGINE = Memory',
  'CREATE TABLE shop.made ENGINE = Memory AS SELECT 1 AS a',
  'CREATE OR REPLACE TABLE shop.t (a Int8) ENGINE = Memory',
  'CREATE TEMPORARY TABLE made (a Int8)',
  'CREATE VIEW shop.made AS SELECT 1',
  'CREATE MATERIALIZED VIEW shop.made ENGINE = Memory AS SELECT a FROM shop.t',
  'CREATE DICTIONARY shop.made (a UInt64) PRIMARY KEY a SOURCE(NULL()) LAYOUT(FLAT()) LIFETIME(0)',
  'CREATE DATABASE made',
  'CREATE FUNCTION made AS x -> x',
  'CREATE USER made',
  'CREATE ROLE made',
  'CREATE ROW POLICY made ON shop.t USING 0 TO ALL',
  'CREATE QUOTA made',
  'CREATE SETTINGS PROFILE made',
  'CREATE NAMED COLLECTION made AS a = 1',
  'CREATE WORKLOAD made',
  'CREATE RESOURCE made (READ ANY DISK)',
  'CREATE INDEX made ON shop.t (a) TYPE minmax',
  'REPLACE TABLE shop.t (a Int8) ENGINE = Memory',
  'ALTER TABLE shop.t DELETE WHERE 1',
  'ALTER TABLE shop.t UPDATE b = 9 WHERE 1',
  'ALTER TABLE shop.t ADD COLUMN made Int8',
  'ALTER TABLE shop.t DROP PARTITION ALL',
  'ALTER TABLE shop.t DETACH PARTITION ALL',
  "ALTER TABLE shop.t FREEZE WITH NAME 'made'",
  "ALTER TABLE shop.t MODIFY COMMENT 'made'",
  'ALTER USER default IDENTIFIED WITH no_password',
  "ALTER NAMED COLLECTION made SET a = '1'",
  'DELETE FROM shop.t WHERE 1',
  'UPDATE shop.t SET b = 9 WHERE 1',
  'DROP TABLE shop.t',
  'DROP DATABASE shop',
  'DROP FUNCTION made',
  'DROP USER IF EXISTS made',
  'TRUNCATE TABLE shop.t',
  'TRUNCATE DATABASE shop',
  'RENAME TABLE shop.t TO shop.made',
  'RENAME DATABASE shop TO made',
  'EXCHANGE TABLES shop.t AND shop.u',
  'OPTIMIZE TABLE shop.t FINAL',
  'ATTACH TABLE shop.made (a Int8) ENGINE = Memory',
  'DETACH TABLE shop.t',
  'UNDROP TABLE shop.made',
  'MOVE USER default TO memory',
  'SYSTEM STOP MERGES',
  'SYSTEM STOP MERGES shop.t',
  'SYSTEM FLUSH LOGS',
  'SYSTEM DROP MARK CACHE',
  'SYSTEM RELOAD CONFIG',
  'SYSTEM SHUTDOWN',
  "KILL QUERY WHERE query_id = 'none'",
  'KILL MUTATION WHERE 0',
  'GRANT SELECT ON *.* TO default',
  'REVOKE SELECT ON *.* FROM default',
  "BACKUP TABLE shop.t TO Memory('made')",
  'BACKUP DATABASE shop TO Null',
  "RESTORE TABLE shop.t FROM Memory('made')",
  'SET max_threads = 3',
  'SET ROLE NONE',
  'SET TRANSACTION SNAPSHOT 1',
  'USE system',
  'BEGIN TRANSACTION',
  'COMMIT',
  'ROLLBACK',
  'COPY shop.t TO STDOUT',
  'EXECUTE AS default SELECT 1',
  'CHECK TABLE shop.t',
  'WATCH shop.t',
  `EXPLAIN ${intoFile}`,
  `EXPLAIN PIPELINE ${intoFile}`,
  `EXPLAIN ANALYZE ${intoFile}`,
  'CREATE TABLE shop.made (a Int8) ENGINE = Memory PARALLEL WITH CREATE TABLE shop.also (a Int8) ENGINE = Memory',
  'SELECT 1 PARALLEL WITH DROP TABLE shop.t',
  "SELECT 1 INTO OUTFILE 'pwned.tsv'",
] as const;

/** What the HTTP interface of the engine takes for something else than a setting, in more than one spelling. */
const ofRequests = [
  ...[
    'query',
    'QUERY',
    'query_id',
    'user',
    'User',
    'password',
    'database',
    'DATABASE',
    'session_id',
    'session_timeout',
  ],
  ...['session_check', 'close_session', 'role', 'profile', 'quota_key', 'default_format', 'stacktrace', 'param_x'],
  ...['PARAM_x', 'compress', 'decompress', 'buffer_size', 'wait_end_of_query', 'client_protocol_version', 'filter'],
  ...[
    'framing',
    'dialect',
    'polyglot_dialect',
    'stream_like_engine_allow_direct_select',
    'readonly',
    'http_response_headers',
  ],
  ...['input_format_record_errors_file_path', 'format_template_row', 'format_avro_schema_registry_url'],
] as const;

/** Settings that would lift what reads are held to, and whatever does so in a clause. */
const lifting = [
  ...['allow_ddl: 1', 'log_queries: 0', 'log_comment: x'],
  ...['cancel_http_readonly_queries_on_client_close: 0', 'allow_introspection_functions: 1', 'implicit_select: 1'],
] as const;

let server: OwnServer;
let admin: Client;
let space: Workspace;
let target: string;

beforeAll(async () => {
  server = await ownServer();
  target = server.url.replace('://', `://${server.cluster.user}@`);
  admin = server.client;
  await admin.command('CREATE DATABASE shop');
  for (const name of ['t', 'u'])
    await admin.command(`CREATE TABLE shop.${name} (a UInt64, b UInt64 DEFAULT 1) ENGINE = MergeTree ORDER BY a`);
  await admin.command('INSERT INTO shop.t (a) SELECT number FROM numbers(3)');
  await admin.command('INSERT INTO shop.t (a) SELECT number FROM numbers(3)');
  space = await makeWorkspace();
});

afterAll(async () => {
  await server?.stop();
  await space?.remove();
});

function hogbench(...argv: string[]) {
  return space.run(argv, {
    services: realServices,
    env: { HOGBENCH_PASSWORD: server.cluster.password, HOGBENCH_HOME: join(space.folder, 'home') },
  });
}

/** All of a server that a statement could change, in the order of its parts. */
const kept = [
  'SELECT name FROM system.databases ORDER BY ALL',
  "SELECT database, name, engine, comment, create_table_query FROM system.tables WHERE database != 'system' ORDER BY ALL",
  "SELECT database, table, name, rows, active FROM system.parts WHERE database != 'system' ORDER BY ALL",
  'SELECT a, b FROM shop.t ORDER BY ALL',
  "SELECT name, create_query FROM system.functions WHERE origin != 'System' ORDER BY ALL",
  'SELECT name, auth_type FROM system.users ORDER BY ALL',
  'SELECT name FROM system.roles ORDER BY ALL',
  'SELECT short_name FROM system.row_policies ORDER BY ALL',
  'SELECT name FROM system.quotas ORDER BY ALL',
  'SELECT name FROM system.settings_profiles ORDER BY ALL',
  'SELECT * FROM system.grants ORDER BY ALL',
  'SELECT name FROM system.named_collections ORDER BY ALL',
  'SELECT name FROM system.workloads ORDER BY ALL',
  'SELECT name FROM system.resources ORDER BY ALL',
  'SELECT id, status FROM system.backups ORDER BY ALL',
  'SELECT name, value FROM system.server_settings WHERE changed ORDER BY ALL',
  'SELECT mutation_id FROM system.mutations ORDER BY ALL',
] as const;

async function everything(): Promise<unknown> {
  const found: Record<string, unknown> = {};
  for (const sql of kept) found[sql] = await admin.rows(sql, anyRow);
  const files = (await readdir(server.folder, { recursive: true })).filter((path) =>
    /pwned|made|user_files|shadow|user_defined|\.(tsv|csv|db)$/.test(path),
  );
  return { ...found, files: files.sort() };
}

async function unchangedBy(work: () => Promise<void>): Promise<void> {
  const before = await everything();
  await work();
  expect(await everything()).toEqual(before);
}

describe('a server whose administrator is lent to us stays as it is', () => {
  it('through statements of every kind: each is refused at its place, by every command', async () => {
    for (const [at, sql] of writing.entries()) await space.write(`kinds/q${at}.sql`, `${sql};\n`);
    await space.write('kinds/fine.sql', 'SELECT count() FROM shop.t;\n');
    await unchangedBy(async () => {
      for (const argv of [['lint'], ['ab', '--counters-only'], ['run'], ['ab', '--dry-run', '--pilot']]) {
        const [command = '', ...flags] = argv;
        const ran = await hogbench(command, 'kinds', '--target', target, ...flags);
        expect({ argv, code: ran.code }).toEqual({ argv, code: command === 'lint' ? 1 : 2 });
        const told = ran.out + ran.err;
        if (command === 'lint')
          expect(writing.filter((_, at) => !told.includes(`q${at}.sql:`)).slice(0, 5)).toEqual([]);
      }
    });
  });

  it('through names that a request takes for something else, at every door', async () => {
    const value = `${intoFile} UNION ALL`;
    const text = JSON.stringify(value);
    for (const [at, name] of ofRequests.entries())
      await space.write(`names/n${at}.sql`, `-- settings: {${name}: ${text}}\nSELECT 1;\n`);
    await unchangedBy(async () => {
      const linted = await hogbench('lint', 'names', '--target', target);
      expect(ofRequests.filter((_, at) => !linted.out.includes(`n${at}.sql:1:`))).toEqual([]);
      await space.write('plain/a.sql', 'SELECT 1;\n');
      for (const name of ofRequests) {
        await space.write('set/workload.yaml', `settings: {${name}: ${text}}\n`);
        await space.write('set/a.sql', 'SELECT 1;\n');
        await space.write('hogbench.config.yaml', `targets:\n  odd: {url: '${target}/?${name}=1'}\n`);
        const codes = [
          (await hogbench('ab', 'set', '--target', target)).code,
          (await hogbench('ab', 'plain', '--target', target, '--candidate-set', `${name}=${value}`)).code,
          (await hogbench('run', 'plain', '--target', target, '--set', `${name}=${value}`)).code,
          (await hogbench('lint', 'set', '--offline')).code,
        ];
        expect({ name, codes }).toEqual({ name, codes: [2, 2, 2, 1] });
        const escaped = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
        for (const url of [`${target}/?${escaped}=${encodeURIComponent(value)}`, 'odd']) {
          const { code } = await hogbench('ab', 'plain', '--target', url);
          // A URL may name user and database, and the server has none of these.
          const right: readonly number[] = name === 'user' || name === 'database' ? [2, 5] : [2];
          expect({ name, url, code, isRight: right.includes(code) }).toMatchObject({ isRight: true });
        }
      }
      await rm(join(space.folder, 'hogbench.config.yaml'), { force: true });
    });
  });

  it('through a setting that it does not have, which it is asked about where no name means anything else', async () => {
    await space.write('unknown/a.sql', 'SELECT 1;\n');
    const ran = await hogbench('ab', 'unknown', '--target', target, '--candidate-set', 'no_such_setting=1');
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('no_such_setting') });
  });

  it('through settings that would lift what reads are held to, in annotations and clauses, and through values', async () => {
    for (const [at, setting] of lifting.entries())
      await space.write(`lift/l${at}.sql`, `-- settings: {${setting}}\nSELECT ${at} AS l${at};\n`);
    await space.write(
      'lift/clauses.sql',
      [
        '-- name: ddl\nSELECT 1 SETTINGS allow_ddl = 1;',
        "-- name: cached\nSELECT sum(a) FROM shop.t SETTINGS use_query_cache = 1, log_comment = 'x'",
      ].join('\n'),
    );
    await space.write(
      'lift/values.sql',
      `-- name: value\n-- params: {p: ${JSON.stringify(`'; ${intoFile}`)}, t: t}\n-- tags: {query: ${JSON.stringify(intoFile)}, "&query": x}\nSELECT {p:String}, count() FROM shop.{t:Identifier}`,
    );
    await unchangedBy(async () => {
      const ran = await hogbench('ab', 'lift', '--target', target, '--counters-only', '--json');
      expect(ran.err).not.toContain('an error of its own');
      const { cases } = JSON.parse(ran.out) as { cases: readonly { caseId: string; verdict: string }[] };
      const failed = cases.filter(({ verdict }) => verdict === 'failed').map(({ caseId }) => caseId);
      expect(failed).toEqual([]);
    });
  });

  it("in the eyes of the server's own parser, which is asked before anything of a workload runs", async () => {
    const passed: string[] = [];
    for (const sql of writing)
      await refuseWhatServerSeesWrite(admin, ['SELECT 1', sql]).then(
        () => passed.push(sql),
        () => undefined,
      );
    // What it cannot parse, it cannot run.
    for (const sql of passed) {
      const [row] = await admin.rows(
        'SELECT isNull(formatQueryOrNull({sql:String})) AS broken',
        z.object({ broken: countField }),
        {
          params: { sql },
        },
      );
      expect({ sql, broken: row?.broken }).toEqual({ sql, broken: 1 });
    }
    expect(passed.length).toBeLessThan(writing.length / 5);
    const reading = [
      'SELECT 1',
      'WITH 1 AS x SELECT x',
      '(SELECT 1) UNION ALL SELECT 2',
      'FROM shop.t SELECT a',
      'SHOW TABLES',
    ];
    const long = `SELECT '${"it''s ".repeat(60_000)}'`;
    await refuseWhatServerSeesWrite(admin, [...reading, 'EXPLAIN SELECT 1', 'no SQL at all', long]);
  });

  it('by the server, whatever our own questions would say', async () => {
    // The engine lets these through even then, or they do nothing there: they are refused by their kind alone.
    const elsewhere = /^(KILL|USE|SYSTEM STOP|BACKUP|RESTORE|EXPLAIN|CHECK|COPY|EXECUTE|WATCH|SET )|PARALLEL WITH/;
    const sent = writing.filter((sql) => !elsewhere.test(sql));
    await unchangedBy(async () => {
      for (const sql of sent)
        await expect({
          sql,
          refused: await admin.rows(sql, anyRow).then(
            () => false,
            () => true,
          ),
        }).toEqual({
          sql,
          refused: true,
        });
    });
  });
});
