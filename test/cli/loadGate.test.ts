import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoadRun } from '../../src/model/loadRun.ts';
import { createLoadFile } from '../../src/store/load/loadWriter.ts';
import { recordLoad } from '../../src/store/load/recordLoad.ts';
import { fakeServices } from '../support/fakeServices.ts';
import { loadHeaderOf, loadRunOf, tallyOf, trialEndOf, trialPlanOf } from '../support/loadRuns.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

let space: Workspace;
beforeEach(async () => {
  space = await makeWorkspace({
    'queries/a.sql': '-- tags: {workload: ONLINE}\nSELECT 1 FROM events',
    'queries/workload.yaml': 'classes:\n  online: {match: {workload: ONLINE}}\n',
  });
});
afterEach(() => space.remove());

async function loadIn(change: Partial<LoadRun> = {}): Promise<void> {
  const { trials, notices, status, ...header } = loadRunOf(change);
  const file = join(space.folder, 'out/run.jsonl.gz');
  await recordLoad(await createLoadFile(file, header), { trials, notices, status });
}

function config(...rules: readonly string[]): Promise<void> {
  return space.write('hogbench.config.yaml', `gate:\n  rules:\n${rules.map((one) => `    - ${one}\n`).join('')}`);
}

function last({ out }: Ran): string {
  return out.trimEnd().split('\n').at(-1) ?? '';
}

/** Nineteen of twenty requests took 5 ms, the others 20 ms, and none failed: 20 a second, all of them well within the promise. */
describe('rules on a saved load', () => {
  const { slo: _, ...unpromised } = loadHeaderOf().classes[0] as LoadRun['classes'][number];
  const nothingPromised = { classes: [unpromised, ...loadHeaderOf().classes.slice(1)] };

  it.each([
    ['{metric: online.p50, max: 6ms}', 0, '1 passed'],
    ['{metric: online.p99, max: 15ms}', 1, '1 error'],
    ['{metric: online.p99.9, max: 5s}', 3, '1 undecided'],
    ['{metric: online.errors, max: 1%}', 0, '1 passed'],
    ['{metric: online.errors, max: 0.01%}', 3, '1 undecided'],
    ['{metric: online.good, at_least: 20}', 0, '1 passed'],
    ['{metric: online.good, at_least: 21}', 1, '1 error'],
    ['{metric: online.achieved, at_least: 15}', 0, '1 passed'],
    ['{metric: batch.p95, max: 10s}', 3, '1 undecided'],
    ['{metric: batch.p95, max: 10s, level: warn}', 0, '1 pending'],
    ['{metric: online.p99, max: 15ms, level: warn}', 0, '1 warning'],
    ['{metric: online.p99, max: 15ms, level: off}', 0, '1 off'],
  ])('%s exits %i', async (rule, code, counts) => {
    await loadIn();
    await config(rule);
    for (const argv of [
      ['gate', 'out/run.jsonl.gz'],
      ['gate', 'out'],
      ['report', 'out/run.jsonl.gz', '--gate'],
    ]) {
      const ran = await space.run(argv);
      expect(ran.code).toBe(code);
      expect(ran.out).toContain(`Gate (hogbench.config.yaml): ${counts}`);
    }
    expect((await space.run(['report', 'out/run.jsonl.gz'])).code).toBe(0);
  });

  it('holds of no load that was not as meant, which is called kept nowhere', async () => {
    const text = '400 of 1,000 recorded requests (40%) are of cases that are not offered';
    const notices = [{ code: 'recorded-incomplete', level: 'caution', text }] as const;
    await config('{metric: online.p95, max: 2s}', '{metric: online.p99, max: 1ms}');
    await loadIn({ ...nothingPromised, notices });
    expect(await space.run(['gate', 'out'])).toMatchObject({
      code: 1,
      out: expect.stringContaining('1 error, 1 undecided'),
    });
    await config('{metric: online.p95, max: 2s}');
    const ruled = await space.run(['gate', 'out']);
    expect(ruled.code).toBe(3);
    expect(last(ruled)).toContain('it was not the load that the rule is made for, as a caution says');
    await rm(join(space.folder, 'out/run.jsonl.gz'));
    await loadIn({ notices });
    const promised = await space.run(['gate', 'out', '--json', '--markdown', 'load.md', '--html', 'load.html']);
    expect(promised.code).toBe(3);
    for (const shown of [promised.out, await space.read('load.md'), await space.read('load.html')]) {
      expect(shown).toContain(text);
      expect(shown).not.toMatch(/✓|"kept"/);
    }
  });

  it.each([
    [1, 'undecided', 3],
    [4, 'undecided', 3],
    [5, 'kept', 0],
  ])('users who were asked for %i seconds keep a promise and a rule, or not: %s', async (seconds, kind, exit) => {
    const users = { of: 'online', arrival: { kind: 'closed', users: 8, thinkMs: 0 }, background: false } as const;
    const quick = { offered: 500, outcomes: { completed: 500 }, latency: [[5000, 500]], done: 500 } as const;
    const plan = trialPlanOf({ offered: [users], warmupMs: 0, durationMs: seconds * 1000 });
    const tallies = Array.from({ length: seconds }, (_, second) => tallyOf(second, quick));
    await loadIn({ trials: [{ plan, tallies, requests: [], end: trialEndOf({ sentForMs: seconds * 1000 }) }] });
    const { code, out } = await space.run(['gate', 'out', '--json']);
    const { verdict } = JSON.parse(out);
    expect([verdict.kind, code]).toEqual([kind, exit]);
    if (exit > 0)
      expect(verdict.reasons.at(-1)).toBe(
        `${seconds} s are too short: five seconds at least tell how requests depend on each other`,
      );
    await config('{metric: online.p95, max: 500ms}', '{metric: online.errors, max: 50%}');
    const ruled = JSON.parse((await space.run(['gate', 'out', '--json'])).out);
    expect(ruled.gate.findings.map((one: { outcome: string }) => one.outcome)).toEqual(
      Array.from({ length: 2 }, () => (exit === 0 ? 'passed' : 'undecided')),
    );
  });

  it('names in its last line the rule that fails, with what it expected and what was found', async () => {
    await loadIn();
    await config('{metric: online.p50, max: 6ms}', '{metric: online.p99, max: 15ms}');
    expect(last(await space.run(['gate', 'out']))).toMatch(
      /^hogbench: Beyond a rule: rule 2 at hogbench\.config\.yaml:4:7: online\.p99 at most 15\.0 ms, found 20\.0 ms \(.*\) — exit 1$/,
    );
  });

  it('shows them in every format', async () => {
    await loadIn();
    await config('{metric: online.p99, max: 15ms}');
    const ran = await space.run(['gate', 'out', '--json', '--markdown', 'load.md', '--html', 'load.html']);
    expect(JSON.parse(ran.out).gate).toMatchObject({
      outcome: 'failed',
      findings: [{ metric: 'online.p99', trial: 0 }],
    });
    const html = await readFile(join(space.folder, 'load.html'), 'utf8');
    expect(html).toContain('Beyond a rule: rule 1');
    expect(html).toContain('<td data-label="expected">at most 15.0 ms</td>');
    const markdown = await readFile(join(space.folder, 'load.md'), 'utf8');
    expect(markdown).toMatch(/^### ✗ Beyond a rule: rule 1/);
    expect(markdown).toContain('| ✗ error | online.p99 | at most 15.0 ms |');
  });

  it('goes by the last rule of a metric, and by a level for all that was asked before', async () => {
    await loadIn();
    await config('{metric: online.p99, max: 15ms}', '{metric: online.p99, max: 1s}');
    expect((await space.run(['gate', 'out'])).code).toBe(0);
    await config('{metric: online.p99, max: 15ms}', '{metric: online.p99, level: warn}');
    expect((await space.run(['gate', 'out'])).code).toBe(0);
    await config('{metric: online.p99, level: warn}', '{metric: online.p99, max: 15ms}');
    expect((await space.run(['gate', 'out'])).err).toContain('no rule before it asks anything of online.p99');
  });

  it.each<[string, Partial<LoadRun>, number]>([
    ['interrupted', { status: { kind: 'interrupted' } }, 130],
    ['incomplete', { status: { kind: 'incomplete', reason: 'the server went away' } }, 5],
    ['a part', { shard: { index: 1, of: 2 } }, 5],
    ['without an end', { trials: loadRunOf().trials.map(({ end: _end, ...rest }) => rest) }, 5],
  ])('passes and fails nothing of one that proves nothing: %s', async (_name, change, code) => {
    await loadIn(change);
    await config('{metric: online.p50, max: 1h}', '{metric: online.p99, max: 1ms}');
    const ran = await space.run(['gate', 'out']);
    expect(ran.code).toBe(code);
    expect(ran.out).toContain('2 undecided');
  });

  it('adds to promises, and takes nothing of them', async () => {
    const slo = { latency: [{ share: 0.95, mostMs: 1 }] };
    await loadIn({ classes: [{ ...unpromised, slo }, ...loadHeaderOf().classes.slice(1)] });
    await config('{metric: online.p95, max: 1h}');
    const ran = await space.run(['gate', 'out']);
    expect(ran.code).toBe(1);
    expect(last(ran)).toMatch(/^hogbench: Missed: .* — exit 1$/);
  });

  it('passes a load of which nothing is promised by a rule that holds, and by none else', async () => {
    await loadIn(nothingPromised);
    const bare = await space.run(['gate', 'out']);
    expect(bare.code).toBe(3);
    expect(last(bare)).toContain('no rule asks anything of it either');
    await config('{metric: online.p95, max: 1s}');
    const ruled = await space.run(['gate', 'out']);
    expect(ruled.code).toBe(0);
    expect(last(ruled)).toMatch(/^hogbench: Within the rules: online 20\.0 requests\/s/);
    await config('{metric: online.p95, max: 1ms, level: warn}');
    expect((await space.run(['gate', 'out'])).code).toBe(3);
    await config('{metric: capacity, at_least: 1}');
    const unasked = await space.run(['gate', 'out']);
    expect(unasked.code).toBe(3);
    expect(unasked.out).toContain('capacity not asked, since this is no search');
  });

  it('refuses a rule about a class that the load does not have', async () => {
    await loadIn();
    await config('{metric: onlin.p95, max: 1s}');
    const ran = await space.run(['gate', 'out']);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(
      'a rule is about the class `onlin`, which there is not\n  where: hogbench.config.yaml:3:7',
    );
    expect(ran.err).toContain('did you mean `online`?');
  });

  it('takes rules in CI from a config that was named alone', async () => {
    await loadIn();
    await config('{metric: online.p50, max: 1s}');
    const found = await space.run(['gate', 'out'], { env: { CI: 'true' } });
    expect(found.code).toBe(2);
    const named = await space.run(['gate', 'out', '--config', 'hogbench.config.yaml'], { env: { CI: 'true' } });
    expect(named.code).toBe(0);
  });
});

describe('rules on a load that is measured now', () => {
  const load = [
    'load',
    'queries',
    '--rate',
    '50',
    '--duration',
    '60s',
    '--warm-up',
    '1s',
    '--arrival',
    'constant',
    '--quiet',
  ];

  it.each([
    ['{metric: online.p95, max: 1s}', 0],
    ['{metric: online.p95, max: 10ms}', 1],
    ['{metric: online.errors, max: 0.001%}', 3],
  ])('%s exits %i', async (rule, code) => {
    await config(rule);
    const ran = await space.run(load, { services: fakeServices() });
    expect([ran.code, ran.err]).toEqual([code, '']);
    expect(
      JSON.parse(await readFile(join(space.folder, 'hogbench-out/report.json'), 'utf8')).gate.findings,
    ).toHaveLength(1);
  });

  it('is refused before anything is sent where a rule is about no class of it', async () => {
    await config('{metric: nightly.p95, max: 1s}');
    for (const argv of [load, [...load, '--dry-run'], ['capacity', 'queries', '--slo', 'p95=1s']]) {
      const ran = await space.run(argv, { services: fakeServices() });
      expect(ran.code).toBe(2);
      expect(ran.err).toContain('a rule is about the class `nightly`, which there is not');
    }
  });

  it('holds a capacity to its least rate, as far as one was held', async () => {
    await config('{metric: capacity, at_least: 1}');
    const search = ['capacity', 'queries', '--slo', 'p95=1s', '--max-rate', '20', '--quiet'];
    const ran = await space.run(search, { services: fakeServices() });
    // The servers of the test are never too slow, so that no limit is found.
    expect(ran.code).toBe(5);
    expect(ran.out).toContain('1 undecided');
  });
});

describe('rules on load and comparisons', () => {
  const ab = ['ab', 'queries', 'queries', '--all', '--quiet'];

  it('do not meddle with each other', async () => {
    await config('{metric: online.p95, max: 1ms}', '{metric: capacity, at_least: 1000000}');
    const compared = await space.run(ab, { services: fakeServices() });
    expect(compared.code).toBe(0);
    expect(compared.out).not.toContain('online.p95');
    await config('{metric: server_time.p95, max: 1us}', '{metric: read_rows, max: 0}');
    await loadIn();
    expect((await space.run(['gate', 'out'])).code).toBe(0);
  });

  it('are checked against the classes of a workload by ab and lint', async () => {
    await config('{metric: nightly.p95, max: 1s}');
    const compared = await space.run(ab, { services: fakeServices() });
    expect(compared.code).toBe(2);
    const linted = await space.run(['lint', 'queries', '--offline']);
    expect(linted.code).toBe(1);
    expect(linted.out).toContain('a rule is about the class `nightly`, which there is not');
  });

  it.each([
    ['{metric: servertime.p95, max: 1s}', 'unknown metric `servertime.p95`'],
    ['{metric: online.p97, max: 1s}', 'unknown metric `online.p97`'],
    ['{metric: online.p95, max: 5}', '`5` is no budget of online.p95'],
    ['{metric: online.p95, at_least: 5s}', 'less of online.p95 is better'],
    ['{metric: online.errors, max: 2}', '`2` is no budget of online.errors'],
    ['{metric: capacity, max: 40}', 'capacity is a rate, and more of it is better'],
    ['{metric: capacity, at_least: 0}', '`0` is no least rate of capacity'],
    ['{metric: online.p95, margin: 5%}', 'online.p95 has no margin'],
    ['{metric: capacity, margin: 5}', '`5` is no margin'],
    ['{metric: capacity, at_least: 4, margin: 5%}', 'a rule asks for two things'],
    ['{metric: capacity, at_least: 4, if: {name: a}}', 'capacity is of a load and not of cases'],
    ['{metric: capacity}', 'a rule asks for nothing'],
    ['{metric: read_rows, at_least: 4}', 'at_least is a least rate of a load'],
  ])('are refused where they are none: %s', async (rule, message) => {
    await loadIn();
    await config(rule);
    const ran = await space.run(['gate', 'out']);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(message);
  });
});
