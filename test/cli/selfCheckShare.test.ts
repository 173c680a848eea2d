import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Behaviour, type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace();
});
afterEach(() => space.remove());

const isSelfCheck = (caseId: string): boolean => caseId.endsWith(' (self-check)');

/** What every execution of a comparison of so many cases was for; warm-ups are among them. */
async function executed(cases: number, fake: FakeOptions, ...flags: string[]) {
  const params = Array.from({ length: cases }, (_, index) => `--   - {n: ${index}}\n`).join('');
  await space.write('queries/q.sql', `-- name: q\n-- params:\n${params}SELECT {n:UInt8};\n`);
  const services = fakeServices(fake);
  const ran = await space.run(
    [
      'ab',
      'queries',
      '--json',
      '--seed',
      '3',
      ...(flags.includes('--baseline-target') ? [] : ['--target', 'http://db:8123']),
      ...flags,
    ],
    {
      services,
    },
  );
  const ids = services.requests.map((one): string => JSON.parse(one.logComment).hogbench.case);
  return { report: JSON.parse(ran.out), all: ids.length, self: ids.filter(isSelfCheck).length };
}

const noise = (caseId: string, execution: number): number => (caseId.length * 7919 + execution * 104_729) % 41;

/** Runs that go on for longer, each in its own way. */
const kinds: readonly (readonly [string, FakeOptions['script'] & {}])[] = [
  ['quiet', () => ({})],
  ['noisy', (caseId, arm, execution) => ({ ms: 20 + noise(`${caseId}${arm}`, execution) })],
  ['whose self-check looks slower', (caseId, arm) => slowIf(isSelfCheck(caseId) && arm === 'candidate')],
  ['whose every second half is slower', (_, arm) => slowIf(arm === 'candidate')],
  ['whose first case fails', (caseId) => (caseId === 'q[n=0]' ? failed : {})],
];

function slowIf(slow: boolean): Behaviour {
  return slow ? { ms: 60 } : {};
}

const failed: Behaviour = { outcome: { kind: 'failed', clientMs: 1, code: 241, message: 'no memory' } };

describe.each(kinds)('a run %s', (_, script) => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
    'of %d cases spends a tenth of its executions on the check',
    async (cases) => {
      const { report, all, self } = await executed(cases, { script });
      expect(self / all).toBeLessThanOrEqual(0.1);
      expect(report.selfCheck.kind).toBe(self === 0 ? 'leftOut' : 'ran');
    },
  );
});

it.each([
  [1, 'leftOut'],
  [8, 'leftOut'],
  [9, 'ran'],
  [10, 'ran'],
])('quiet runs of %d cases: %s', async (cases, kind) => {
  const { report, self } = await executed(cases, {});
  expect({ kind: report.selfCheck.kind, self }).toEqual({ kind, self: kind === 'ran' ? 10 : 0 });
});

it('is confirmed beside cases that are, as on a machine whose second half is always slower', async () => {
  const script: FakeOptions['script'] = (_, arm) => slowIf(arm === 'candidate');
  const { report } = await executed(10, { script });
  expect(report.counts.regressed).toBe(10);
  expect(report.selfCheck).toMatchObject({ kind: 'ran', flagged: 1 });
});

it('is not confirmed alone, for that would take more than everything else', async () => {
  const script: FakeOptions['script'] = (caseId, arm) => slowIf(isSelfCheck(caseId) && arm === 'candidate');
  const { report, self } = await executed(10, { script });
  expect(self).toBe(10);
  expect(report.selfCheck).toMatchObject({ kind: 'ran', flagged: 0, unconfirmed: 1, equivalent: 0 });
});

it('takes no part of many pairs of one case before they are enough for its first look', async () => {
  const script: FakeOptions['script'] = (_, arm, execution) => ({
    ms: arm === 'baseline' ? 40 : execution % 2 === 0 ? 20 : 80,
  });
  const { report, all, self } = await executed(1, { script }, '--min-pairs', '7', '--max-pairs', '90');
  expect(report.selfCheck).toMatchObject({ kind: 'ran', cases: [{ of: 'q[n=0]' }] });
  expect(self).toBeGreaterThanOrEqual(14);
  expect(self / all).toBeLessThanOrEqual(0.1);
});

it.each([1, 4, 9, 10])(
  'takes a tenth of %d cases on two servers, whose processes are new for every pair',
  async (cases) => {
    const servers = ['--baseline-target', 'embedded', '--candidate-target', 'embedded:2'];
    const { all, self, report } = await executed(cases, {}, ...servers);
    expect(report.method.sessions).toBeGreaterThan(1);
    expect(self / all).toBeLessThanOrEqual(0.1);
  },
);
