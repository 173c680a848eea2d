import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Behaviour, fakeServices } from '../support/fakeServices.ts';
import { abArguments, makeWorkspace, type Ran, shop, type Workspace } from '../support/workspace.ts';

const usual = { ms: 100, readRows: 100_000 };
const script = (caseId: string, arm: string): Behaviour => {
  if (arm !== 'candidate') return usual;
  if (caseId === 'orders_by_day') return { ...usual, readRows: 200_000, ms: 160 };
  return caseId === 'search[word=hat]' ? { ...usual, checksum: 'other' } : usual;
};
const allowFile = 'hogbench.allow.yaml';

let space: Workspace;
beforeEach(async () => {
  space = await makeWorkspace({
    ...shop,
    'hogbench.config.yaml': `gate:\n  rules:\n    - {verdict: result-changed, level: warn}\n  allow: ${allowFile}\n`,
    [allowFile]: '# reviewed by the team\n# and kept\n',
  });
  await measure();
});
afterEach(() => space.remove());

function measure(): Promise<Ran> {
  return space.run(['gate', ...abArguments.slice(1), '--all'], { services: fakeServices({ script }) });
}

const end = ['--reason', 'joins: the "new" #prices', '--until', '2026-02-01'];

it('writes one entry for each metric that was found worse, and the gate passes by them', async () => {
  expect((await measure()).code).toBe(1);
  const { code, out } = await space.run(['allow', 'orders_by_day', ...end]);
  expect(code).toBe(0);
  expect(out).toContain('orders_by_day: written to hogbench.allow.yaml');
  expect(out).toContain('read_rows up to 2x, found in orders_by_day: 2.00x exactly, 100,000 → 200,000');
  const text = await space.read(allowFile);
  expect(text).toContain('# reviewed by the team\n# and kept\n');
  expect(text).toContain('case: orders_by_day, metric: read_bytes, up_to: 2x');
  // Time was suspected, and counters kept it from being confirmed: it has to be accepted by itself.
  const judged = await measure();
  expect(judged.out).toContain('~ allowed  orders_by_day: read_rows');
  expect(judged.code).toBe(3);
  expect(judged.out).toContain('? undecided  orders_by_day: server_time not shown to be no worse');
  const again = await space.run(['allow', 'orders_by_day', ...end]);
  expect(again.out).toMatch(/server_time up to 1\.6\d?x, found in orders_by_day/);
  const passed = await measure();
  expect(passed.code).toBe(0);
  expect(passed.out).toContain('~ allowed  orders_by_day: server_time');
});

it('replaces an entry for the same case and metric, and keeps comments', async () => {
  await space.write(
    allowFile,
    '# top\n- {case: orders_by_day, metric: read_rows, up_to: 9x, reason: old, since: 4d5e6f} # beside it\n',
  );
  const { code, out } = await space.run(['allow', 'orders_by_day', '--metric', 'read_rows', ...end]);
  expect(code).toBe(0);
  expect(out).toContain('replaced in');
  const text = await space.read(allowFile);
  expect(text).toContain('# top');
  expect(text).toContain('# beside it');
  expect(text).toContain('up_to: 2x');
  expect(text).not.toMatch(/since|old|read_bytes/);
});

it.each([
  [['allow', 'top_customers', ...end], /`top_customers` is equivalent, and was not found worse/],
  [['allow', 'orders_by_day', '--metric', 'memory', ...end], /not found worse in memory/],
  [['allow', 'orders_by_day', '--metric', 'memry', ...end], /unknown metric `memry`/],
  [['allow', 'ordrs_by_day', ...end], /did you mean `orders_by_day`/],
  [['allow', 'search*', ...end], /returns another result, which no allowance covers/],
  [['allow', 'orders_by_day', '--until', '2026-02-01'], /no reason/],
  [['allow', 'orders_by_day', '--reason', 'r'], /no end/],
  [['allow', 'orders_by_day', ...end, '--since', '4d5e6f'], /ends once/],
  [['allow', 'orders_by_day', '--reason', 'r', '--until', '2026-01-30'], /has passed: today is 2026-01-31/],
  [['allow', 'orders_by_day', '--reason', 'r', '--until', '2026-13-01'], /`2026-13-01` is no day/],
  [
    ['allow', 'orders_by_day', '--reason', 'r', '--until', '2027-02-30'],
    /`2027-02-30` is no day: the calendar does not have it\n +where: --until/,
  ],
  [['allow', 'orders_by_day', '--reason', 'r', '--since', 'main'], /`main` is no commit/],
  [['allow', 'orders_by_day', ...end, '--from', 'nothing.jsonl.gz'], /no such run file/],
])('refuses %j', async (argv, what) => {
  const before = await space.read(allowFile);
  const { code, err } = await space.run(argv);
  expect(code).toBe(2);
  expect(err).toMatch(what);
  expect(await space.read(allowFile)).toBe(before);
});

it('says where to name a file that no gate reads', async () => {
  await space.write('hogbench.config.yaml', 'targets: {}\n');
  const { code, err } = await space.run(['allow', 'orders_by_day', ...end]);
  expect(code).toBe(0);
  expect(err).toContain('no gate reads it yet');
});

it('writes for a pattern what each case that is worse needs, and nothing for those that are fine', async () => {
  const patterned = (caseId: string, arm: string): Behaviour => {
    if (arm !== 'candidate') return usual;
    const rows = { orders_by_day: 200_000, top_customers: 400_000 }[caseId];
    return rows === undefined ? usual : { ...usual, readRows: rows };
  };
  const services = fakeServices({ script: patterned });
  await space.run(['gate', ...abArguments.slice(1), '--all', '--force'], { services });
  const { code, out } = await space.run(['allow', '*', '--metric', 'read_rows', ...end]);
  expect(code).toBe(0);
  expect(out).toContain('read_rows up to 2x, found in orders_by_day');
  expect(out).toContain('read_rows up to 4x, found in top_customers');
  const text = await space.read(allowFile);
  expect(text).toContain('case: orders_by_day, metric: read_rows, up_to: 2x');
  expect(text).toContain('case: top_customers, metric: read_rows, up_to: 4x');
  expect(text.match(/case: /g)).toHaveLength(2);
});

it('writes the first allowance into a file that the config names already, which a gate refuses until then', async () => {
  await space.write(
    'hogbench.config.yaml',
    'gate:\n  rules:\n    - {verdict: result-changed, level: warn}\n  allow: new.allow.yaml\n',
  );
  const refused = await space.run(['gate', 'hogbench-out/run.jsonl.gz']);
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('the allowances cannot be read: there is no such file');
  expect(refused.err).toContain('hogbench allow writes it, and an empty file will do until then');
  const { code, out } = await space.run(['allow', 'orders_by_day', ...end]);
  expect(code).toBe(0);
  expect(out).toContain('written to new.allow.yaml');
  const judged = await space.run(['gate', 'hogbench-out/run.jsonl.gz']);
  expect(judged.out).toContain('~ allowed  orders_by_day: read_rows');
});
