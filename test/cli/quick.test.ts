import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import { abArguments, makeWorkspace, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

async function ab(fake: FakeOptions, ...flags: string[]) {
  const services = fakeServices(fake);
  const ran = await space.run([...abArguments, ...flags], { services });
  const last = (flags.includes('--json') ? ran.err : ran.out).trim().split('\n').at(-1);
  return { ...ran, last, purposes: services.requests.map((one) => JSON.parse(one.logComment).hogbench.purpose) };
}

function candidate(change: Record<string, unknown>): FakeOptions {
  return { script: (id, arm) => (id === 'orders_by_day' && arm === 'candidate' ? change : {}) };
}

const lostPruning = candidate({ ms: 90, readRows: 400_000, marks: 49 });
const told = '1 finding so far: orders_by_day does more work: selected marks 12 → 49 (4.08x)';

it('--quick executes what --counters-only does, and its last line says that exit 0 speaks of no time', async () => {
  const slower = candidate({ ms: 55 });
  const quick = await ab(slower, '--quick');
  expect(quick.last).toBe('hogbench: 4 of the same work and result, of 4 cases; time was not judged — exit 0');
  expect(quick.purposes.toSorted()).toEqual((await ab(slower, '--counters-only')).purposes.toSorted());
  expect(quick.out).not.toContain('equivalent within');
  const dearer = await ab(candidate({ ms: 90 }), '--quick', '--strict');
  expect(dearer.out).toContain('Undecided: 1 that took more CPU time, where time was not judged (orders_by_day).');
  expect(dearer.code).toBe(3);
});

it('--quick finds lost pruning and another result, and reports say who asked for it', async () => {
  expect((await ab(lostPruning, '--quick')).last).toBe(
    'hogbench: 1 costlier, of 4 cases; time was not judged — exit 1',
  );
  const other = await ab(candidate({ checksum: '99' }), '--quick', '--json');
  expect(other.code).toBe(4);
  expect(JSON.parse(other.out)).toMatchObject({
    method: { countersOnly: true },
    options: [{ name: 'counters-only', value: 'on', from: '--quick' }],
  });
  expect((await space.run(['report', 'hogbench-out/run.jsonl.gz', '--gate'])).code).toBe(2);
});

it('tells what counters show before it confirms anything, on stderr alone', async () => {
  const both: FakeOptions = {
    script: (id, arm) =>
      arm === 'candidate' && id === 'orders_by_day'
        ? { ms: 90, readRows: 400_000, marks: 49 }
        : arm === 'candidate' && id === 'top_customers'
          ? { ms: 90 }
          : {},
  };
  const ran = await ab(both, '--json');
  const lines = ran.err.split('\n');
  const at = (start: string) => lines.findIndex((line) => line.startsWith(start));
  expect(at(told)).toBeGreaterThan(at('measuring'));
  expect(at('confirming')).toBeGreaterThan(at(told));
  expect(JSON.parse(ran.out).kind).toBe('comparison');
  expect((await ab(lostPruning, '--json', '--quiet')).err).not.toContain('so far');
});

it('tells results that differ before it measures', async () => {
  const { err } = await ab(candidate({ checksum: '99' }));
  expect(err.indexOf('1 finding so far: orders_by_day: the result changed')).toBeGreaterThan(-1);
  expect(err.indexOf('1 finding so far')).toBeLessThan(err.indexOf('measuring'));
});

it('opens no fresh session for a case that counters decide', async () => {
  const sessions = (purposes: readonly string[]) => new Set(purposes.map((one) => /^s(\d+)/.exec(one)?.[1])).size;
  expect(sessions((await ab(lostPruning)).purposes.filter((one) => one.startsWith('s')))).toBe(1);
  expect(sessions((await ab(candidate({ ms: 90 }))).purposes.filter((one) => one.startsWith('s')))).toBe(5);
});

it('says of a finding that later executions do not bear out that it was told', async () => {
  const jumps: FakeOptions = {
    script: (id, arm, execution) =>
      id === 'orders_by_day' && arm === 'candidate' && execution < 10 ? { readRows: 400_000 } : {},
  };
  const { out } = await ab(jumps, '--json', '--min-pairs', '12', '--max-pairs', '12');
  const { cases } = JSON.parse(out);
  const found = cases.find((one: { caseId: string }) => one.caseId === 'orders_by_day');
  expect(found.verdict).not.toBe('regressed');
  expect(found.notices.map((one: { code: string }) => one.code)).toContain('finding-not-borne-out');
  const again = await space.run(['report', 'hogbench-out/run.jsonl.gz']);
  expect(again.out.replaceAll(/\s+/g, ' ')).toContain(
    'which is told as a finding at once; the whole run does not bear it out.',
  );
});
