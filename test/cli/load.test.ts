import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeLoaded } from '../support/fakeLoad.ts';
import { fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

const classes = `
classes:
  online: {match: {workload: ONLINE}, slo: {p95: 1s}}
  batch: {match: {workload: OFFLINE}, slo: {p95: 60s}, arrival: closed, concurrency: 4}
`;
const two = `-- name: quick
-- tags: {workload: ONLINE}
SELECT 1;

-- name: long
-- tags: {workload: OFFLINE}
SELECT 2
`;

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace({
    'queries/a.sql': 'SELECT 1',
    'classed/workload.yaml': classes,
    'classed/queries.sql': two,
  });
});
afterEach(() => space.remove());

function run(argv: readonly string[], loaded: FakeLoaded = {}): Promise<Ran> {
  return space.run([...argv, '--seed', '1'], { services: fakeServices({ loaded }) });
}

const document = async (argv: readonly string[], loaded: FakeLoaded = {}) => {
  const ran = await run([...argv, '--json', '--quiet'], loaded);
  return { ...ran, report: JSON.parse(ran.out) };
};

describe('hogbench load', () => {
  it('exits 0 where every promise is kept, and leaves the file and its reports', async () => {
    const ran = await run(['load', 'queries', '--rate', '50', '--slo', 'p95=100ms']);
    expect(ran.out).toMatch(/hogbench: Kept: .* — exit 0\n$/);
    expect(ran.code).toBe(0);
    for (const name of ['report.html', 'report.md', 'report.json'])
      expect(await space.read(`hogbench-out/${name}`)).not.toBe('');
    const again = await space.run(['report', 'hogbench-out/run.jsonl.gz', '--json']);
    expect(JSON.parse(again.out).verdict).toEqual({ kind: 'kept', reasons: [] });
  });

  it('exits 1 where a promise is missed', async () => {
    const ran = await run(['load', 'queries', '--rate', '50', '--slo', 'p95=10ms']);
    expect(ran.out).toMatch(/hogbench: Missed: .* — exit 1\n$/);
    expect(ran.code).toBe(1);
  });

  it('proves nothing where the machine slept meanwhile, which no latency holds', async () => {
    let slept = 0;
    const ran = await space.run(['load', 'queries', '--rate', '50', '--slo', 'p95=100ms', '--seed', '1'], {
      services: fakeServices({ loaded: { onBegin: () => (slept = 600_000) } }),
      io: (io) => Object.assign(io, { now: () => Date.UTC(2026, 0, 31, 12) + slept }),
    });
    expect(ran.out).toContain('the clock of this machine went 600 s apart from its stopwatch');
    expect(ran.code).toBe(5);
  });

  it('exits 3 where there are too few requests to tell', async () => {
    const ran = await run(['load', 'queries', '--rate', '2', '--duration', '5s', '--slo', 'p95=100ms']);
    expect(ran.code).toBe(3);
  });

  it('a promise that is kept only because waiting had just begun is not kept', async () => {
    // 50 a second at one slot of 30 ms: a third of what comes stays
    const ran = await run(['load', 'queries', '--rate', '50', '--slo', 'p95=60s'], { slots: 1, serviceMs: 30 });
    expect(ran.code).not.toBe(0);
    expect(ran.out).toContain('the backlog grows');
  });

  it('exits 0 and says that nothing is judged where nothing is promised', async () => {
    const ran = await run(['load', 'queries', '--rate', '50']);
    expect(ran.out).toMatch(/Nothing is promised, so nothing is judged.* — exit 0\n$/);
  });

  it('counts the wait before a request is sent', async () => {
    const { report } = await document(['load', 'queries', '--rate', '45', '--arrival', 'constant', '--slo', 'p95=1s'], {
      slots: 1,
    });
    const [
      {
        classes: [all],
      },
    ] = report.trials;
    expect(all.percentiles[0].ms).toBeCloseTo(20, 0);
    expect(report.verdict.kind).toBe('kept');
  });

  it('divides a rate by weight, and leaves it to classes that say nothing of it themselves', async () => {
    const { report } = await document(['load', 'classed', '--rate', 'online=30', '--background', 'batch']);
    const [{ plan }] = report.trials;
    expect(plan.offered).toEqual([
      { of: 'online', arrival: { kind: 'poisson', rate: 30 }, background: false },
      { of: 'batch', arrival: { kind: 'closed', users: 4, thinkMs: 0 }, background: true },
    ]);
  });

  it('parts of a load have no verdict, and together they are the load', async () => {
    for (const part of [1, 2]) {
      const ran = await run([
        'load',
        'queries',
        '--rate',
        '60',
        '--slo',
        'p95=1s',
        '--shard',
        `${part}/2`,
        '--out',
        `part-${part}`,
      ]);
      expect(ran.out).toMatch(
        /part \d of 2: [\d,]+ requests — exit 0 \(no verdict: hogbench merge judges all parts\)\n$/,
      );
      expect(ran.code).toBe(0);
    }
    const whole = await document(['load', 'queries', '--rate', '60', '--slo', 'p95=1s', '--out', 'whole']);
    const merged = await space.run(['merge', 'part-1', 'part-2', '--out', 'merged', '--json'], {
      services: fakeServices(),
    });
    const [a, b] = [whole.report, JSON.parse(merged.out)].map(({ trials }) => trials[0].classes[0]);
    expect(b.requests).toBe(a.requests);
    expect(b.curve).toEqual(a.curve);
  });

  it('says what would be sent, and sends nothing', async () => {
    const ran = await run(['load', 'classed', '--rate', '20', '--dry-run']);
    expect(ran.out).toContain('Nothing was sent.');
    expect(ran.out).toContain('online: 1 case, 20 requests a second, at random; promises are judged');
    expect(ran.out).toContain('batch: 1 case, 4 users; promises are judged');
    await expect(space.read('hogbench-out/run.jsonl.gz')).rejects.toThrow();
  });

  it('tells what is left out, and promises that are not those of the workload', async () => {
    const { report } = await document([
      'load',
      'classed',
      '--rate',
      '50',
      '--filter',
      'quick',
      '--slo',
      'online:p95=2s',
      '--timeout',
      '1s',
    ]);
    expect(report.notices.map(({ code, text }: { code: string; text: string }) => [code, text])).toEqual([
      ['filtered', '1 of 2 cases are left out by --filter quick'],
      ['slo-replaced', 'the promise of online is that of --slo (p95 within 2 s); workload.yaml says p95 within 1 s'],
      [
        'promise-beyond-timeout',
        'requests are given up after 1 s, so that online can miss its promise of 2 s only by requests that fail',
      ],
    ]);
    const inEffect = report.options.map(({ name, value }: { name: string; value: string }) => `${name} ${value}`);
    expect(inEffect).toEqual(expect.arrayContaining(['filter quick', 'rate 50', 'slo online:p95=2s', 'timeout 1s']));
  });

  it('a matrix sets each class beside each other one', async () => {
    const { report } = await document(['load', 'classed', '--matrix', '--rate', '20']);
    expect(
      report.matrix.map(({ measured, beside }: { measured: string; beside: string[] }) => [measured, ...beside]),
    ).toEqual([['online'], ['online', 'batch'], ['batch'], ['batch', 'online']]);
  });
});

describe('a matrix of a workload with scheduling', () => {
  const schedulings = (report: { readonly matrix: readonly { readonly scheduling: boolean }[] }) =>
    report.matrix.map(({ scheduling }) => scheduling);
  beforeEach(async () => {
    await space.write('classed/workload.yaml', `${classes}scheduling: [scheduling.sql]\n`);
    await space.write('classed/scheduling.sql', 'CREATE RESOURCE query (QUERY);\nCREATE WORKLOAD all;\n');
  });

  it('has each cell with it and without', async () => {
    const { report } = await document(['load', 'classed', '--matrix', '--rate', '20'], { held: [] });
    expect(schedulings(report)).toEqual([true, true, true, true, false, false, false, false]);
  });

  it('has no cell without it where somebody else created it, and says so', async () => {
    const { report } = await document(['load', 'classed', '--matrix', '--rate', '20'], { held: ['query', 'all'] });
    expect(schedulings(report)).toEqual([true, true, true, true]);
    expect(report.notices).toContainEqual({
      code: 'scheduling-stays',
      level: 'caution',
      text: 'nothing is measured without scheduling: the server holds `query`, `all`, which this run did not create and does not drop',
    });
  });
});

describe('recorded times', () => {
  /** A request every 20 ms for ten seconds; every so many-th one is of another case, which is there or not. */
  async function record(goneEvery: number, part: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const each = 500;
    const about = {
      ...{ format: 'hogbench timing', version: 1, executions: each, duration_us: each * 20_000 },
      ...{ stand_for: each, of_log: each, cases: ['one', 'gone'], ...part },
    };
    const lines = Array.from({ length: each }, (_, at) => `[${at === 0 ? 0 : 20_000},${at % goneEvery === 1 ? 1 : 0}]`);
    await writeFile(
      join(space.folder, 'captured/timing.jsonl.gz'),
      gzipSync(`${[JSON.stringify(about), ...lines].join('\n')}\n`),
    );
  }
  const replay = [...['load', 'captured', '--arrival', 'recorded', '--warm-up', '0', '--slo']];

  beforeEach(async () => {
    await space.write('captured/workload.yaml', 'timing: timing.jsonl.gz\n');
    await space.write('captured/one.sql', '-- name: one\nSELECT 1');
  });

  it('keep a promise where less than a hundredth is left out, which is said', async () => {
    await record(200);
    const { code, report } = await document([...replay, 'p95=1s']);
    expect(report.notices).toEqual([
      {
        code: 'recorded-left-out',
        level: 'caution',
        text: '3 of 500 recorded requests (0.6%) are not sent again: their cases are left out, or their class has an arrival of its own',
      },
    ]);
    expect(code).toBe(0);
  });

  it('prove nothing where more is left out', async () => {
    await record(50);
    const { code, report } = await document([...replay, 'p95=1s']);
    expect(report.verdict).toEqual({
      kind: 'undecided',
      reasons: [
        expect.stringMatching(/^10 of 500 recorded requests \(2%\) are not sent again: their cases are left out/),
      ],
    });
    expect(code).toBe(3);
  });

  it('prove nothing where a class with a part of them is sent otherwise', async () => {
    await space.write(
      'captured/workload.yaml',
      'timing: timing.jsonl.gz\nclasses:\n  online: {match: {of: online}}\n  batch: {match: {of: batch}, arrival: closed}\n',
    );
    await space.write('captured/one.sql', '-- name: one\n-- tags: {of: online}\nSELECT 1');
    await space.write('captured/other.sql', '-- name: other\n-- tags: {of: batch}\nSELECT 2');
    await record(4, { cases: ['one', 'other'] });
    const { code, report } = await document([...replay, 'online:p95=1s']);
    expect(report.verdict).toEqual({
      kind: 'undecided',
      reasons: [
        expect.stringMatching(/^125 of 500 recorded requests \(25%\) are not sent again: .* an arrival of its own$/),
      ],
    });
    expect(code).toBe(3);
  });

  const shares = [
    ['a part of the log', { of_log: 556 }, '500 of 556 executions that production sent then (89.9%). ', '--cover 100%'],
    ['a little less than a promise needs', { of_log: 506 }, '500 of 506 executions', '--cover 100%'],
    ['the first ones alone', { stand_for: 5000, of_log: 5000 }, '500 of 5,000 executions', 'a shorter time (--since)'],
  ] as const;

  it.each(shares)('prove nothing where they are of %s, and tell all figures', async (_, part, of, how) => {
    await record(1000, part);
    const { code, report } = await document([...replay, 'p95=1s']);
    expect(report.verdict).toEqual({
      kind: 'undecided',
      reasons: [expect.stringContaining(`the recorded times are of ${of}`)],
    });
    expect(report.verdict.reasons[0]).toContain(how);
    expect(report.verdict.reasons[0]).toMatch(/or offer a --rate that promises are made for$/);
    expect(report.trials[0].classes[0].percentiles.map(({ share }: { share: number }) => share)).toContain(0.95);
    expect(code).toBe(3);
  });

  it('prove nothing where they lack a part of the cost, though next to none of the executions', async () => {
    await record(1000, { of_log: 501 });
    const manifest = 'timing: timing.jsonl.gz\nstands_for: {executions: 0.998, cost: 0.9, cases: 1, weights: 1}\n';
    await space.write('captured/workload.yaml', manifest);
    const { code, report } = await document([...replay, 'p95=1s']);
    expect(report.verdict.reasons).toEqual([expect.stringContaining('(99.8%) and 90% of their cost. ')]);
    expect(code).toBe(3);
  });

  it('keep a promise where they are of nearly all, which is said', async () => {
    await record(1000, { of_log: 505 });
    const { code, report } = await document([...replay, 'p95=1s']);
    expect(report.notices).toContainEqual({
      code: 'recorded-part',
      level: 'note',
      text: 'the recorded times are of 500 of 505 executions that production sent then (99%)',
    });
    expect(code).toBe(0);
  });

  it('of a part tell percentiles where nothing is promised, and pass by no rule', async () => {
    await record(1000, { of_log: 1000 });
    const unpromised = replay.slice(0, -1);
    expect((await run(unpromised)).code).toBe(0);
    await space.write('hogbench.config.yaml', 'gate: {rules: [{metric: all.p95, max: 10s}]}\n');
    const { code, report } = await document([...unpromised, '--config', 'hogbench.config.yaml']);
    expect(report.gate.findings).toMatchObject([{ outcome: 'undecided', why: 'notAsMeant' }]);
    expect(code).toBe(3);
  });

  it('end the load with them, so that no backlog drains in idle seconds that are judged', async () => {
    await record(1000);
    // 50 a second at one slot of 22 ms: a tenth of what comes stays
    const { code, report } = await document([...replay, 'p95=30s', '--duration', '60s'], {
      ...{ slots: 1, serviceMs: 22 },
    });
    expect(report.trials[0].plan.durationMs).toBe(10_000);
    expect(report.notices.map(({ text }: { text: string }) => text)).toEqual([
      'the recorded times end after 10 s of judged time, and so does the load; --duration asked for 60 s',
      expect.stringMatching(/^1 of 500 recorded requests \(0\.2%\) are not sent again/),
    ]);
    expect(code).not.toBe(0);
  });
});

describe('hogbench capacity', () => {
  it('says which rates would be searched, and for which classes', async () => {
    const ran = await run(['capacity', 'classed', '--min-rate', '5', '--dry-run']);
    expect(ran.out).toContain('online: 1 case, 100% of the rate that is searched; promises are judged');
    expect(ran.out).toContain('batch: 1 case, 4 users; promises are judged');
    expect(ran.out).toContain('rates from 5 to 1,000 requests a second');
    expect(ran.code).toBe(0);
  });

  it('goes on for many trials without a word from Node of listeners that are left', async () => {
    const warnings: string[] = [];
    const hear = ({ message }: Error): void => void warnings.push(message);
    process.on('warning', hear);
    const { report } = await document(['capacity', 'queries', '--slo', 'p95=500ms', '--max-rate', '100'], {
      ...{ slots: 4, serviceMs: 100 },
    });
    process.off('warning', hear);
    expect(report.trials.length).toBeGreaterThan(11);
    expect(warnings).toEqual([]);
  });

  it('finds what slots allow, and exits 0 once it was held', async () => {
    const { report, code } = await document(['capacity', 'queries', '--slo', 'p95=1s', '--arrival', 'constant'], {
      ...{ slots: 4, serviceMs: 100 },
    });
    expect(code).toBe(0);
    const { rate, low, high, binding } = report.capacity;
    expect(Math.abs(rate - 40)).toBeLessThan(2);
    expect(low).toBeLessThanOrEqual(40);
    expect(high).toBeGreaterThanOrEqual(40);
    expect(binding).toBe('all');
  });

  it('two arms are searched in turns, and their ratio has an interval', async () => {
    const { report } = await document(
      ['capacity', 'queries', '--slo', 'p95=1s', '--arrival', 'constant', '--candidate-set', 'max_threads=1'],
      { slots: 2, serviceMs: 100 },
    );
    expect(report.capacities.map(({ arm }: { arm: string }) => arm)).toEqual(['baseline', 'candidate']);
    expect(report.capacityRatio.low).toBeLessThanOrEqual(1);
    expect(report.capacityRatio.high).toBeGreaterThanOrEqual(1);
    expect(report.capacity).toBeUndefined();
  });

  it('does not call the highest rate that was tried the capacity', async () => {
    const ran = await run(['capacity', 'queries', '--slo', 'p95=1s', '--max-rate', '20']);
    expect(ran.code).not.toBe(0);
  });
});

describe('what cannot be offered is said before anything is opened', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['no rate', ['load', 'queries'], 'nothing says how much is offered'],
    ['a promise of no class', ['load', 'classed', '--rate', '1', '--slo', 'onlin:p95=1s'], 'did you mean `online`?'],
    ['a rate of no class', ['load', 'classed', '--rate', 'onlin=1'], 'did you mean `online`?'],
    ['a background of no class', ['load', 'classed', '--rate', '1', '--background', 'batsch'], 'did you mean `batch`?'],
    ['background alone', ['load', 'queries', '--rate', '1', '--background', 'all'], 'none is left to be judged'],
    ['a rate that is none', ['load', 'queries', '--rate', 'fast'], '--rate is no number above 0'],
    ['two rates', ['load', 'queries', '--rate', '1', '--rate', '2'], '--rate is given twice'],
    [
      'a rate for closed loops',
      ['load', 'queries', '--rate', '1', '--arrival', 'closed'],
      '--rate has no class to go to',
    ],
    ['too much', ['load', 'queries', '--rate', '999999', '--duration', '1h'], 'a run has at most 20,000,000'],
    ['recorded times without any', ['load', 'queries', '--arrival', 'recorded'], 'has no recorded times'],
    ['a promise that is none', ['load', 'queries', '--rate', '1', '--slo', 'fast'], 'is no promise'],
    ['a moment that is over', ['load', 'queries', '--rate', '1', '--start-at', '2020-01-01T00:00:00Z'], 'is over'],
    [
      'a moment without a zone',
      ['load', 'queries', '--rate', '1', '--start-at', '2020-01-01T00:00:00'],
      'is no moment',
    ],
    ['a speed of nothing', ['load', 'queries', '--rate', '1', '--speed', '10'], '--speed is of recorded times'],
    ['users beside a rate', ['load', 'queries', '--rate', '1', '--users', '3'], '--users is of closed loops'],
    ['a class with two rates', ['load', 'queries', '--rate', 'all=1', '--rate', 'all=2'], 'twice for the class all'],
    ['a matrix of one class', ['load', 'queries', '--rate', '1', '--matrix'], 'the workload has one'],
    ['a capacity of nothing promised', ['capacity', 'queries'], 'no class promises anything'],
    [
      'one arm set beside two',
      ['capacity', 'queries', '--set', 'a=1', '--candidate-set', 'b=1'],
      '--set is for one arm',
    ],
  ];
  it.each(cases)('%s', async (_name, argv, said) => {
    const ran = await space.run(argv, { services: fakeServices() });
    expect(ran.err).toContain(said);
    expect(ran.err).toContain('fix:');
    expect(ran.code).toBe(2);
  });

  it('parts that have no seed in common', async () => {
    const ran = await space.run(['load', 'queries', '--rate', '1', '--shard', '1/2'], { services: fakeServices() });
    expect(ran.err).toContain('nothing says which');
    expect(ran.code).toBe(2);
  });

  it('a search without a rate', async () => {
    const ran = await space.run(['capacity', 'queries', '--slo', 'p95=1s', '--arrival', 'closed'], {
      services: fakeServices(),
    });
    expect(ran.code).toBe(2);
  });

  it('statements that write', async () => {
    await space.write('writing/workload.yaml', 'measure: writes\n');
    await space.write('writing/a.sql', 'INSERT INTO t SELECT 1');
    const ran = await space.run(['load', 'writing', '--rate', '1'], { services: fakeServices() });
    expect(ran.code).toBe(2);
  });
});
