import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realServices } from '../../src/servers/realServices.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

let space: Workspace;
let server: OwnServer;

beforeAll(async () => {
  server = await ownServer();
  space = await makeWorkspace({
    'bad/a.sql': `-- settings: {max_threds: 4}
SELECT 1;

-- params: {team: 2}
SELECT 'é€😀' AS text,
  {team:UInt32} twice twice SETTINGS max_threads = 4, allow_experimental_nothing = 1;

SHOW TABLES; EXPLAIN SELECT 1; (SELECT 1) UNION ALL (SELECT now()) FORMAT JSON;
`,
  });
});
afterAll(async () => {
  await server?.stop();
  await space?.remove();
});

function lint(...argv: string[]): Promise<Ran> {
  return space.run(['lint', ...argv], { services: realServices });
}

/** Without a start of a server for each. */
function lintThere(name: string): Promise<Ran> {
  const { nodes, user, password } = server.cluster;
  return space.run(['lint', name, '--target', `http://${user}@127.0.0.1:${nodes[0]?.httpPort}`], {
    services: realServices,
    env: { HOGBENCH_PASSWORD: password },
  });
}

it('finds nothing in the shipped workloads', async () => {
  for (const name of ['posthog', 'posthog-pr']) {
    const { code, out } = await lint(name);
    expect(out).toMatch(new RegExp(`^${name}: nothing to fix in \\d+ statements, parsed on target embedded\n$`));
    expect(code).toBe(0);
  }
});

it('places what the server cannot parse, and asks it for settings', async () => {
  const { code, out } = await lint('bad');
  expect(code).toBe(1);
  expect(out.split('\n').filter((line) => /^\S+:\d+:\d+:/.test(line))).toEqual([
    expect.stringMatching(/^bad\/a\.sql:1:\d+: error: the server refuses the setting `max_threds=4`: .*max_threads/),
    expect.stringMatching(/^bad\/a\.sql:6:23: error: Syntax error at twice; expected one of /),
    expect.stringMatching(/^bad\/a\.sql:6:55: error: the server refuses the setting `allow_experimental_nothing=1`/),
    expect.stringMatching(/^bad\/a\.sql:8:61: warning: .*\(unpinned-clock\)$/),
  ]);
});

describe('settings as the engine takes them', () => {
  const taken = [
    ...['40_000_000', '4e8', 'DEFAULT', '0x10', '0b11', '1.', '.5', '+ 1', "'5'", '$$5$$', 'true'].map(
      (value) => `SELECT 1 SETTINGS max_rows_to_read = ${value}`,
    ),
    "SELECT number AS x FROM numbers(10) SETTINGS additional_result_filter = 'x > 3'",
    "SELECT 1 AS a SETTINGS additional_table_filters = {'t': 'x != 1', 'u': 'y = \\'a\\''}, max_threads = 1",
    'SELECT 1 SETTINGS use_query_cache, max_threads = 2',
    'SELECT 1 SETTINGS max_threads = 1 FORMAT JSON',
    'SELECT 1 FORMAT JSON SETTINGS max_threads = 1',
    "SELECT * FROM executable('x.sh', TabSeparated, 'a UInt8', SETTINGS command_read_timeout = 1000)",
    "SELECT * FROM (SELECT 1 SETTINGS max_threads = 1) SETTINGS log_comment = 'a, b = 1'",
    'SELECT settings, max FROM (SELECT 1 AS settings, 2 AS max)',
    '-- params: {n: 3}\nSELECT 1 SETTINGS max_threads = {n:UInt8}',
    '-- settings: {max_result_rows: 1, limit: 0, output_format_json_array_of_rows: 1}\nSELECT 1',
    '-- settings: {max_query_size: 10, max_parser_depth: 22}\nSELECT (1)',
    '-- settings: {implicit_select: 1}\nnumber + 1 FROM numbers(3)',
    '-- settings: {allow_experimental_kusto_dialect: 1}\nSELECT 1',
    `-- settings: {max_query_size: 2000000}\nSELECT count() FROM numbers(10) WHERE number IN (${'1000000000,'.repeat(30000)}1)`,
    `SELECT '${'x'.repeat(262_144 - 10)}'`,
    'FROM numbers(3) SELECT count()',
    "SHOW SETTINGS LIKE 'max_threads'",
    "SHOW CHANGED SETTINGS ILIKE '%x%'",
  ];
  const refused: readonly (readonly [string, number, RegExp])[] = [
    ['SELECT 1 SETTINGS max_threads = 1, max_thredz = 1', 36, /max_thredz=1.*max_threads/],
    ['SELECT 1 SETTINGS max_thredz', 19, /max_thredz/],
    ["SELECT 1 SETTINGS max_threads = 'many'", 19, /refuses the setting `max_threads='many'`/],
    ["SELECT * FROM (SELECT 1 SETTINGS max_threads = 'many')", 34, /refuses the setting/],
    ['SELECT 1 SETTINGS readonly = 0', 19, /readonly/],
    [`SELECT '${'x'.repeat(262_144)}'`, 8, /Max query size/],
  ];
  const file = (at: number): string => `q${10 + at}.sql`;
  const linesOf = (out: string): readonly string[] => out.split('\n').filter((one) => /^\S+:\d+:\d+:/.test(one));

  it('is silent on those that it takes', async () => {
    for (const [at, sql] of taken.entries()) await space.write(`taken/${file(at)}`, sql);
    const { out } = await lintThere('taken');
    expect(linesOf(out)).toEqual([]);
    expect(out).toContain(`nothing to fix in ${taken.length} statements`);
  });

  it('tells each that it refuses once, with its place', async () => {
    for (const [at, [sql]] of refused.entries()) await space.write(`refused/${file(at)}`, sql);
    const { out, code } = await lintThere('refused');
    const lines = linesOf(out);
    expect(lines.map((line) => line.split(': ', 2).join(': '))).toEqual(
      refused.map(([, column], at) => `refused/${file(at)}:1:${column}: error`),
    );
    for (const [at, [, , what]] of refused.entries()) expect(lines[at]).toMatch(what);
    expect(code).toBe(1);
  });

  it('warns of a name that a subquery states and the server passes over', async () => {
    await space.write('inner/a.sql', 'SELECT * FROM (SELECT 1 SETTINGS max_thredz = 1)');
    const { out, code } = await lintThere('inner');
    expect(out).toMatch(/^inner\/a\.sql:1:34: warning: the server does not know the setting `max_thredz=1`/);
    expect(code).toBe(0);
  });
});

it('says of a file with a query a line what it lacks', async () => {
  await space.write(
    'lines/a.sql',
    'SELECT 1\nSELECT sum(number) FROM numbers(10)\nSELECT max(number) FROM numbers(10)\n',
  );
  expect((await lintThere('lines')).out).toContain('the statement holds 3 lines that begin with SELECT; end each by ;');
});
