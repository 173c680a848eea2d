import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Behaviour, type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import type { TestIo } from '../support/testIo.ts';
import { abArguments, makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

/** Twelve cases: with ten and fewer the check has a limit. */
const words = Array.from({ length: 8 }, (_, index) => `--   - {word: w${index}}\n`).join('');
const more = `-- name: words\n-- params:\n${words}SELECT count() FROM orders WHERE body LIKE {word:String};\n`;

beforeEach(async () => {
  space = await makeWorkspace({ ...shop, 'main/more.sql': more });
});
afterEach(() => space.remove());

const isSelfCheck = (caseId: string): boolean => caseId.endsWith(' (self-check)');

/** Behaviour of the second arm of every self-check. */
function selfCheck(behaviour: Behaviour): FakeOptions {
  return { script: (caseId, arm) => (isSelfCheck(caseId) && arm === 'candidate' ? behaviour : {}) };
}

async function ab(fake: FakeOptions, ...more: string[]) {
  return space.run([...abArguments, ...more], { services: fakeServices(fake) });
}

it('sends the baseline twice, to the baseline’s server', async () => {
  const services = fakeServices();
  const targets = ['--baseline-target', 'http://old:8123', '--candidate-target', 'http://new:8123'];
  const settings = ['--baseline-set', 'max_threads=1', '--candidate-set', 'max_threads=4'];
  const ran = await space.run([...abArguments, ...targets, ...settings, '--json'], { services });
  expect(ran.code).toBe(0);
  const sent = services.requests.filter((one) => isSelfCheck(JSON.parse(one.logComment).hogbench.case));
  expect(sent.length).toBeGreaterThanOrEqual(10);
  expect(new Set(sent.map((one) => one.at ?? one.arm))).toEqual(new Set(['baseline']));
  expect(new Set(sent.map((one) => JSON.stringify([one.sql, one.params, one.settings]))).size).toBe(1);
  expect(sent[0]?.settings.max_threads).toBe('1');
  expect(new Set(sent.map((one) => one.arm))).toEqual(new Set(['baseline', 'candidate']));
});

it('warns in every report when it was flagged, and leaves verdicts, counts and exit code alone', async () => {
  const ran = await ab(selfCheck({ ms: 90 }));
  expect(ran.code).toBe(0);
  await expect(ran.out).toMatchFileSnapshot('goldens/self-check-flagged.txt');
  const report = JSON.parse(await space.read('hogbench-out/report.json'));
  expect(report.selfCheck).toMatchObject({ kind: 'ran', flagged: 1, cases: [{ verdict: 'regressed' }] });
  expect(report.cases).toHaveLength(12);
  expect(report.counts).toMatchObject({ regressed: 0, equivalent: 12 });
  await space.run(['report', 'hogbench-out/run.jsonl.gz', '--junit', 'junit.xml', '--csv', 'cases.csv']);
  const warning = 'Do not trust the verdicts on time';
  expect(await space.read('hogbench-out/report.md')).toContain(warning);
  expect(await space.read('hogbench-out/report.html')).toContain(warning);
  expect(await space.read('junit.xml')).toContain('1 flagged');
  expect(await space.read('cases.csv')).not.toContain('self-check');
});

it('does not touch the verdicts beside it', async () => {
  const regressed = (own: Behaviour): FakeOptions => ({
    script: (id, arm) => (arm === 'baseline' ? {} : id === 'orders_by_day' ? { ms: 90 } : isSelfCheck(id) ? own : {}),
  });
  const verdicts = async (fake: FakeOptions, ...more: string[]) => {
    const ran = await ab(fake, '--json', ...more);
    const { cases, counts, executions } = JSON.parse(ran.out);
    return { code: ran.code, counts, executions, cases: cases.map((one: { verdict: string }) => one.verdict) };
  };
  const plain = await verdicts(regressed({}), '--no-self-check');
  expect(plain.code).toBe(1);
  expect(await verdicts(regressed({}))).toEqual(plain);
  expect(await verdicts(regressed({ ms: 20 }))).toEqual(plain);
});

it('says so when it cannot be judged, and changes no exit code', async () => {
  const ran = await ab(
    selfCheck({ outcome: { kind: 'failed', clientMs: 1, code: 241, message: 'no memory' } }),
    '--strict',
  );
  expect(ran.code).toBe(0);
  expect(ran.out).toContain('0 flagged, 0 unconfirmed, 1 undecided');
});

it('is switched off by a flag, a variable or the config, and the report says so', async () => {
  const off = 'self-check: switched off';
  expect((await ab({}, '--no-self-check')).out).toContain(off);
  const variable = await space.run(abArguments, { env: { HOGBENCH_SELF_CHECK: 'false' } });
  expect(variable.out).toContain(off);
  await space.write('hogbench.config.yaml', 'defaults: {self-check: false}\n');
  expect((await ab({})).out).toContain(off);
});

it('is left out where it would be felt, and every report says why', async () => {
  const ran = await ab({}, '--changed-only');
  const why = 'elf-check: left out, since it would take 10 executions of this short run, and may take 1 (10%)';
  expect(ran.out).toContain(why);
  await space.run(['report', 'hogbench-out/run.jsonl.gz', '--junit', 'junit.xml']);
  for (const file of ['hogbench-out/report.md', 'hogbench-out/report.html', 'junit.xml'])
    expect(await space.read(file)).toContain(why);
  const report = JSON.parse(await space.read('hogbench-out/report.json'));
  expect(report.selfCheck).toEqual({ kind: 'leftOut', needed: 10, allowed: 1, mostShare: 0.1 });
});

it('checks one changed query that has many pairs', async () => {
  const ran = await ab({}, '--changed-only', '--json', '--margin', '0.1%', '--max-pairs', '60');
  expect(JSON.parse(ran.out).selfCheck.cases).toMatchObject([{ of: 'orders_by_day' }]);
});

it('goes on with it after an interruption', async () => {
  let io: TestIo | undefined;
  const services = fakeServices({ onBatch: (batches) => batches === 9 && io?.interrupt() });
  const first = await space.run(abArguments, {
    services,
    io: (made) => {
      io = made;
    },
  });
  expect(first.code).toBe(130);
  const second = await space.run([...abArguments, '--resume', 'hogbench-out/run.jsonl.gz', '--json']);
  expect(second.code).toBe(0);
  expect(JSON.parse(second.out).selfCheck).toMatchObject({ flagged: 0, equivalent: 1 });
});

it('is part of the demo', async () => {
  const ran = await space.run(['demo', '--json', '--seed', '1']);
  expect(JSON.parse(ran.out).selfCheck.cases).toHaveLength(2);
});
