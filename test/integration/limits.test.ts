import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalCluster } from '../../src/clickhouse/local/localCluster.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import type { CaseComparison, ComparisonReport } from '../../src/model/comparison.ts';
import type { PublishedLoad } from '../../src/model/publishedLoad.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const password = 'correct horse';
const common = {
  password,
  readonly: 2,
  grants: ['SELECT ON *.*', 'SELECT ON system.*', 'SYSTEM FLUSH LOGS ON *.*'],
} as const;
let folder: string;
let cluster: LocalCluster;
let space: Workspace;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-limits-'));
  cluster = await startLocalCluster({
    nodes: 1,
    dataDir: folder,
    users: [
      { ...common, name: 'plain' },
      { ...common, name: 'frugal', hourlyQueries: 50 },
      { ...common, name: 'loaded', hourlyQueries: 60 },
      // The log and system.settings have more rows than this.
      { ...common, name: 'cutting', settings: { max_rows_to_read: 30, read_overflow_mode: 'break' } },
      { ...common, name: 'array', settings: { output_format_json_array_of_rows: 1 } },
    ],
  });
  space = await makeWorkspace({});
});
afterAll(async () => {
  await cluster?.stop();
  await space?.remove();
  await rm(folder, { recursive: true, force: true });
});

const quick = ['--counters-only', '--json', '--quiet'];

async function ab(user: string, files: Readonly<Record<'a' | 'b', string>>, more: readonly string[] = quick) {
  await space.write('a.sql', files.a);
  await space.write('b.sql', files.b);
  const target = ['--target', `http://${user}@127.0.0.1:${cluster.nodes[0]?.httpPort}`];
  const arms = ['--baseline-workload', 'a.sql', '--candidate-workload', 'b.sql'];
  const secret = user === cluster.user ? cluster.password : password;
  return space.run(['ab', ...arms, ...target, ...more], {
    services: realServices,
    env: { HOGBENCH_PASSWORD: secret },
  });
}

function reportIn(text: string): ComparisonReport {
  return JSON.parse(text) as ComparisonReport;
}

function caseIn(text: string, name: string): CaseComparison | undefined {
  return reportIn(text).cases.find((one) => one.name === name);
}

describe('an execution that was cut', () => {
  const limits: readonly (readonly [string, string, string])[] = [
    ['timeout_overflow_mode', 'max_execution_time = 0.02', 'SELECT sum(sipHash64(number)) FROM numbers(1e9)'],
    ['read_overflow_mode', 'max_rows_to_read = 100000', 'SELECT sum(number) FROM numbers(10000000)'],
    ['result_overflow_mode', 'max_result_rows = 10', 'SELECT number FROM numbers(1000000)'],
    ['group_by_overflow_mode', 'max_rows_to_group_by = 10', 'SELECT number, count() FROM numbers(100000) GROUP BY 1'],
    ['sort_overflow_mode', 'max_rows_to_sort = 10', 'SELECT number FROM numbers(1000000) ORDER BY -number'],
    ['distinct_overflow_mode', 'max_rows_in_distinct = 10', 'SELECT DISTINCT number FROM numbers(100000)'],
    ['set_overflow_mode', 'max_rows_in_set = 10', 'SELECT 1 WHERE 7 IN (SELECT number FROM numbers(1000000))'],
  ];
  const inText = ([mode, limit, sql]: (typeof limits)[number]) =>
    `-- name: ${mode}\n${sql} SETTINGS ${limit}, ${mode} = 'break';\n`;
  const inRequest = ([mode, limit, sql]: (typeof limits)[number]) =>
    `-- name: ${mode}_sent\n-- settings: {${limit.replace(' =', ':')}, ${mode}: break}\n${sql};\n`;

  it('by each limit, in the text or the request, is told and never called equivalent', async () => {
    const any =
      "-- name: any\nSELECT number, count() FROM numbers(100000) GROUP BY 1 SETTINGS max_rows_to_group_by = 10, group_by_overflow_mode = 'any';\n";
    const whole =
      "-- name: whole\nSELECT sum(number) FROM numbers(1000) SETTINGS max_execution_time = 60, timeout_overflow_mode = 'break';\n";
    const text = [...limits.flatMap((one) => [inText(one), inRequest(one)]), any, whole].join('');
    const ran = await ab('plain', { a: text, b: text });
    expect(ran.code).toBe(0);
    const { cases } = reportIn(ran.out);
    expect(cases).toHaveLength(2 * limits.length + 2);
    for (const one of cases.filter(({ name }) => name !== 'whole'))
      expect([one.name, one.verdict, one.reason]).toEqual([
        one.name,
        'inconclusive',
        expect.stringMatching(/^Cut by a limit: /),
      ]);
    expect(caseIn(ran.out, 'whole')).toMatchObject({ verdict: 'equivalent', results: 'same' });
  });

  it('by the profile of the user is told, in a run that measures time too', async () => {
    const sql = (what: string) => `-- name: capped\nSELECT sum(${what}) FROM numbers(10000000);\n`;
    const files = { a: sql('number'), b: sql('number + 0') };
    const ran = await ab('cutting', files, ['--max-pairs', '5', '--no-self-check', '--json', '--quiet']);
    expect(caseIn(ran.out, 'capped')).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(/^Cut by a limit: 5 of 5 executions of the baseline/),
    });
    expect(ran.code).toBe(3);
  });
});

describe('our own reads', () => {
  it('are whole where the profile cuts, so that facts and results are there', async () => {
    const text = Array.from({ length: 4 }, (_, i) => `-- name: q${i}\nSELECT number FROM numbers(${i + 10});\n`).join(
      '',
    );
    const ran = await ab('cutting', { a: text, b: text });
    expect(reportIn(ran.out).counts).toMatchObject({ equivalent: 4 });
    expect(ran.code).toBe(0);
  });

  it('inherit no format of a profile, a request or a statement', async () => {
    const text = [
      '-- name: stated\nSELECT 1 SETTINGS output_format_json_array_of_rows = 1;\n',
      '-- name: sent\n-- settings: {output_format_json_array_of_rows: 1, limit: 1, max_result_rows: 1, extremes: 1}\nSELECT 2;\n',
      '-- name: plain\nSELECT 3;\n',
    ].join('');
    const ran = await ab('array', { a: text, b: text });
    expect(reportIn(ran.out).counts).toMatchObject({ equivalent: 3 });
  });
});

describe('a fault of one case', () => {
  it('fails that case alone, whatever kind of exception it is', async () => {
    const text = [
      '-- name: fine\nSELECT 1;\n',
      "-- name: library\nSELECT catboostEvaluate('/nowhere', 1);\n",
      "-- name: source\nSELECT * FROM url('http://127.0.0.1:1/x.jsonl', 'JSONEachRow', 'a Int8') SETTINGS http_max_tries = 1;\n",
      "-- name: inferred\nSELECT * FROM url('http://127.0.0.1:1/x.jsonl') SETTINGS http_max_tries = 1;\n",
    ].join('');
    const ran = await ab(cluster.user, { a: text, b: text });
    expect(ran.code).toBe(1);
    expect(reportIn(ran.out)).toMatchObject({ status: { kind: 'complete' }, counts: { failed: 3, equivalent: 1 } });
    expect(caseIn(ran.out, 'source')?.reason).toContain('Connection refused');
    expect(caseIn(ran.out, 'fine')?.verdict).toBe('equivalent');
  });
});

it('a quota that is used up ends the run, which is resumed where it stopped', async () => {
  const text = Array.from(
    { length: 6 },
    (_, i) => `-- name: q${i}\nSELECT sum(number) FROM numbers(${i + 1000});\n`,
  ).join('');
  const ran = await ab('frugal', { a: text, b: text }, ['--counters-only', '--out', 'out', '--quiet']);
  expect(ran.code).toBe(5);
  expect(ran.out).toContain("the user's quota is used up");
  expect(ran.out).not.toMatch(/✗ failed/);
  expect(ran.err).toContain('--resume');
  const resume = ['--counters-only', '--resume', 'out/run.jsonl.gz', '--json', '--quiet'];
  const again = await ab('plain', { a: text, b: text }, resume);
  expect(reportIn(again.out)).toMatchObject({ status: { kind: 'complete' }, counts: { equivalent: 6, failed: 0 } });
  expect(again.code).toBe(0);
});

it('a quota that is used up under a load is counted by its name, and proves nothing', async () => {
  await space.write('load.sql', 'SELECT sum(number) FROM numbers(1000);\n');
  const target = ['--target', `http://loaded@127.0.0.1:${cluster.nodes[0]?.httpPort}`];
  const how = ['--rate', '20', '--arrival', 'constant', '--warm-up', '0', '--duration', '6s', '--slo', 'p50=5s'];
  const ran = await space.run(['load', 'load.sql', ...target, ...how, '--json', '--quiet'], {
    services: realServices,
    env: { HOGBENCH_PASSWORD: password },
  });
  const report = JSON.parse(ran.out) as PublishedLoad;
  console.log(
    JSON.stringify(report.verdict),
    JSON.stringify(report.trials[0]?.classes[0]?.failed),
    ran.code,
    JSON.stringify(report.trials[0]?.faults),
  );
  const [failure] = report.trials[0]?.classes[0]?.failed ?? [];
  expect(failure?.name).toBe('QUOTA_EXCEEDED (201)');
  // hogbench cannot ask the server either, and says what it could not see
  expect({ code: ran.code, kind: report.verdict.kind }).toEqual({ code: 5, kind: 'invalid' });
});
