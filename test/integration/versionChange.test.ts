import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { anyRow } from '../../src/clickhouse/http/rowShape.ts';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let server: OwnServer;
let space: Workspace;

beforeAll(async () => {
  server = await ownServer();
  space = await makeWorkspace({
    'queries/workload.yaml': 'name: queries\n',
    'queries/queries.sql': `-- name: dates
SELECT toTypeName(toTime(toDateTime('2026-01-02 03:04:05', 'UTC'))) AS type;

-- name: plain
SELECT sum(number) FROM numbers(1000);

-- name: states
-- settings: {optimize_injective_functions_in_limit_by: 0}
SELECT count() FROM numbers(1000) SETTINGS use_skip_indexes_for_top_k = 0;

-- name: refused
SELECT rank(1) OVER (ORDER BY number) FROM numbers(3);
`,
    'hogbench.config.yaml': `targets:
  own: {url: '${server.url}', user: '${server.cluster.user}', password: '\${SERVER_PASSWORD}'}
`,
  });
});
afterAll(async () => {
  await space.remove();
  await server.stop();
});

async function valuesUnder(compatibility: string): Promise<ReadonlyMap<string, unknown>> {
  const sql = "SELECT name, value FROM system.settings WHERE alias_for = ''";
  const rows = await server.client.rows(sql, anyRow, { settings: { readonly: 2, compatibility } });
  return new Map(rows.map((one) => [String(one.name), one.value]));
}

it('lists the settings that differ in effect under compatibility, what is refused, and what is answered otherwise', async () => {
  const env = { SERVER_PASSWORD: server.cluster.password, HOGBENCH_HOME: join(space.folder, 'home') };
  const argv = ['ab', 'queries', '--target', 'own', '--candidate-set', 'compatibility=25.8', '--max-pairs', '2'];
  const more = ['--counters-only', '--no-self-check', '--out', 'out', '--config', 'hogbench.config.yaml'];
  const ran = await space.run([...argv, ...more], { services: realServices, env });
  expect(ran.err + ran.out).toContain('What compatibility changes');
  const report = JSON.parse(await space.read('out/report.json')) as ComparisonReport;
  const { versions } = report;
  const [plain, old] = [await valuesUnder(''), await valuesUnder('25.8')];
  const differing = [...plain].filter(([name, value]) => old.get(name) !== value && name !== 'compatibility');
  // The engine is the judge: no more, no less, with the values of both.
  const listed = versions?.settings?.filter(({ scope }) => scope === 'query') ?? [];
  expect(differing.length).toBeGreaterThan(20);
  expect(new Map(listed.map(({ name, values }) => [name, values]))).toEqual(
    new Map(differing.map(([name, value]) => [name, { baseline: value, candidate: old.get(name) }])),
  );
  expect(versions).toMatchObject({ kind: 'compatibility', more: 0 });
  expect(versions?.servers).toMatchObject({ baseline: { compatibility: null }, candidate: { compatibility: '25.8' } });
  expect(listed.filter(({ told }) => told === null)).toEqual([]);
  expect(listed.filter(({ setBy }) => setBy > 0).map(({ name }) => name)).toEqual([
    'optimize_injective_functions_in_limit_by',
    'use_skip_indexes_for_top_k',
  ]);
  expect(versions?.refused).toMatchObject([{ caseId: 'refused', arm: 'baseline' }]);
  expect(versions?.otherResults).toEqual(['dates']);
  const cases = new Map(report.cases.map((one) => [one.name, one]));
  expect(cases.get('refused')?.verdict).toBe('failed');
  expect(cases.get('plain')?.verdict).toBe('equivalent');
  expect(cases.get('states')?.notices).toMatchObject([{ code: 'sets-what-differs' }]);
  expect(cases.get('plain')?.notices).toEqual([]);
  // The file is enough to say it all again, in every format.
  const again = await space.run(['report', 'out/run.jsonl.gz', '--json']);
  expect(JSON.parse(again.out).versions).toEqual(versions);
  expect(await space.read('out/report.md')).toContain('<summary>What compatibility changes</summary>');
  expect(await space.read('out/report.html')).toContain('<h2 id="versions">What compatibility changes</h2>');
});

it('says nothing of versions where both arms are the same program', async () => {
  const env = { SERVER_PASSWORD: server.cluster.password, HOGBENCH_HOME: join(space.folder, 'home') };
  const argv = ['ab', 'queries', '--target', 'own', '--candidate-set', 'max_threads=1', '--filter', 'plain', '--force'];
  const more = ['--counters-only', '--no-self-check', '--out', 'out', '--config', 'hogbench.config.yaml'];
  await space.run([...argv, ...more], { services: realServices, env });
  expect(await space.read('out/report.json')).not.toContain('"versions"');
});

it('tells each of several arms by itself, as the engine has it', async () => {
  const env = { SERVER_PASSWORD: server.cluster.password, HOGBENCH_HOME: join(space.folder, 'home') };
  const arms = ['--arm', 'now=own', '--arm', 'old=own', '--arm', 'older=own', '--filter', 'plain', '--force'];
  const set = ['--arm-set', 'old.compatibility=26.3', '--arm-set', 'older.compatibility=25.8', '--max-pairs', '2'];
  const more = ['--counters-only', '--no-self-check', '--out', 'out', '--config', 'hogbench.config.yaml'];
  await space.run(['ab', 'queries', ...arms, ...set, ...more], { services: realServices, env, asTyped: true });
  const { comparisons } = JSON.parse(await space.read('out/report.json')) as {
    readonly comparisons: readonly { readonly report: ComparisonReport }[];
  };
  const plain = await valuesUnder('');
  for (const [at, release] of ['26.3', '25.8'].entries()) {
    const old = await valuesUnder(release);
    const differing = [...plain].flatMap(([name, value]) => (old.get(name) === value ? [] : [name]));
    const listed = comparisons[at]?.report.versions?.settings?.filter(({ scope }) => scope === 'query') ?? [];
    expect(listed.map(({ name }) => name).sort()).toEqual(differing.filter((name) => name !== 'compatibility').sort());
  }
  const markdown = await space.read('out/report.md');
  const row = (name: string) => markdown.split('\n').find((line) => line.startsWith(`| ${name} |`));
  expect(row('server')).toMatch(/compatibility 26\.3 \| .* compatibility 25\.8 \|$/);
  const counts = comparisons.map(({ report }) => report.versions?.settings?.length);
  expect(row('settings')).toBe(
    `| settings |  | ${counts.map((count) => `${count} settings differ in effect`).join(' | ')} |`,
  );
  expect(await space.read('out/report.html')).toContain('<h2>What changed between the servers</h2>');
});
