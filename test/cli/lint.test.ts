import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hogbenchVersion } from '../../src/app/hogbenchVersion.ts';
import type { Judgement, JudgeRequest } from '../../src/app/services.ts';
import { tokenize } from '../../src/sql/sqlLexer.ts';
import { fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

const mistakes: Readonly<Record<string, string>> = {
  'queries/workload.yaml': `required_tags: [product]
schema: [schema.sql]
settings: {max_threds: 4}
lint: {any-value: warning}
`,
  'queries/schema.sql': 'CREATE TABLE events (team UInt32, timestamp DateTime) ENGINE = Memory;\n',
  'queries/a.sql': `-- name: misspelt
-- wieght: 3
SELECT 1;

-- name: unstable
-- tags: {product: shop}
SELECT now(), rand(), any(team) FROM events WHERE timestamp > today() GROUP BY team LIMIT 10;

-- name: unstable
-- tags: {product: shop}
SELECT count() FROM events;

-- name: writes
DROP TABLE events;

-- tags: {product: shop}

SELECT 1 AS untagged;

-- name: broken
-- tags: {product: shop}
SELECT 1
  SELEC 2 SETTINGS max_thredz = 3;

-- name: ignored
-- tags: {product: shop}
-- lint-ignore: [syntax, unknown-setting]
SELECT SELEC 2 SETTINGS other_thredz = 3;
`,
  'queries/50%, a:b.sql': "-- params: {p: x}\nSELECT {p:UInt8};\nSELECT 'never closed",
};

/** A server that knows `max_threads`, and no statement with SELEC in it. */
function judges(request: JudgeRequest): Judgement {
  return {
    refusals: request.statements.map(({ sql }) => {
      const wrong = tokenize(sql).find((token) => sql.slice(token.start, token.end) === 'SELEC');
      return wrong && { message: 'Syntax error at SELEC\u001b[31m', offset: wrong.start };
    }),
    settingRefusals: request.settings.map(({ name }) =>
      name === 'max_threads' ? undefined : { message: `Unknown setting '${name}'.`, unknown: true },
    ),
    columns: [{ database: 'default', table: 'visits', column: 'timestamp', current: true }],
  };
}

const isSarif = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync(new URL('../fixtures/sarif.schema.json', import.meta.url), 'utf8')),
);

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace({ ...shop, ...mistakes });
});
afterEach(() => space.remove());

const server = { services: fakeServices({ judges }) };

describe('a folder full of mistakes', () => {
  for (const format of ['text', 'json', 'sarif', 'github'])
    it(`as ${format}: all of them at once, exit 1`, async () => {
      const ran = await space.run(['lint', 'queries', '--format', format], server);
      expect({ code: ran.code, err: ran.err }).toEqual({ code: 1, err: '' });
      await expect(ran.out.replaceAll(`"${hogbenchVersion}"`, '"<version>"')).toMatchFileSnapshot(
        `goldens/lint.${format}`,
      );
    });

  it('is places and rules in every format alike', async () => {
    const json = JSON.parse((await space.run(['lint', 'queries', '--format', 'json'], server)).out);
    const sarif = JSON.parse((await space.run(['lint', 'queries', '--format', 'sarif'], server)).out);
    const github = (await space.run(['lint', 'queries', '--format', 'github'], server)).out;
    const [run] = sarif.runs;
    expect(isSarif(sarif), JSON.stringify(isSarif.errors)).toBe(true);
    expect(run.results.map((one: { ruleIndex: number }) => run.tool.driver.rules[one.ruleIndex].id)).toEqual(
      json.findings.map((one: { rule: string }) => one.rule),
    );
    const lines = github.trimEnd().split('\n');
    expect(
      lines.every((line) => /^::(error|warning|notice) file=[^,:]+,line=\d+,col=\d+,title=[a-z-]+::/.test(line)),
    ).toBe(true);
    expect(lines).toHaveLength(json.findings.length);
    expect(json.errors + json.warnings + json.notes).toBe(json.findings.length);
    expect(github).toContain('file=queries/50%25%2C a%3Ab.sql,');
    expect(
      run.results.map(
        (one: { locations: readonly { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
          one.locations[0]?.physicalLocation.artifactLocation.uri,
      ),
    ).toContain('queries/50%25%2C%20a%3Ab.sql');
  });
});

describe('SARIF', () => {
  const sarifOf = async (path: string) => {
    const ran = await space.run(['lint', path, '--format', 'sarif'], server);
    const sarif = JSON.parse(ran.out);
    expect(isSarif(sarif), JSON.stringify(isSarif.errors)).toBe(true);
    return sarif.runs[0];
  };
  const prints = (run: { results: readonly { partialFingerprints: { primaryLocationLineHash: string } }[] }) =>
    run.results.map((one) => one.partialFingerprints.primaryLocationLineHash);

  it('knows a finding again after lines above it, and tells equal ones apart', async () => {
    await space.write('one/a.sql', 'SELECT rand();\nSELECT rand();\n');
    const before = prints(await sarifOf('one/a.sql'));
    await space.write('one/a.sql', '-- Prose.\n\nSELECT 1;\nSELECT rand();\nSELECT rand();\n');
    expect(prints(await sarifOf('one/a.sql'))).toEqual(before);
    expect(new Set(before).size).toBe(2);
  });

  it('lists the same rules whatever was found, and tells runs of two workloads apart', async () => {
    const [clean, dirty] = [await sarifOf('main'), await sarifOf('queries')];
    expect(clean.results).toEqual([]);
    expect(clean.tool).toEqual(dirty.tool);
    expect(clean.automationDetails.id).not.toBe(dirty.automationDetails.id);
  });
});

describe('--filter', () => {
  it('checks the chosen cases alone, by name and by tag', async () => {
    const all = await space.run(['lint', 'main', '--filter', 'orders_*', '--format', 'json'], server);
    expect(JSON.parse(all.out)).toMatchObject({ statements: 1, findings: [] });
    await space.write('two/a.sql', '-- name: a\nSELECT rand();\n-- name: b\n-- tags: {team: 1}\nSELECT now();\n');
    await space.write('two/z.sql', '-- name: c\n\nSELECT 1;\n');
    const rules = async (...filters: string[]) => {
      const ran = await space.run(['lint', 'two', '--format', 'json', '--filter', ...filters], server);
      return JSON.parse(ran.out).findings.map((one: { rule: string }) => one.rule);
    };
    expect(await rules('a')).toEqual(['random-function']);
    expect(await rules('team=1')).toEqual(['unpinned-clock']);
    expect(await rules('a', 'b')).toEqual(['random-function', 'unpinned-clock']);
  });

  it('keeps what makes the workload unreadable, and refuses what matches nothing', async () => {
    const kept = await space.run(['lint', 'queries', '--filter', 'ignored', '--format', 'json'], server);
    const found = JSON.parse(kept.out).findings as readonly { rule: string; level: string }[];
    expect(kept.code).toBe(1);
    expect(found.filter((one) => one.level === 'error').map((one) => one.rule)).toContain('annotation');
    expect(found.map((one) => one.rule)).not.toContain('unpinned-clock');
    const none = await space.run(['lint', 'main', '--filter', 'order_by_day'], server);
    expect({ code: none.code, out: none.out, err: none.err }).toEqual({
      code: 2,
      out: '',
      err: expect.stringContaining('Did you mean'),
    });
  });
});

describe('exit codes and targets', () => {
  it('is 0 without findings, and for warnings', async () => {
    const clean = await space.run(['lint', 'main'], server);
    expect({ code: clean.code, out: clean.out }).toEqual({
      code: 0,
      out: 'main: nothing to fix in 3 statements, parsed on target embedded\n',
    });
    await space.write('warned/a.sql', 'SELECT rand();\n');
    const warned = await space.run(['lint', 'warned/a.sql'], server);
    expect({ code: warned.code, out: warned.out }).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 warning in 1'),
    });
  });

  it('lints this folder without an argument', async () => {
    expect((await space.run(['lint', '--offline'])).out).toContain(
      'nothing to fix in 3 statements, not parsed by a server',
    );
  });

  it('goes on without an embedded server, and says so; --offline asks none', async () => {
    const without = await space.run(['lint', 'main']);
    expect({ code: without.code, err: without.err }).toMatchObject({
      code: 0,
      err: expect.stringContaining('not installed'),
    });
    const offline = await space.run(['lint', 'main', '--offline'], {
      services: fakeServices({ judges: () => expect.fail('a server was asked') }),
    });
    expect({ code: offline.code, err: offline.err }).toEqual({ code: 0, err: '' });
  });

  it('asks the target for tables with a time column', async () => {
    await space.write('visits/a.sql', 'SELECT count() FROM visits;\nSELECT count() FROM elsewhere.visits;\n');
    const ran = await space.run(['lint', 'visits', '--target', 'http://db:8123'], server);
    expect(ran.out).toContain('visits/a.sql:1:21: warning: `visits` is read for all times');
    expect(ran.out).toContain('1 warning in 2 statements, parsed on target http://db:8123');
  });
});

describe('a pinned clock', () => {
  it('is in what is sent and in the report, and not in the id', async () => {
    await space.write('clock/workload.yaml', 'now: 2026-01-31 12:00:00 Europe/Madrid\n');
    await space.write(
      'clock/a.sql',
      "-- name: today\nSELECT now(), 'now()';\n-- name: then\n-- now: 2026-01-31\nSELECT now();\n",
    );
    const services = fakeServices();
    const ran = await space.run(['ab', 'clock', '--seed', '1'], { services });
    expect(ran.code).toBe(0);
    const sent = new Set(services.requests.map((one) => one.sql));
    expect([...sent].sort()).toEqual(['SELECT toDateTime(1769817600)', "SELECT toDateTime(1769857200), 'now()'"]);
    expect(ran.out).toContain('today');
    expect(await space.read('hogbench-out/report.html')).toContain('toDateTime(1769857200)');
    const { cases } = JSON.parse(await space.read('hogbench-out/report.json'));
    expect(cases.find(({ caseId }: { caseId: string }) => caseId === 'then').candidate).toMatchObject({
      sql: 'SELECT toDateTime(1769817600)',
      written: 'SELECT now()',
    });
  });
});

it('asks for the settings of a case that ignores what is said of them, and hides no other', async () => {
  await space.write(
    'ignoring/a.sql',
    '-- lint-ignore: unknown-setting\nSELECT 1 SETTINGS other = 1;\nSELECT 2 SETTINGS other = 1;\n-- lint-ignore: unknown-setting\nSELECT 3;\n',
  );
  const ran = await space.run(['lint', 'ignoring'], server);
  expect(ran.out).toContain('ignoring/a.sql:3:19: error: the server refuses the setting `other=1`');
  expect(ran.out).toContain('ignoring/a.sql:4:17: note: `unknown-setting` is ignored here but finds nothing');
  expect(ran.out).toContain('1 error, 1 note in 3 statements');
});

it('warns when a comparison does not read annotations, once', async () => {
  await space.write('cut/a.sql', '-- name: mine\n\nSELECT 1;\n');
  const ran = await space.run(['ab', 'cut', '--seed', '1']);
  expect(ran.code).toBe(0);
  expect(ran.err.match(/warning: cut\/a\.sql:1:1 these annotations are not read/g)).toHaveLength(1);
});
