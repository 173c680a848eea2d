import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import { abArguments, makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

async function counters(fake: FakeOptions, ...more: string[]) {
  const services = fakeServices(fake);
  const ran = await space.run([...abArguments, '--counters-only', ...more], { services });
  const purposes = services.requests.map((one): string => JSON.parse(one.logComment).hogbench.purpose);
  return { ...ran, purposes, requests: services.requests };
}

function candidate(change: Record<string, unknown>, caseId = 'orders_by_day'): FakeOptions {
  return { script: (id, arm) => (id === caseId && arm === 'candidate' ? change : {}) };
}

it('executes each case twice in each arm, without a warm-up, and claims nothing of time', async () => {
  const ran = await counters(candidate({ ms: 55 }));
  expect(ran.code).toBe(0);
  expect(ran.purposes.sort()).toEqual([...Array(8).fill('s0r0'), ...Array(8).fill('s0r1')]);
  await expect(ran.out).toMatchFileSnapshot('goldens/counters-only.txt');
  expect(await space.read('hogbench-out/report.md')).toContain('time was not judged');
  expect(await space.read('hogbench-out/report.html')).toContain('Time was not judged');
});

it('exits 1 when a case does more work, after repeating that case alone', async () => {
  const ran = await counters(candidate({ readRows: 400_000, marks: 49 }));
  expect(ran.code).toBe(1);
  expect(ran.out).toMatch(/regressed +orders_by_day/);
  expect(ran.requests).toHaveLength(16 + 6);
});

it('calls a case inconclusive when its counters vary, which --strict does not let pass', async () => {
  const jumping: FakeOptions = {
    script: (id, _, execution) => (id === 'orders_by_day' ? { readRows: 100_000 + (execution % 2) * 20_000 } : {}),
  };
  const ran = await counters(jumping);
  expect(ran.code).toBe(0);
  expect(ran.out).toMatch(/inconclusive +orders_by_day/);
  expect(JSON.parse((await counters(jumping, '--json')).out).cases[0].reason).toContain('varied within an arm');
  expect((await counters(jumping, '--strict')).code).toBe(3);
  expect((await counters({}, '--strict')).code).toBe(0);
});

it('exits 4 when a result differs, and reads only that one a second time', async () => {
  const ran = await counters(candidate({ checksum: '99' }), '--json');
  expect(ran.code).toBe(4);
  expect(JSON.parse(ran.out).cases[0]).toMatchObject({ caseId: 'orders_by_day', verdict: 'resultChanged' });
  let readings = 0;
  await counters({
    script: (_, __, execution) => {
      if (execution === -1) readings++;
      return {};
    },
  });
  expect(readings).toBe(8);
});

it('exits 1 when the candidate fails', async () => {
  const outcome = { kind: 'failed', clientMs: 3, code: 241, message: 'Memory limit exceeded' };
  const ran = await counters(candidate({ outcome }));
  expect(ran.code).toBe(1);
  expect(ran.out).toMatch(/failed +orders_by_day/);
});

it('renders the same report from the run file', async () => {
  const ran = await counters(candidate({ readRows: 400_000 }), '--json');
  expect((await space.run(['report', 'hogbench-out/run.jsonl.gz', '--json'])).out).toBe(ran.out);
});

it('says with --dry-run what it would do', async () => {
  const ran = await counters({}, '--dry-run');
  expect(ran.requests).toEqual([]);
  expect(ran.out).toContain('exact counters only: 2 executions of a case in each arm, 5 where they vary or moved');
  expect(ran.out).not.toContain('self-check');
});

it('runs one arm, to be compared by counters later', async () => {
  const one = async (out: string, fake: FakeOptions) =>
    space.run(['run', 'main', '--counters-only', '--out', out], { services: fakeServices(fake) });
  const first = await one('a', {});
  expect(first.code).toBe(0);
  expect(first.out).toMatch(/orders_by_day +2 /);
  expect(first.out).toContain('the times are no measurement');
  await one('b', {});
  await one('c', { script: () => ({ readRows: 500_000 }) });
  const same = await space.run(['compare', 'a/run.jsonl.gz', 'b/run.jsonl.gz']);
  expect(same.code).toBe(0);
  expect(same.out).toContain('4 equivalent');
  expect((await space.run(['compare', 'a/run.jsonl.gz', 'c/run.jsonl.gz'])).code).toBe(1);
});

it.each(['--sessions', '--rounds'])('refuses %s beside it, and says why', async (flag) => {
  const ran = await space.run(['run', 'main', '--counters-only', flag, '3']);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain(flag);
  expect(ran.err).toContain('fix');
});
