import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { type Evidence, eventCounts } from '../../src/model/serverFacts.ts';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import { abArguments, makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

function candidate(change: Record<string, unknown>, caseId = 'orders_by_day'): FakeOptions {
  return { script: (id, arm) => (id === caseId && arm === 'candidate' ? change : {}) };
}

async function ab(fake: FakeOptions, ...more: string[]) {
  return space.run([...abArguments, ...more], { services: fakeServices(fake) });
}

it('exits 0 and says equivalent when nothing changed', async () => {
  const ran = await ab({});
  expect(ran.code).toBe(0);
  await expect(ran.out).toMatchFileSnapshot('goldens/equivalent.txt');
});

it('exits 1 on a regression and says why', async () => {
  const ran = await ab(candidate({ ms: 90, readRows: 400_000, marks: 49 }));
  expect(ran.code).toBe(1);
  await expect(ran.out).toMatchFileSnapshot('goldens/regressed.txt');
});

it('exits 1 when counters alone regressed', async () => {
  const ran = await ab(candidate({ readRows: 400_000, marks: 49 }));
  expect(ran.code).toBe(1);
  expect(ran.out).toMatch(/regressed +orders_by_day/);
});

it('exits 4 when a result differs, also beside a regression', async () => {
  const ran = await ab({
    script: (id, arm) =>
      arm === 'baseline' ? {} : id === 'top_customers' ? { checksum: '99' } : id === 'orders_by_day' ? { ms: 90 } : {},
  });
  expect(ran.code).toBe(4);
  await expect(ran.out).toMatchFileSnapshot('goldens/result-changed.txt');
});

it('names a query that disagrees with itself, and calls it neither changed nor equivalent', async () => {
  let reading = 0;
  const ran = await ab({
    script: (id, _, execution) => (id === 'top_customers' && execution === -1 ? { checksum: String(reading++) } : {}),
  });
  expect(ran.code).toBe(0);
  expect(ran.out).toMatch(/\? inconclusive +top_customers/);
  expect(ran.out).toMatch(/not deterministic/);
});

it('exits 1 when the candidate fails where the baseline does not', async () => {
  const outcome = { kind: 'failed', clientMs: 3, code: 241, message: 'Memory limit exceeded' };
  const ran = await ab(candidate({ outcome }));
  expect(ran.code).toBe(1);
  expect(ran.out).toMatch(/failed +orders_by_day/);
  expect(ran.out).toContain('Memory limit exceeded');
});

const noise = (arm: string, n: number) => ({
  ms: 40 * (1 + 0.5 * Math.sin(n * 7 + (arm === 'baseline' ? 0 : 2))),
});

it('says inconclusive, and exits 3 only with --strict where other cases are decided', async () => {
  const noisy: FakeOptions = { script: (id, arm, n) => (id === 'orders_by_day' ? noise(arm, n) : {}) };
  const ran = await ab(noisy);
  expect(ran.out).toMatch(/^No regression in 3 of 4 cases \(1 undecided\)\. 1 is inconclusive, 3 show no change/);
  expect(ran.code).toBe(0);
  expect((await ab(noisy, '--strict')).code).toBe(3);
});

it('exits 3 when nothing is decided, flag or no flag, and says so in every form', async () => {
  const ran = await ab({ script: (_, arm, n) => noise(arm, n) });
  expect(ran).toMatchObject({ code: 3, out: expect.stringMatching(/^Nothing decided in 4 cases: 4 too noisy\./) });
  expect(await space.read('hogbench-out/report.md')).toContain('### ⚠️ nothing decided: 4 inconclusive');
  expect(await space.read('hogbench-out/report.html')).toContain('Nothing decided in 4 cases');
  await space.run(['report', 'hogbench-out/run.jsonl.gz', '--junit', 'junit.xml']);
  const junit = await space.read('junit.xml');
  expect(junit.match(/<skipped /g)).toHaveLength(4);
  expect(junit).toContain('<error type="undecided" message="Nothing decided in 4 cases');
});

it('exits 3 when no result could be compared, however equal the times are', async () => {
  const ran = await ab({ script: (_id, _arm, n) => (n === -1 ? { digestFails: 'too large' } : {}) });
  expect(ran).toMatchObject({ code: 3, out: expect.stringMatching(/^Nothing decided/) });
  expect(ran.out).toContain('Results were not compared: too large');
});

it('exits 3 when a limit cut every execution, which is no target without a log', async () => {
  const evidence: Evidence = {
    ...{ kind: 'facts' as const, durationUs: 3e5, readRows: 1e6, readBytes: 8e6, resultRows: 1, resultBytes: 8 },
    ...{ memoryBytes: 1e6, exceptionCode: 0, logRows: 1, events: eventCounts({ Query: 1, OverflowBreak: 3 }) },
  };
  const ran = await ab({ script: () => ({ evidence }) });
  expect(ran).toMatchObject({ code: 3, out: expect.stringMatching(/^Nothing decided/) });
  expect(ran.out).toContain('Cut by a limit: ');
});

it('does not read the results that a workload ignores in both arms, and says so', async () => {
  const asked = '-- results: ignore\n';
  await space.write('main/random.sql', `-- name: random\n${asked}SELECT rand();\n`);
  await space.write('branch/random.sql', `-- name: random\n${asked}SELECT rand() + 0;\n`);
  const services = fakeServices({
    script: (id, arm) => (id === 'random' && arm === 'candidate' ? { checksum: '1' } : {}),
  });
  const ran = await space.run([...abArguments, '--filter', 'random', '--json'], { services });
  const report = JSON.parse(ran.out) as ComparisonReport;
  expect(report.cases[0]).toMatchObject({ verdict: 'equivalent', results: 'ignored' });
  expect(report.cases[0]?.notices[0]?.text).toContain('the workload says `results: ignore`');
  await space.write('main/random.sql', '-- name: random\nSELECT rand();\n');
  const compared = await ab(
    { script: (_, arm) => (arm === 'candidate' ? { checksum: '1' } : {}) },
    '--filter',
    'random',
  );
  expect(compared.code).toBe(4);
});

it('stops with exit 5 when the log cannot be read, and says what is not granted', async () => {
  const evidence = {
    kind: 'missing',
    cause: 'not-permitted',
    detail: 'the user has no SELECT grant on system.query_log',
  } as const;
  const ran = await ab({ script: () => ({ evidence }) });
  expect(ran.code).toBe(5);
  expect(ran.out).toContain('the user has no SELECT grant on');
});

it('calls a missing row missing, with its cause', async () => {
  const evidence = {
    kind: 'missing',
    cause: 'sampled-or-filtered',
    detail: 'log_queries_probability is below 1',
  } as const;
  const ran = await ab({ script: (id) => (id === 'orders_by_day' ? { evidence } : {}) });
  expect(ran.code).toBe(0);
  expect(ran.out).toMatch(/inconclusive +orders_by_day/);
  expect(ran.out).toContain('log_queries_probability is below 1');
});

it('gates on what --fail-on names', async () => {
  const regressed = candidate({ ms: 90 });
  expect((await ab(regressed, '--fail-on', 'result-changed')).code).toBe(0);
  expect((await ab(candidate({ ms: 20 }), '--fail-on', 'improved')).code).toBe(1);
});

it('prints one JSON document with --json', async () => {
  const ran = await ab(candidate({ ms: 90 }), '--json');
  const report = JSON.parse(ran.out);
  expect(report.counts.regressed).toBe(1);
  expect(report.cases[0].caseId).toBe('orders_by_day');
});

it('writes the same report from the run file, byte for byte', async () => {
  const ran = await ab(candidate({ ms: 90 }), '--json');
  const again = await space.run(['report', 'hogbench-out/run.jsonl.gz', '--json']);
  expect(again.code).toBe(0);
  expect(again.out).toBe(ran.out);
  expect(await space.read('hogbench-out/report.json')).toBe(ran.out);
});

it('measures only what the filter names', async () => {
  const ran = await ab({}, '--filter', 'product=search', '--json');
  expect(
    JSON.parse(ran.out)
      .cases.map((one: { caseId: string }) => one.caseId)
      .sort(),
  ).toEqual(['search[word=hat]', 'search[word=shoe]']);
});

describe('cases that both arms send alike to one server', () => {
  const arms = ['ab', '--baseline-workload', 'main', '--candidate-workload', 'branch', '--seed', '1', '--json'];

  it('are left out unless --all asks for them, and counted', async () => {
    const ran = await space.run(arms, { asTyped: true });
    const { cases, identical } = JSON.parse(ran.out) as ComparisonReport;
    expect(cases.map((one) => one.caseId)).toEqual(['orders_by_day']);
    expect(identical).toBe(3);
    expect(ran.err).toContain('3 of 4 cases are the same in both arms and are left out; --all measures them too\n');
    const all = JSON.parse((await space.run([...arms, '--all'], { asTyped: true })).out) as ComparisonReport;
    expect(all.cases).toHaveLength(4);
    expect(all.identical).toBeUndefined();
  });

  it('are measured on two servers, over two datasets, and where one arm waits longer', async () => {
    const count = async (...more: readonly string[]): Promise<number> =>
      (JSON.parse((await space.run([...arms, ...more], { asTyped: true })).out) as ComparisonReport).cases.length;
    expect(await count('--baseline-target', 'http://old:8123', '--candidate-target', 'http://new:8123')).toBe(4);
    expect(await count('--candidate-set', 'max_threads=1')).toBe(4);
    await space.write('branch/workload.yaml', 'name: branch\nextends: ../main\ntimeout: 2m\n');
    expect(await count()).toBe(4);
    await space.write('branch/data.sql', 'CREATE TABLE more (a Int8) ENGINE = Memory;\n');
    await space.write('branch/workload.yaml', 'name: branch\nextends: ../main\ndata: [data.sql]\n');
    expect(await count()).toBe(4);
    expect(await count('--target', 'http://db:8123'), 'whose tables may be of either script').toBe(4);
    expect(await count('--target', 'http://db:8123', '--changed-only')).toBe(1);
  });

  it('are all there is: no server is opened, every report that was asked for says so, and the run can be judged again', async () => {
    const reports = [
      '--junit',
      'j.xml',
      '--csv',
      'c.csv',
      '--comment',
      'c.md',
      '--html',
      'h.html',
      '--markdown',
      'm.md',
    ];
    const services = { ...fakeServices(), openBench: () => expect.fail('a server was opened') };
    const ran = await space.run(['ab', 'main', ...reports], { asTyped: true, services });
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('--all') });
    expect(ran.err).toContain('both arms are `main` on embedded: name a second workload');
    expect(ran.err).not.toContain('0 cases');
    expect(ran.out).toMatch(/hogbench: nothing differs: both arms send the same in all 4 cases — exit 0\n$/);
    expect(await space.read('j.xml')).toContain('<testsuites name="hogbench" tests="0" failures="0" errors="0">');
    expect((await space.read('c.csv')).trim().split('\n')).toHaveLength(1);
    for (const file of ['c.md', 'm.md']) expect(await space.read(file)).toContain('### ✅ nothing differs');
    expect(await space.read('h.html')).toContain('Nothing differs: both arms send the same in all 4 cases');
    const again = await space.run(['report', 'hogbench-out/run.jsonl.gz', '--gate']);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('Nothing differs') });
    const resumed = await space.run(['ab', 'main', '--resume', 'hogbench-out/run.jsonl.gz'], { asTyped: true });
    expect(resumed.code).toBe(2);
  });

  it('are told before a dry run, and --all and --changed-only exclude each other', async () => {
    await space.write('copy/orders.sql', await space.read('main/orders.sql'));
    const dry = await space.run(['ab', 'main', 'copy', '--dry-run'], { asTyped: true });
    expect(dry).toMatchObject({
      code: 0,
      out: expect.stringContaining('0 cases, and 4 identical cases left out (--all)'),
    });
    expect(dry.out).toContain('there is nothing to compare');
    const before = await space.run(['ab', 'main', '--dry-run'], { asTyped: true });
    expect(before.out, 'of a workload that has not changed yet').toContain('4 cases:');
    const both = await space.run(['ab', 'main', '--all', '--changed-only']);
    expect(both).toMatchObject({ code: 2, err: expect.stringContaining('exclude each other') });
  });
});

it('says with --changed-only why nothing can be left out', async () => {
  const servers = ['--baseline-target', 'http://old:8123', '--candidate-target', 'http://new:8123'];
  const elsewhere = await space.run(['ab', 'main', '--changed-only', ...servers]);
  expect(elsewhere).toMatchObject({ code: 2, err: expect.stringContaining('one server') });
  const settings = await space.run(['ab', 'main', '--changed-only', '--candidate-set', 'max_threads=1', '--dry-run']);
  expect(settings.out).toContain('4 cases');
});

it('calls a case that only one side has added or removed', async () => {
  await space.write('branch/more.sql', '-- name: brand_new\nSELECT 1;\n');
  const ran = await ab({});
  expect(ran.out).toMatch(/added +brand_new/);
  expect(ran.code).toBe(0);
});

it('tries a case that the candidate adds, shows what it costs, and says when it fails', async () => {
  await space.write('branch/more.sql', '-- name: brand_new\nSELECT 1;\n');
  const works = JSON.parse((await ab({}, '--json')).out) as ComparisonReport;
  const fresh = works.cases.find((one) => one.caseId === 'brand_new');
  expect(fresh).toMatchObject({ verdict: 'added', evidence: { executions: { baseline: 0, candidate: 3 } } });
  expect(fresh?.reason).toBe('Only the candidate has this case; it ran there without an error (3 executions).');
  expect(fresh?.metrics[0]).toMatchObject({ metric: 'server_time', baseline: null, candidate: { n: 3 } });
  expect(works.executions).toBe(
    works.cases.reduce((sum, { evidence }) => sum + evidence.executions.baseline + evidence.executions.candidate, 0),
  );

  const outcome = { kind: 'failed', clientMs: 1, code: 47, message: 'Unknown identifier pricee' } as const;
  const broken = await ab({ script: (caseId) => (caseId === 'brand_new' ? { outcome } : {}) });
  expect(broken.code).toBe(1);
  expect(broken.out).toMatch(/failed +brand_new/);
  expect(broken.out).toContain('Only the candidate has this case, and it fails there: Unknown identifier pricee');
});

it('tries a case that is all a change adds, with --changed-only too, and takes note of one that it only removes', async () => {
  await space.write('same/all.sql', 'SELECT 1;\n-- name: old\nSELECT 2;\n');
  await space.write('more/all.sql', 'SELECT 1;\n-- name: old\nSELECT 2;\n-- name: fresh\nSELECT 3;\n');
  const run = async (baseline: string, candidate: string, ...more: string[]) => {
    const arms = ['--baseline-workload', baseline, '--candidate-workload', candidate, '--changed-only'];
    return space.run(['ab', ...arms, ...more]);
  };
  const added = await run('same', 'more');
  expect(added).toMatchObject({ code: 0, out: expect.stringMatching(/added +fresh/) });
  expect(added.out).not.toContain('old');
  expect(added.out).not.toMatch(/equivalent within|these figures/);
  expect(await run('more', 'same')).toMatchObject({ code: 0, out: expect.stringMatching(/removed +fresh/) });
  expect(await run('same', 'more', '--dry-run')).toMatchObject({ code: 0 });
  expect(await run('same', 'more', '--counters-only')).toMatchObject({ code: 0 });
});

it('prints what it would do with --dry-run, and does nothing', async () => {
  const services = fakeServices();
  const ran = await space.run([...abArguments, '--dry-run'], { services });
  expect(ran.code).toBe(0);
  expect(services.requests).toEqual([]);
  await expect(ran.out).toMatchFileSnapshot('goldens/dry-run.txt');
});

it('keeps the reports of the run before', async () => {
  await ab({});
  const first = await space.read('hogbench-out/report.json');
  await ab({});
  expect(await space.read('hogbench-out/earlier/2026-01-31T12-00-00-000Z/report.json')).toBe(first);
});

it('compares two saved runs by their counters, and does not gate on their times', async () => {
  const slow: FakeOptions = { script: () => ({ ms: 90 }) };
  const work: FakeOptions = { script: () => ({ readRows: 500_000, marks: 60 }) };
  await space.run(['run', 'main', '--out', 'a', '--sessions', '2', '--rounds', '2']);
  await space.run(['run', 'main', '--out', 'b', '--sessions', '2', '--rounds', '2'], { services: fakeServices(slow) });
  const time = await space.run(['compare', 'a/run.jsonl.gz', 'b/run.jsonl.gz']);
  expect(time).toMatchObject({ code: 3, out: expect.stringMatching(/^Nothing decided in 4 cases/) });
  await space.run(['run', 'main', '--out', 'c', '--sessions', '2', '--rounds', '2'], { services: fakeServices(work) });
  const counters = await space.run(['compare', 'a/run.jsonl.gz', 'c/run.jsonl.gz', '--html', 'out/report.html']);
  expect(counters.code).toBe(1);
  expect(await space.read('out/report.html')).toContain('orders_by_day');
});

it('a run of one arm without facts exits 5: there is nothing to compare it by', async () => {
  const evidence = { kind: 'missing', cause: 'sampled-or-filtered', detail: 'not all are logged' } as const;
  const ran = await space.run(['run', 'main', '--sessions', '1', '--rounds', '2'], {
    services: fakeServices({ script: () => ({ evidence }) }),
  });
  expect(ran.code).toBe(5);
});

it('says why cases of a run of one arm fail, those that fail alike together, and ends with the exit code', async () => {
  const failed = (message: string) => ({ outcome: { kind: 'failed', clientMs: 1, code: 47, message } as const });
  const script: FakeOptions['script'] = (id, _, n) => {
    if (id.startsWith('search')) return failed('Unknown identifier boddy');
    return id === 'top_customers' && n > 2 ? failed('Memory limit exceeded') : {};
  };
  const services = { services: fakeServices({ script }) };
  const ran = await space.run(['run', 'main', '--sessions', '1', '--rounds', '3'], services);
  expect(ran.code).toBe(1);
  expect(ran.out).toContain(
    '✗ failed  2 cases\n  3 of 3 executions failed: Unknown identifier boddy.\n' +
      '  - search[word=shoe] at main/orders.sql:15:1\n  - search[word=hat] at main/orders.sql:15:1\n',
  );
  expect(ran.out).toContain('✗ failed  1 case\n  2 of 3 executions failed: Memory limit exceeded.\n');
  const last = 'hogbench: 2 of 4 cases measured, 2 failed, 1 failed at times — exit ';
  expect(ran.out.trimEnd().split('\n').at(-1)).toBe(`${last}1`);
  const again = await space.run(['report', 'hogbench-out/run.jsonl.gz']);
  expect(again.out.trimEnd().split('\n').at(-1)).toBe(`${last}0 (a run of one arm has no verdict)`);
  expect((await space.run(['report', 'hogbench-out/run.jsonl.gz', '--json'])).out).toContain(
    '"reason": "3 of 3 executions',
  );
});

it('shows a run of one arm as a table', async () => {
  const ran = await space.run(['run', 'main', '--sessions', '2', '--rounds', '2']);
  expect(ran.code).toBe(0);
  await expect(ran.out).toMatchFileSnapshot('goldens/run.txt');
});

it('shows totals by the tags that were asked for, by a flag before a config default', async () => {
  const asked = await ab({}, '--totals-by', 'team_id', '--json');
  const tags = (text: string): readonly string[] => [
    ...new Set<string>(JSON.parse(text).suite.groups.map((one: { tag: string }) => one.tag)),
  ];
  expect(tags(asked.out)).toEqual(['team_id']);
  await space.write('hogbench.config.yaml', 'defaults: {totals-by: "product, team_id"}\n');
  const again = await space.run(['report', 'hogbench-out/run.jsonl.gz', '--json']);
  expect(tags(again.out)).toEqual(['product', 'team_id']);
  const unknown = await space.run(['report', 'hogbench-out/run.jsonl.gz', '--totals-by', 'region']);
  expect(unknown).toMatchObject({ code: 0, out: expect.stringContaining('No case has the tag region') });
  expect(await ab({}, '--totals-by', ',')).toMatchObject({ code: 2, err: expect.stringContaining('names no tag') });
});

it('carries the evidence of every verdict in JSON and CSV', async () => {
  const ran = await ab(candidate({ ms: 90 }), '--json');
  const [first] = JSON.parse(ran.out).cases;
  expect(first.evidence).toMatchObject({ restsOn: 'time', pairs: 8, fresh: true, test: { kind: 'slower', among: 1 } });
  await space.run(['report', 'hogbench-out/run.jsonl.gz', '--csv', 'cases.csv']);
  const [head = '', row = ''] = (await space.read('cases.csv')).split('\r\n');
  const cell = (name: string): string | undefined => row.split(',')[head.split(',').indexOf(name)];
  expect([cell('tested'), cell('executions'), cell('rests_on')]).toEqual(['slower', '26', 'time']);
});

it('tells one failure of many cases once, and names them', async () => {
  const outcome = { kind: 'failed', clientMs: 3, code: 60, message: 'Unknown table orders.' } as const;
  const ran = await ab({ script: (id) => (id === 'top_customers' ? {} : { outcome }) });
  expect(ran.code).toBe(1);
  expect(ran.out.split('Unknown table orders')).toHaveLength(2);
  expect(ran.out).toMatch(/failed +3 cases\n +Both arms failed: .*Unknown table orders\..*\n +- \S+ at \S+:\d+:\d+/);
  const markdown = await space.read('hogbench-out/report.md');
  expect(markdown).toMatch(/failed\*\* 3 cases: Both arms failed/);
  expect(markdown).toContain('- <code>orders_by_day</code> at <code>branch/orders.sql:4:1</code>');
  expect(markdown.match(/^- <code>search/gm)).toHaveLength(2);
});

it('gives SQL that cannot be parsed its place in the file', async () => {
  await space.write(
    'main/bad.sql',
    "\n-- name: bad\nSELECT count()\nFROM orders\nWHERE body = 'ü' AND > 3\nGROUP BY body;\n",
  );
  const message = 'Syntax error: failed at position 50 (>) (line 3, col 22): > 3';
  const ran = await ab({
    script: (id) =>
      id === 'bad' ? { outcome: { kind: 'failed', clientMs: 1, code: 62, message }, plan: message } : {},
  });
  expect(ran.out).toContain('Syntax error at main/bad.sql:5:22, near `> 3`.');
  expect(ran.out.split('Syntax error')).toHaveLength(2);
});
