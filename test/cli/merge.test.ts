import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { type Behaviour, fakeServices } from '../support/fakeServices.ts';
import { abArguments, makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;
beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

const unseeded = abArguments.filter((one) => !['--seed', '1'].includes(one));

/** `orders_by_day` reads more in the candidate. */
const script = (caseId: string, arm: string): Behaviour =>
  caseId === 'orders_by_day' && arm === 'candidate' ? { ms: 80, readRows: 200_000 } : {};

function measure(shard: string, out: string, more: readonly string[] = []) {
  return space.run([...unseeded, '--shard', shard, '--out', out, ...more], { services: fakeServices({ script }) });
}

interface Header {
  readonly run: {
    readonly plan: { readonly caseIds: readonly string[]; readonly seed: number };
    readonly shard?: { readonly run?: string; readonly index: number };
  };
}

async function headerOf(out: string): Promise<Header['run']> {
  const bytes = await readFile(join(space.folder, out, 'run.jsonl.gz'));
  const [line] = gunzipSync(bytes).toString('utf8').split('\n');
  return (JSON.parse(line ?? '') as Header).run;
}

/** A report without the ids of its executions, which are drawn for each run. */
async function reportOf(path: string): Promise<ComparisonReport> {
  const text = await space.read(path);
  return JSON.parse(text.replaceAll(/hogbench-[0-9a-f]{8}-s\d+r\d+-[0-9a-f]+/g, 'id')) as ComparisonReport;
}

describe('hogbench ab --shard', () => {
  it('measures each case in one part, in one order, and has no verdict', async () => {
    const ran = [await measure('1/2', 'p1'), await measure('2/2', 'p2')];
    expect(ran.map(({ code }) => code)).toEqual([0, 0]);
    expect(ran[0]?.out).toMatch(
      /^hogbench: part 1 of 2: 2 of 4 cases, \d+ executions — exit 0 \(no verdict: hogbench merge judges all parts\)\n$/,
    );
    const [one, two] = [await headerOf('p1'), await headerOf('p2')];
    expect([...one.plan.caseIds, ...two.plan.caseIds].sort()).toEqual([
      'orders_by_day',
      'search[word=hat]',
      'search[word=shoe]',
      'top_customers',
    ]);
    expect(one.plan.seed).toBe(two.plan.seed);
  });

  it('exits 0 with findings, and merge exits by them, in any order of the parts, as report does', async () => {
    await measure('1/2', 'p1');
    await measure('2/2', 'p2');
    const merged = await space.run(['merge', 'p1', 'p2', '--out', 'm']);
    expect(merged.code).toBe(1);
    expect(merged.out).toMatch(/1 of 4 cases regressed: orders_by_day/);
    expect(merged.out.trimEnd().split('\n').at(-1)).toBe('hogbench: 1 costlier, of 4 cases — exit 1');
    const other = await space.run(['merge', 'p2/run.jsonl.gz', 'p1/run.jsonl.gz', '--out', 'n']);
    expect(await space.read('n/report.json')).toBe(await space.read('m/report.json'));
    expect(other.code).toBe(1);
    const report = await space.run(['report', 'm/run.jsonl.gz', '--gate', '--json', 'again.json']);
    expect(report.code).toBe(1);
    expect((await reportOf('again.json')).cases).toEqual((await reportOf('m/report.json')).cases);
  });

  it('says what the whole says of verdicts: cases, counts, totals', async () => {
    const whole = await space.run([...abArguments, '--out', 'whole', '--no-self-check'], {
      services: fakeServices({ script }),
    });
    for (const at of [1, 2, 3]) await measure(`${at}/3`, `p${at}`, ['--seed', '1', '--no-self-check']);
    const merged = await space.run(['merge', 'p3', 'p1', 'p2', '--out', 'm']);
    expect(merged.code).toBe(whole.code);
    const [a, b] = [await reportOf('whole/report.json'), await reportOf('m/report.json')];
    expect([b.cases, b.counts, b.suite]).toEqual([a.cases, a.counts, a.suite]);
  });

  it('has parts without a case where there are more parts than cases, and they are wanted too', async () => {
    const ran = [];
    for (let at = 1; at <= 6; at++) ran.push(await measure(`${at}/6`, `p${at}`));
    expect(ran.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(ran[5]?.out).toContain('part 6 of 6: 0 of 4 cases, 0 executions');
    expect(ran[5]?.err).not.toContain('noise');
    const five = ['p1', 'p2', 'p3', 'p4', 'p5'];
    const lacking = await space.run(['merge', ...five, '--out', 'm']);
    expect([lacking.code, lacking.err]).toEqual([
      2,
      expect.stringContaining('part 6 of 6 is missing, with 0 of 4 cases'),
    ]);
    expect((await space.run(['merge', ...five, 'p6', '--out', 'm'])).code).toBe(1);
    for (const args of [['--gate'], ['--gate', '--strict']]) {
      const alone = await space.run(['report', 'p6/run.jsonl.gz', ...args]);
      expect(alone.code).toBe(5);
      expect(alone.out).toContain('This is part 6 of 6, with 0 of 4 cases.');
    }
  });

  it('takes its number from Kubernetes where asked, and not where not', async () => {
    const env = { JOB_COMPLETION_INDEX: '1', HOGBENCH_SHARD_OF: 'job-7' };
    const ran = await space.run([...unseeded, '--shard', '/3', '--out', 'p'], { env });
    expect(ran.out).toContain('part 2 of 3');
    expect((await headerOf('p')).shard).toMatchObject({ index: 2, run: 'job-7' });
    const whole = await space.run([...unseeded, '--out', 'w'], { env });
    expect(whole.out).not.toContain('part');
    expect((await headerOf('w')).shard).toBeUndefined();
  });

  it('is of the run of the CI, in every job of it', async () => {
    await space.run([...unseeded, '--shard', '1/2', '--out', 'p'], { env: { GITHUB_RUN_ID: '99' } });
    expect((await headerOf('p')).shard?.run).toBe('github 99');
  });

  it('cuts by what cases took before', async () => {
    const slow = (caseId: string): Behaviour => (caseId === 'orders_by_day' ? { ms: 900 } : { ms: 10 });
    await space.run([...abArguments, '--out', 'before'], { services: fakeServices({ script: slow }) });
    for (const at of [1, 2]) await measure(`${at}/2`, `p${at}`, ['--costs', 'before/run.jsonl.gz']);
    expect((await headerOf('p1')).plan.caseIds).toEqual(['orders_by_day']);
    expect((await headerOf('p2')).plan.caseIds).toHaveLength(3);
    // Another machine without the file would have measured others.
    await measure('2/2', 'q2');
    const merged = await space.run(['merge', 'p1', 'q2', '--out', 'm']);
    expect(merged.code).toBe(2);
    expect(merged.err).toMatch(/cut into parts in two ways[\s\S]*--costs/);
  });

  it('leaves out what both arms send alike, once for all parts', async () => {
    const alike = (shard: readonly string[], out: string) =>
      space.run([...unseeded, ...shard, '--out', out], { asTyped: true, services: fakeServices({ script }) });
    for (const at of [1, 2]) await alike(['--shard', `${at}/2`], `p${at}`);
    const merged = await space.run(['merge', 'p1', 'p2', '--out', 'm']);
    expect(merged.out).toContain('3 identical cases were not measured');
    expect((await space.run(['report', 'p2/run.jsonl.gz'])).out).not.toContain('identical');
  });

  it('passes where nothing differs, and not by a part', async () => {
    const same = (shard: string, out: string) =>
      space.run([
        'ab',
        'main',
        '--candidate-set',
        'max_threads=2',
        '--filter',
        'search',
        '--shard',
        shard,
        '--out',
        out,
      ]);
    for (const at of [1, 2]) expect((await same(`${at}/2`, `p${at}`)).code).toBe(0);
    const merged = await space.run(['merge', 'p1', 'p2', '--out', 'm']);
    expect(merged.code).toBe(0);
    expect((await space.run(['report', 'p1/run.jsonl.gz', '--gate'])).code).toBe(5);
  });

  it('goes on with a part by its own number alone', async () => {
    let stop = (): void => {};
    const services = fakeServices({ onBatch: (batches) => batches === 3 && stop() });
    const cut = await space.run([...unseeded, '--shard', '1/2', '--out', 'p1'], {
      services,
      io: (io) => {
        stop = () => io.interrupt();
      },
    });
    expect([cut.code, cut.out]).toEqual([130, expect.stringContaining('exit 130 (interrupted)')]);
    await measure('2/2', 'p2');
    const early = await space.run(['merge', 'p1', 'p2', '--out', 'm']);
    expect([early.code, early.out]).toEqual([5, expect.stringContaining('part 1 of 2 was interrupted')]);
    const joined = await space.run([...unseeded, '--resume', 'm/run.jsonl.gz']);
    expect([joined.code, joined.err]).toEqual([2, expect.stringContaining('joined from parts')]);
    const resume = (shard: readonly string[]) =>
      space.run([...unseeded, ...shard, '--resume', 'p1/run.jsonl.gz'], { services: fakeServices({ script }) });
    expect((await resume(['--shard', '2/2'])).err).toContain('begun as part 1 of 2, and is to go on as part 2 of 2');
    expect((await resume([])).err).toContain('is to go on as all of it');
    expect((await resume(['--shard', '1/2'])).code).toBe(0);
    expect((await space.run(['merge', 'p1', 'p2', '--out', 'm'])).code).toBe(1);
  });

  it('of one arm is joined to a run of one arm', async () => {
    const run = (shard: string, out: string, more: readonly string[] = []) =>
      space.run(['run', 'main', '--shard', shard, '--out', out, ...more]);
    expect((await run('1/5', 'p1')).out).toMatch(/part 1 of 5: 1 of 4 cases.* exit 0 \(no verdict/);
    for (const at of [2, 3, 4, 5]) await run(`${at}/5`, `p${at}`);
    const merged = await space.run(['merge', 'p1', 'p2', 'p3', 'p4', 'p5', '--out', 'm']);
    expect([merged.code, merged.out]).toEqual([0, expect.stringContaining('4 cases measured — exit 0')]);
    await space.run(['run', 'main', '--out', 'whole']);
    const compared = await space.run(['compare', 'whole/run.jsonl.gz', 'm/run.jsonl.gz']);
    expect(compared.code).toBe(3);
    expect(compared.out.replaceAll(/\s+/g, ' ')).toContain('a run was measured in 5 parts');
    const part = await space.run(['compare', 'p1/run.jsonl.gz', 'm/run.jsonl.gz']);
    expect(part.code).toBe(5);
  });
});

describe('hogbench merge', () => {
  beforeEach(async () => {
    for (const at of [1, 2]) await measure(`${at}/2`, `p${at}`);
  });

  it('refuses what is not all of one run, and leaves no results of an earlier one', async () => {
    await space.run(['merge', 'p1', 'p2', '--out', 'm']);
    const missing = await space.run(['merge', 'p2', '--out', 'm', '--junit', 'junit.xml']);
    expect(missing.code).toBe(2);
    expect(missing.err).toContain('part 1 of 2 is missing, with 2 of 4 cases');
    await expect(space.read('m/report.json')).rejects.toThrow();
    await expect(space.read('junit.xml')).rejects.toThrow();
    const doubled = await space.run(['merge', 'p1', 'p2', 'p1', '--out', 'm']);
    expect([doubled.code, doubled.err]).toEqual([2, expect.stringContaining('part 1 of 2 is there twice')]);
    // The same part, measured again.
    await measure('1/2', 'again');
    const twice = await space.run(['merge', 'p1', 'again', 'p2', '--out', 'm']);
    expect(twice.err).toContain('p1/run.jsonl.gz and again/run.jsonl.gz (two runs)');
  });

  it('refuses parts of two runs, and of two states of the queries', async () => {
    await measure('2/2', 'other', ['--shard-of', 'ci 2']);
    const named = await space.run(['merge', 'p1', 'other', '--out', 'm']);
    expect([named.code, named.err]).toEqual([2, expect.stringContaining('one of ci 2 and one without a name')]);
    await measure('2/2', 'margin', ['--margin', '10%', '--seed', '1']);
    await measure('1/2', 'seeded', ['--seed', '1']);
    const margin = await space.run(['merge', 'seeded', 'margin', '--out', 'm']);
    expect(margin.err).toContain('margin 0.1 and 0.05');
    await space.write('branch/orders.sql', `${shop['branch/orders.sql']}\n-- name: more\nSELECT 2;\n`);
    await measure('2/2', 'changed');
    const changed = await space.run(['merge', 'p1', 'changed', '--out', 'm']);
    expect(changed.err).toMatch(/send other queries, settings or parameters/);
  });

  it('shows with --partial what is there, and passes no gate with it', async () => {
    const shown = await space.run(['merge', 'p2', '--partial', '--out', 'm', '--junit', 'junit.xml']);
    expect([shown.code, shown.out]).toEqual([5, expect.stringContaining('part 1 of 2 is missing')]);
    expect(await space.read('junit.xml')).toContain('part 1 of 2 is missing');
    expect((await space.run(['report', 'm/run.jsonl.gz', '--gate'])).code).toBe(5);
  });

  it('refuses a damaged part, which would be whole once it was joined', async () => {
    const lines = gunzipSync(await readFile(join(space.folder, 'p2/run.jsonl.gz')))
      .toString('utf8')
      .split('\n');
    await space.write('bad/run.jsonl.gz', lines.with(Math.floor(lines.length / 2), '{"kind":"sam').join('\n'));
    const merged = await space.run(['merge', 'p1', 'bad', '--out', 'm']);
    expect(merged.code).toBe(2);
    expect(merged.err).toMatch(/Parts of run\.jsonl\.gz are lost[\s\S]*Measure part 2 again/);
  });

  it('takes parts that a store brought together', async () => {
    for (const at of [1, 2]) {
      const pushed = await space.run([
        'store',
        'push',
        `p${at}/run.jsonl.gz`,
        '--name',
        `part-${at}`,
        '--store',
        'kept',
      ]);
      expect({ code: pushed.code, err: pushed.err }).toMatchObject({ code: 0 });
    }
    for (const at of [1, 2]) {
      const out = `pulled-${at}.jsonl.gz`;
      const pulled = await space.run(['store', 'pull', `part-${at}`, '--store', 'kept', '--out', out]);
      expect({ code: pulled.code, err: pulled.err }).toMatchObject({ code: 0 });
    }
    const merged = await space.run(['merge', 'pulled-1.jsonl.gz', 'pulled-2.jsonl.gz', '--out', 'm']);
    expect(merged.code).toBe(1);
  });

  it('is what a gate goes by, and a part is not', async () => {
    await space.run(['merge', 'p1', 'p2', '--out', 'm']);
    expect((await space.run(['gate', 'm/run.jsonl.gz'])).code).toBe(1);
    for (const part of ['p1', 'p2']) expect((await space.run(['gate', `${part}/run.jsonl.gz`])).code).toBe(5);
    const live = await space.run(['gate', ...unseeded.slice(1), '--all'], { env: { HOGBENCH_SHARD: '1/2' } });
    expect([live.code, live.err]).toEqual([2, expect.stringContaining('HOGBENCH_SHARD asks for part 1/2')]);
    await space.write(
      'hogbench.config.yaml',
      'gate: {rules: [{if: {name: orders_by_day}, verdict: regressed, level: warn}]}\n',
    );
    const ruled = await space.run(['merge', 'p1', 'p2', '--out', 'm']);
    expect({ code: ruled.code, err: ruled.err }).toMatchObject({ code: 0 });
    const partial = await space.run(['merge', 'p1', '--partial', '--out', 'm']);
    expect({ code: partial.code, err: partial.err }).toMatchObject({ code: 5 });
  });

  it('does not take a part for results of an earlier run', async () => {
    await mkdir(join(space.folder, 'hogbench-out'));
    await copyFile(join(space.folder, 'p1/run.jsonl.gz'), join(space.folder, 'hogbench-out/run.jsonl.gz'));
    const merged = await space.run(['merge', 'hogbench-out', 'p2']);
    expect([merged.code, merged.err]).toEqual([2, expect.stringContaining('this part lies where the joined run goes')]);
  });

  it.each([
    [['merge'], /merge lacks its part/],
    [['merge', 'nowhere'], /nowhere/],
    [['merge', 'main/orders.sql'], /not a hogbench run file/],
    [[...abArguments, '--shard', '3/2'], /there is no part 3 of 2[\s\S]*Parts count from 1/],
    [[...abArguments, '--shard', '0/2'], /there is no part 0 of 2/],
    [[...abArguments, '--shard', 'one'], /--shard is not a part of so many: one/],
    [[...abArguments, '--shard', '1/5000'], /1000 parts at most/],
    [[...abArguments, '--shard', '/2'], /JOB_COMPLETION_INDEX, which is not set/],
    [[...abArguments, '--shard-of', 'x'], /--shard-of goes with --shard/],
    [[...abArguments, '--costs', 'x'], /--costs goes with --shard/],
    [[...abArguments, '--shard', '1/2', '--costs', 'x'], /x/],
    [[...abArguments, '--shard', '1/2', '--shard-of', ' '], /--shard-of is no name/],
  ])('%j says what is wrong', async (argv, says) => {
    const ran = await space.run(argv);
    expect([ran.code, ran.err]).toEqual([2, expect.stringMatching(says)]);
    expect(ran.err).toContain('fix:');
  });

  it('says where the number of a pod is none of the job', async () => {
    const ran = await space.run([...abArguments, '--shard', '/2'], { env: { JOB_COMPLETION_INDEX: '2' } });
    expect([ran.code, ran.err]).toEqual([2, expect.stringContaining('of 2 parts it is 0 to 1')]);
  });
});
