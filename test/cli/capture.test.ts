import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { coverageOf } from '../../src/app/coverageOf.ts';
import type { TrafficLog } from '../../src/app/trafficLog.ts';
import { loadWorkload } from '../../src/workloads/loadWorkload.ts';
import { readTiming } from '../../src/workloads/timingFile.ts';
import { fakeServices } from '../support/fakeServices.ts';
import { execution, group } from '../support/fakeTraffic.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace();
});
afterEach(() => space.remove());

const from = ['--target', 'http://reader@db:8123'];

async function everyFile(folder: string): Promise<string> {
  const entries = await readdir(join(space.folder, folder), { recursive: true, withFileTypes: true });
  const files = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return (
    await Promise.all(
      files.sort().map(async (file) => `== ${file.slice(space.folder.length + 1)}\n${await readFile(file, 'utf8')}`),
    )
  ).join('\n');
}

it('writes a workload that can be read, and says what it covers', async () => {
  const ran = await space.run(['capture', ...from, '--strata', 'team_id']);
  expect(ran.code).toBe(0);
  await expect(ran.err + ran.out).toMatchFileSnapshot('goldens/capture.txt');
  await expect(await everyFile('captured')).toMatchFileSnapshot('goldens/capture-folder.txt');
  const workload = await loadWorkload('captured', space.folder);
  expect(workload.database).toBe('posthog');
  expect(workload.standsFor).toEqual({
    ...{ executions: expect.any(Number), cost: expect.any(Number) },
    ...{ cases: workload.cases.length, weights: expect.any(Number) },
  });
  expect(coverageOf([workload])).toEqual({ coverage: { executions: 1, cost: 1 } });
  const weights = workload.cases.filter((one) => one.name.startsWith('WebStats')).map((one) => one.weight);
  expect(weights.reduce((sum, one) => sum + one, 0)).toBeCloseTo(100, 3);
});

/** A log in which a stratum is a person. */
const withPeople = fakeServices({
  log: {
    strata: async () => [
      {
        ...{ tag: 'user_email', value: 'jane@example.com', key: '11111111111111111111' },
        ...{ tags: {}, executions: 21, queryId: '111-7' },
      },
    ],
  },
});

it('lets nothing private through, in any file or message', async () => {
  const ran = await space.run(['capture', ...from, '--strata', 'team_id,user_email'], { services: withPeople });
  expect(await everyFile('captured')).toMatch(/^-- name: \S+\/user_email-(?!jane)[a-z]{4}_[a-z]{7}\.[a-z]{3}$/m);
  const top = await space.run(['top', ...from, '--group-by', 'user_email,product', '--html', 'top.html', '--json']);
  const all = (await everyFile('.')) + ran.out + ran.err + top.out + top.err;
  expect(all).not.toMatch(/jane|example\.com|user_id:7|Jane's key/i);
});

it('keeps literals when told to, and says so aloud', async () => {
  const ran = await space.run(['capture', ...from, '--keep-literals']);
  expect(ran.err).toContain('Treat the folder like the log itself');
  const all = await everyFile('captured');
  expect(all).toContain("'jane@example.com'");
  expect(all).toContain('--keep-literals');
  expect(all).not.toMatch(/user_email|api_key_label: |user_id:7/);
});

it('says what time it was, so that a replay reads the same days', async () => {
  await space.run(['capture', ...from]);
  expect(await space.read('captured/workload.yaml')).toContain('\nnow: 2026-01-31 12:00:00\n');
  const { cases } = await loadWorkload('captured', space.folder);
  expect(new Set(cases.map((one) => one.now))).toEqual(new Set([Date.UTC(2026, 0, 31, 12) / 1000]));
});

it('gives the same pseudonyms with the same key', async () => {
  const env = { HOGBENCH_PRIVACY_KEY: 'k' };
  await space.run(['capture', ...from, '--out', 'one'], { env });
  await space.run(['capture', ...from, '--out', 'two'], { env });
  await space.run(['capture', ...from, '--out', 'three'], { env: { HOGBENCH_PRIVACY_KEY: 'other' } });
  const emailIn = async (folder: string) => /equals\(email, '(\w+@\w+\.\w+)'\)/.exec(await everyFile(folder))?.[1];
  expect(await emailIn('one')).toBe(await emailIn('two'));
  expect(await emailIn('three')).not.toBe(await emailIn('one'));
});

it('does not write over anything', async () => {
  await space.run(['capture', ...from]);
  expect((await space.run(['capture', ...from])).err).toContain('--force');
  expect((await space.run(['capture', ...from, '--force', '--top', '1'])).code).toBe(0);
  expect(await everyFile('captured')).not.toContain('TrendsQuery');
  await space.write('mine/notes.txt', 'keep');
  expect((await space.run(['capture', ...from, '--out', 'mine', '--force'])).err).toContain('something other');
});

it('keeps times where it is asked to, and a capture without them leaves none', async () => {
  const whole = await space.run(['capture', ...from, '--timing']);
  expect(whole.out).toContain(
    [
      'timing.jsonl.gz keeps when 6 executions were sent, in 60 min: 0.7% of those in the log.',
      'A load that replays less than 99% keeps no promise. --by count --cover 100% captures more.',
    ].join('\n'),
  );
  const { timing = '', cases } = await loadWorkload('captured', space.folder);
  const read = await readTiming(timing, 'captured');
  expect([...read.offsetsMs]).toEqual([0, 1500, 3000, 4500, 6000, 7500]);
  expect(read).toMatchObject({ durationMs: 3_600_000, standFor: 6, ofLog: 910 });
  expect(read.caseIds).toEqual(expect.arrayContaining(cases.map(({ id }) => id)));
  expect((await space.run(['capture', ...from, '--force'])).code).toBe(0);
  expect(await readdir(join(space.folder, 'captured'))).not.toContain('timing.jsonl.gz');
  expect((await loadWorkload('captured', space.folder)).timing).toBeUndefined();
});

it('says which times are missing', async () => {
  const times: TrafficLog['times'] = async () => ({ sent: [{ at: 1, place: 0 }], nextAt: 2_000_001, placed: 455 });
  const ran = await space.run(['capture', ...from, '--timing'], { services: fakeServices({ log: { times } }) });
  expect(ran.out).toContain('keeps when 1 execution was sent, in 2 s.');
  expect(ran.out).toContain(
    'These are the first ones of 455, which are 50% of those in the log: later ones are not kept.',
  );
});

it('takes no times of whole seconds', async () => {
  const sent = Array.from({ length: 30 }, (_, at) => ({ at: at * 2_000_000, place: 0 }));
  const services = fakeServices({ log: { times: async () => ({ sent, placed: 30 }) } });
  const ran = await space.run(['capture', ...from, '--timing'], { services });
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('the log keeps whole seconds of when its queries were sent');
});

it('follows the rules of the config', async () => {
  await space.write(
    'hogbench.config.yaml',
    'capture:\n  privacy:\n    allow: {columns: [email], tags: [user_email]}\n    drop: {literals: [$page*], tags: [team_id]}\n',
  );
  await space.run(['capture', ...from]);
  const all = await everyFile('captured');
  expect(all).toContain("equals(email, 'jane@example.com')");
  expect(all).toContain("equals(event, '$xxxxxxxx')");
  expect(all).not.toMatch(/^-- tags:.*(team_id|user_email)/m);
});

it('replaces the numbers that a rule names, in texts, tags and names of cases', async () => {
  await space.write('hogbench.config.yaml', 'capture: {privacy: {hash: {columns: [team_id], tags: [team_id]}}}\n');
  const dear = async (ids: readonly string[]) =>
    ids.map((id) =>
      execution(id, { sql: 'SELECT 1 FROM t WHERE equals(team_id, 48151)', logComment: '{"team_id":48151}' }),
    );
  const strata = async () => [
    { tag: 'team_id', value: '48151', key: '11111111111111111111', tags: {}, executions: 21, queryId: '111-7' },
  ];
  await space.run(['capture', ...from, '--strata', 'team_id'], {
    services: fakeServices({ log: { executions: dear, strata } }),
  });
  const all = await everyFile('captured');
  expect(all).not.toContain('48151');
  const [, number] = /equals\(team_id, (\d{5})\)/.exec(all) ?? [];
  expect(all).toContain(`team_id: "${number}"`);
  expect(all).toContain('number, replaced by a rule');
});

it('shows what costs most, by shape and by tag', async () => {
  const byShape = await space.run(['top', ...from]);
  const byTag = await space.run(['top', ...from, '--group-by', 'product,query_type', '--coverage']);
  expect([byShape.code, byTag.code]).toEqual([0, 0]);
  await expect(`${byShape.out}\n${byTag.out}`).toMatchFileSnapshot('goldens/top.txt');
  expect(byTag.out).toContain('(untagged)');
  expect(byTag.out).toContain('tagged: 82% of executions, 64% of cost');
});

it('prints a query of each shape where it is asked to, without what is private', async () => {
  const ran = await space.run(['top', ...from, '--verbose'], {
    services: fakeServices({ log: { executions: async (ids) => ids.map((id) => execution(id)) } }),
  });
  expect(ran.out).toMatch(/^1\. WebStatsTableQuery-9a3298af of web_analytics, for instance query_id 7c0f/m);
  expect(ran.out).toContain('    SELECT\n      count()\n    FROM\n      events\n');
  expect(ran.out).not.toContain('jane@example.com');
});

it('writes what costs most as one HTML file', async () => {
  const evil = execution('x', { sql: "SELECT 1 AS `<script>alert('a')</script>`" });
  const services = fakeServices({
    log: { executions: async () => [{ ...evil, queryId: '7c0f7d62-1111-4222-8333-0123456789ab' }] },
  });
  const ran = await space.run(['top', ...from, '--html', 'top.html'], { services });
  expect(ran.code).toBe(0);
  const html = await space.read('top.html');
  expect(html).toContain('WebStatsTableQuery');
  expect(html).toContain('SELECT');
  expect(html).not.toContain('<script>');
});

describe('bad input: exit 2 or 5, with a way to fix it', () => {
  const bad: Readonly<
    Record<string, { readonly argv: readonly string[]; readonly says: string; readonly config?: string }>
  > = {
    'no log at all': { argv: ['capture'], says: '--log-file' },
    'two logs': { argv: ['capture', ...from, '--log-table', 'a.b', '--log-file', 'x.parquet'], says: 'two logs' },
    'an unknown metric': { argv: ['top', ...from, '--by', 'money'], says: 'read_bytes' },
    'a window that is none': { argv: ['top', ...from, '--since', 'yesterday'], says: '7d' },
    'a share that is none': { argv: ['capture', ...from, '--cover', '150%'], says: '--cover' },
    'both extents': { argv: ['capture', ...from, '--cover', '50%', '--top', '3'], says: 'two ways' },
    'an unknown key of the config': { argv: ['top', ...from], config: 'capture: {colums: {}}\n', says: 'colums' },
  };
  it.each(Object.entries(bad))('%s', async (_, { argv, says, config }) => {
    if (config !== undefined) await space.write('hogbench.config.yaml', config);
    const ran = await space.run(argv);
    expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' });
    expect(ran.err).toContain(says);
  });

  it('a log without CPU time, ranked by it', async () => {
    const services = fakeServices({ log: { lacking: ['cpu_us'] } });
    const ran = await space.run(['top', ...from, '--by', 'cpu'], { services });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('capture: {columns: {cpu_us');
  });

  it('a log whose texts cannot be replayed', async () => {
    const cut = async (ids: readonly string[]) => ids.map((id) => execution(id, { sql: "SELECT 'cut off here" }));
    const ran = await space.run(['capture', ...from], { services: fakeServices({ log: { executions: cut } }) });
    expect(ran.code).toBe(5);
    expect(ran.err).toContain('text cut or broken');
  });
});

it('tells the failures of five rows, and how many more there are', async () => {
  const groups = Array.from({ length: 8 }, (_, at) =>
    group(`${at + 1}0000000`, { failures: 2, failureCodes: { '159': 2 } }),
  );
  const rank = async () => ({
    by: 'cost' as const,
    groups,
    groupCount: 8,
    executions: 5600,
    failures: 16,
    metric: 560,
    cost: 560,
  });
  const ran = await space.run(['top', ...from], { services: fakeServices({ log: { rank } }) });
  expect(ran.out.match(/159 TIMEOUT_EXCEEDED 2/g)).toHaveLength(5);
  expect(ran.out).toContain('failed: 3 rows more');
});
