import { mkdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mostSummaryBytes } from '../../src/app/stepSummary.ts';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import { abArguments, makeWorkspace, type Ran, shop, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace(shop);
});
afterEach(() => space.remove());

const wrong: FakeOptions = {
  script: (id, arm) => (id === 'orders_by_day' && arm === 'candidate' ? { checksum: 'another' } : {}),
};
const inJob = (more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  ...{ GITHUB_ACTIONS: 'true', CI: 'true', HOGBENCH_CONFIG: 'none' },
  ...{ GITHUB_WORKSPACE: space.folder, GITHUB_STEP_SUMMARY: join(space.folder, 'summary.md') },
  ...more,
});
const measured = (env: Readonly<Record<string, string>>, ...more: readonly string[]): Promise<Ran> =>
  space.run([...abArguments, ...more], { services: fakeServices(wrong), env });
const isThere = (path: string): Promise<boolean> =>
  stat(join(space.folder, path)).then(
    () => true,
    () => false,
  );

/** The candidate's statement begins in the fourth line, which is the one that was changed. */
const annotation = /^::error file=branch\/orders\.sql,line=4,endLine=4,title=orders_by_day%3A result changed::\S/m;

describe('a job of GitHub Actions', () => {
  it('is shown annotations on the changed lines, before the last line, and the Markdown in its summary', async () => {
    await space.write('summary.md', 'of a step before\n');
    const { code, out } = await measured(inJob());
    expect(code).toBe(4);
    expect(out).toMatch(annotation);
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^hogbench: .* — exit 4$/);
    const summary = await space.read('summary.md');
    expect(summary).toMatch(/^of a step before\n/);
    expect(summary).toContain('### ❌ 1 wrong result');
  });

  it('has places from the root of the repository, not from the folder that the step runs in', async () => {
    await mkdir(join(space.folder, '.git'));
    const services = fakeServices(wrong);
    const ran = await space.run(
      ['ab', '--all', '--baseline-workload', '../main', '--candidate-workload', '.', '--seed', '1'],
      { services, env: inJob(), io: (io) => Object.assign(io, { cwd: join(space.folder, 'branch') }) },
    );
    expect(ran.out).toMatch(annotation);
  });

  it.each([
    ['--json', ['--json']],
    ['--quiet', ['--quiet']],
    ['--job-output off', ['--job-output', 'off']],
  ])('has none of it on stdout with %s', async (_, flags) => {
    const { out } = await measured(inJob(), ...flags);
    expect(out).not.toMatch(/^::/m);
    if (flags[0] === '--json') expect(JSON.parse(out).counts.resultChanged).toBe(1);
    expect(await isThere('summary.md')).toBe(flags[1] === undefined);
  });

  it('has a variable and a default for it, too', async () => {
    expect((await measured(inJob({ HOGBENCH_JOB_OUTPUT: 'off' }))).out).not.toMatch(/^::/m);
    expect(await isThere('summary.md')).toBe(false);
  });

  it('elsewhere there is nothing of it, unless it is asked for', async () => {
    expect((await measured({})).out).not.toMatch(/^::/m);
    expect((await measured({ GITHUB_STEP_SUMMARY: join(space.folder, 'summary.md') })).out).not.toMatch(/^::/m);
    expect(await isThere('summary.md')).toBe(false);
    expect((await measured({}, '--job-output', 'on')).out).toMatch(annotation);
  });

  it('is not shown a saved run unasked: a stranger can have written it', async () => {
    await measured({});
    const saved = ['report', 'hogbench-out/run.jsonl.gz'];
    expect((await space.run(saved, { env: inJob() })).out).not.toMatch(/^::/m);
    expect(await isThere('summary.md')).toBe(false);
    expect((await space.run([...saved, '--job-output', 'on'], { env: inJob() })).out).toMatch(annotation);
    expect(await space.read('summary.md')).toContain('### ❌ 1 wrong result');
  });

  it('a word that is none of the three is told with what was meant', async () => {
    const { code, err } = await measured({}, '--job-output', 'offf');
    expect(code).toBe(2);
    expect(err).toContain('--job-output is not auto, on or off: offf');
    expect(err).toContain('Did you mean off?');
    expect(await isThere('hogbench-out')).toBe(false);
  });
});

describe('rules of the config', () => {
  it('are findings too, with expected and found, and what they let pass is a notice', async () => {
    const rules = `gate:
  rules:
    - {if: {name: 'top_*'}, metric: server_time, max: 1us}
    - {verdict: removed, level: off}
`;
    await space.write('rules.yaml', rules);
    const { code, out } = await space.run(
      [...abArguments, '--config', 'rules.yaml', '--sarif', 'report.sarif', '--bencher', 'bencher.json'],
      { services: fakeServices(), env: inJob() },
    );
    expect(code).toBe(1);
    expect(out).toMatch(
      /^::error file=main\/orders\.sql,line=\d+,col=1,title=top_customers%3A server_time over its budget::.*expected at most 1.00 µs, found .* by rule 1 at rules\.yaml:3:7/m,
    );
    const [{ results, tool }] = JSON.parse(await space.read('report.sarif')).runs;
    const budget = results.find(({ ruleId }: { ruleId: string }) => ruleId === 'gate/budget/server_time');
    expect(budget.level).toBe('error');
    expect(tool.driver.rules[budget.ruleIndex].id).toBe('gate/budget/server_time');
    expect(JSON.parse(await space.read('bencher.json')).hogbench.rules_broken).toEqual({ value: 1 });
  });
});

describe('the summary of a job', () => {
  it('that is full gets the verdict alone, and then nothing; neither changes the verdict', async () => {
    await space.write('summary.md', 'x'.repeat(mostSummaryBytes - 200));
    expect((await measured(inJob())).code).toBe(4);
    const summary = await space.read('summary.md');
    expect(summary.slice(-200)).toContain('### ❌ 1 wrong result');
    expect(summary).not.toContain('How it was measured');
    await space.write('summary.md', 'x'.repeat(mostSummaryBytes));
    const { code, err } = await measured(inJob());
    expect(code).toBe(4);
    expect(err).toContain('the summary of the job could not be written');
    expect((await space.read('summary.md')).length).toBe(mostSummaryBytes);
  });

  it('that cannot be written costs a pass where it was asked for, and is a warning elsewhere', async () => {
    await mkdir(join(space.folder, 'summary.md'));
    const passing = (...more: string[]): Promise<Ran> =>
      space.run([...abArguments, ...more], { services: fakeServices(), env: inJob() });
    const unasked = await passing();
    expect(unasked.code).toBe(0);
    expect(unasked.err).toContain('the summary of the job could not be written (it is no file)');
    const asked = await passing('--job-output', 'on');
    expect(asked.code).toBe(5);
    expect(asked.out).toContain('exit 5 (1 report not written)');
  });

  it('is not written through a link', async () => {
    await space.write('other.txt', 'mine');
    await symlink(join(space.folder, 'other.txt'), join(space.folder, 'summary.md'));
    await measured(inJob());
    expect(await space.read('other.txt')).toBe('mine');
  });
});
