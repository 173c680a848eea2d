import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import type { StatementFault } from '../../src/model/serverAnswers.ts';
import type { SampleRequest } from '../../src/runner/executor.ts';
import { fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace({
    'old.sql': 'SELECT sum(total) FROM orders;\n',
    'new.sql': '-- sums\nSELECT\n  sum(totl) FROM orders;\n',
    'main/workload.yaml': 'settings: {max_threads: 2}\nnow: 2026-01-31 12:00:00\n',
    'main/a.sql':
      '-- name: good\nSELECT 1;\n-- name: bad\n-- params:\n--   - {n: 1}\n--   - {n: 2}\nSELECT now(), totl, {n:UInt8};\n',
    'branch/workload.yaml': 'settings: {max_threads: 2}\n',
    'branch/a.sql':
      '-- name: good\nSELECT 2;\n-- name: bad\n-- params:\n--   - {n: 1}\n--   - {n: 2}\nSELECT total, {n:UInt8};\n',
  });
});
afterEach(() => space.remove());

const misspelt: StatementFault = { message: 'Unknown identifier `totl`', hint: 'total', name: 'totl' };
const failed = { outcome: { kind: 'failed', code: 47, message: 'Unknown identifier `totl`', clientMs: 1 } } as const;

/** A server that does not know the column `totl`, nor the settings named. */
function services(settings: readonly string[] = [], runsIt = false) {
  const isBad = (one: { readonly sql: string }): boolean => one.sql.includes('totl');
  const faults = (one: SampleRequest): StatementFault | undefined => {
    const setting = Object.keys(one.settings).find((name) => settings.includes(name));
    if (setting !== undefined) return { message: `Unknown setting '${setting}'`, hint: 'max_threads', setting };
    return isBad(one) ? misspelt : undefined;
  };
  const bad = new Set(runsIt ? [] : ['new', 'query', 'old', 'bad[n=1]', 'bad[n=2]']);
  return fakeServices({
    faults,
    script: (caseId, arm) => (bad.has(caseId) && (arm === 'candidate') !== caseId.startsWith('bad') ? failed : {}),
  });
}

describe('a query by itself that the server will not run', () => {
  it('ends the command before anything is measured, at its place and with what was meant', async () => {
    const fake = services();
    const ran = await space.run(['ab', 'old.sql', 'new.sql', '--quiet'], { services: fake });
    expect(ran).toEqual({
      code: 2,
      out: '',
      err: `${['hogbench: Unknown identifier `totl`', '  where: new.sql:3:7', '  fix:   did you mean `total`?'].join(
        '\n',
      )}\n`,
    });
    // It was tried once, since the engine judges.
    expect(fake.requests.map(({ sql }) => sql)).toEqual(['SELECT\n  sum(totl) FROM orders']);
  });

  it('is told for -q, stdin, and for run', async () => {
    const argv = ['ab', '-q', 'SELECT total', '-q', 'SELECT totl'];
    expect(await space.run(argv, { services: services() })).toMatchObject({
      code: 2,
      err: expect.stringContaining('second -q:1:8'),
    });
    const stdin = 'SELECT\ntotl';
    expect(await space.run(['ab', 'old.sql', '-'], { stdin, services: services() })).toMatchObject({
      code: 2,
      err: expect.stringContaining('stdin:2:1'),
    });
    expect((await space.run(['run', 'new.sql', '--dry-run'], { services: services() })).code).toBe(0);
  });

  it('is measured where the engine runs what its analysis refused', async () => {
    const ran = await space.run(['ab', 'old.sql', 'new.sql', '--counters-only'], { services: services([], true) });
    expect(ran.code).toBe(0);
  });

  it('is measured where one of two servers alone refuses it: that is what was to be learned', async () => {
    const argv = ['ab', 'new.sql', '--counters-only', '--candidate-target', 'http://other:8123'];
    const fake = fakeServices({
      faults: ({ arm }) => (arm === 'candidate' ? misspelt : undefined),
      script: (_, arm) => (arm === 'candidate' ? failed : {}),
    });
    const ran = await space.run(argv, { services: fake });
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('The candidate failed, the baseline did not');
    expect(ran.err).toContain('new.sql:3:7 `new` cannot run in the candidate: Unknown identifier `totl`');
  });
});

describe('a case of a workload that the server will not run', () => {
  it('is told at once, once for all of its bindings, and costs no other its verdict', async () => {
    const ran = await space.run(['ab', 'main', 'branch', '--counters-only', '--json'], { services: services() });
    expect(ran.code).toBe(1);
    expect(ran.err.match(/cannot run/g)).toHaveLength(1);
    expect(ran.err).toContain(
      'hogbench: warning: main/a.sql:7:15 `bad` cannot run in the baseline: Unknown identifier `totl` — did you mean `total`?\n',
    );
    const { cases } = JSON.parse(ran.out) as ComparisonReport;
    expect(Object.fromEntries(cases.map(({ caseId, verdict }) => [caseId, verdict]))).toMatchObject({
      good: 'equivalent',
      'bad[n=1]': 'failed',
    });
  });

  it('is told by a pilot, too', async () => {
    const ran = await space.run(['ab', 'main', 'branch', '--dry-run', '--pilot'], { services: services() });
    expect(ran.code).toBe(0);
    expect(ran.err).toContain('Unknown identifier `totl`');
    expect(ran.err).toContain('main/a.sql:7:15');
  });

  it('is told for the first twenty of many', async () => {
    const many = Array.from({ length: 25 }, (_, at) => `-- name: q${at}\nSELECT totl, ${at};\n`).join('');
    await space.write('many/a.sql', many);
    const ran = await space.run(['ab', 'many', '--counters-only', '--candidate-set', 'max_threads=1'], {
      services: services(),
    });
    expect(ran.err.match(/cannot run:/g)).toHaveLength(20);
    expect(ran.err).toContain('hogbench: warning: and 5 more cannot run\n');
  });
});

describe('a setting that the server does not take', () => {
  it.each([
    ['of a flag', ['--candidate-set', 'max_thraeds=2'], '--candidate-set'],
    ['of workload.yaml', [], 'main/workload.yaml:1:12'],
  ])('%s ends the command, at its place', async (_, flags, where) => {
    if (flags.length === 0) await space.write('main/workload.yaml', 'settings: {max_thraeds: 2}\n');
    const ran = await space.run(['ab', 'main', 'branch', ...flags], { services: services(['max_thraeds']) });
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('the server refuses the setting `max_thraeds=2`: Unknown setting');
    expect(ran.err).toContain(`  where: ${where}\n  fix:   did you mean \`max_threads\`?`);
  });

  it('of one case is told, and costs no other its verdict', async () => {
    await space.write(
      'branch/a.sql',
      '-- name: good\nSELECT 2;\n-- name: bad\n-- settings: {max_thraeds: 2}\nSELECT 3;\n',
    );
    const ran = await space.run(['ab', 'branch', '--counters-only', '--candidate-set', 'max_block_size=1'], {
      services: services(['max_thraeds']),
    });
    expect(ran.err).toContain('branch/a.sql:4:15 `bad` cannot run: the server refuses the setting `max_thraeds=2`');
    expect(ran.out).toContain('good');
  });

  it('that would be passed over in silence ends the command', async () => {
    const fake = fakeServices({
      faults: ({ sql }) =>
        sql === 'SELECT 1' ? { message: 'Unknown setting', setting: 'max_threads', passedOver: true } : undefined,
    });
    const ran = await space.run(['ab', 'main', 'branch'], { services: fake });
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('main/workload.yaml:1:12') });
  });
});
