import { spawnSync } from 'node:child_process';
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Services } from '../../src/app/services.ts';
import { type FakeOptions, fakeServices } from '../support/fakeServices.ts';
import { makeWorkspace, type Ran, type RunOptions, type Workspace } from '../support/workspace.ts';

const names = Array.from({ length: 12 }, (_, i) => `question_${String(i).padStart(2, '0')}`);
const queries = names.map((name, i) => `-- name: ${name}\nSELECT ${i} FROM events;\n`).join('\n');
const slower: FakeOptions = { script: (id) => (id === 'question_03' ? { ms: 60 } : {}) };

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace({
    'queries/all.sql': queries,
    '.gitignore': 'hogbench-out/\n.hogbench/\n*.jsonl.gz\nruns/\n',
  });
  git('init', '-q', '-b', 'main');
  commit('first');
});
afterEach(() => space.remove());

function git(...argv: readonly string[]): string {
  const settings = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  const { status, stdout, stderr } = spawnSync('git', [...settings, ...argv], { cwd: space.folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

function commit(message: string): string {
  git('add', '.');
  git('commit', '-q', '--allow-empty', '-m', message);
  return git('rev-parse', 'HEAD');
}

const run = (argv: readonly string[], fake: FakeOptions = {}, options: RunOptions = {}): Promise<Ran> =>
  space.run(argv, { services: fakeServices(fake), ...options });
const save = (fake: FakeOptions = {}, ...more: string[]): Promise<Ran> =>
  run(['run', 'queries', '--save-baseline', 'main', '--quiet', ...more], fake);
const gate = (fake: FakeOptions = {}, ...more: string[]): Promise<Ran> =>
  run(['gate', 'queries', '--baseline', 'main', '--quiet', ...more], fake);

it('saves a baseline with its commit, and finds a slowdown of the branch against it', async () => {
  const saved = await save();
  expect(saved.code).toBe(0);
  const first = git('rev-parse', 'HEAD');
  expect(saved.err).toContain(`saved as baseline main in .hogbench/store, commit ${first.slice(0, 7)}`);
  const [stored] = JSON.parse((await run(['store', 'list', '--json'])).out).runs;
  expect(stored).toMatchObject({ name: 'main', commit: first, branch: 'main', uncommitted: false });
  git('checkout', '-q', '-b', 'topic');
  commit('second');
  const slow = await gate(slower);
  expect(slow.code).toBe(1);
  expect(slow.err).toMatch(
    new RegExp(`baseline main: run ${stored.runId} of commit ${first.slice(0, 7)}, where the change left main`),
  );
  expect(slow.out).toContain('question_03');
  const same = await gate();
  expect(same.code).toBe(0);
  expect(same.out).toContain('Held against baseline main');
});

it('takes the newest before the change, and says how many commits away it is', async () => {
  const first = git('rev-parse', 'HEAD');
  await save();
  commit('second, without a run');
  commit('third, without a run');
  git('checkout', '-q', '-b', 'topic');
  commit('of the topic');
  await save(slower);
  git('checkout', '-q', 'main');
  commit('fourth, after the change');
  await save(slower);
  git('checkout', '-q', 'topic');
  const ran = await gate(slower);
  expect(ran.code).toBe(1);
  expect(ran.err).toContain(`of commit ${first.slice(0, 7)}, 2 commits before the change left main`);
});

it('holds a commit of the main branch against the one before it, and never against itself', async () => {
  await save();
  expect((await gate()).err).toContain('no baseline `main` is of commit');
  commit('second');
  await save(slower);
  const ran = await gate(slower);
  expect(ran.code).toBe(1);
  expect(ran.err).toContain('1 commit before the candidate');
});

it('holds uncommitted work against the commit that it began from', async () => {
  await save();
  await appendFile(join(space.folder, 'queries/all.sql'), '\n-- changed\n');
  expect((await gate(slower)).code).toBe(1);
});

it('takes no baseline that was measured with uncommitted changes', async () => {
  await appendFile(join(space.folder, 'queries/all.sql'), '\n-- changed\n');
  const saved = await save();
  expect(saved.err).toContain('no gate takes it: it was measured with changes that are in no commit');
  git('checkout', '-q', '.');
  git('checkout', '-q', '-b', 'topic');
  commit('second');
  const ran = await gate();
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('1 with changes that are in no commit');
});

it('judges a saved run by the commit that it is of, wherever the repository stands', async () => {
  await save();
  git('checkout', '-q', '-b', 'topic');
  commit('second');
  await run(['run', 'queries', '--out', 'runs/slow', '--quiet'], slower);
  git('checkout', '-q', 'main');
  const ran = await run(['gate', 'runs/slow/run.jsonl.gz', '--baseline', 'main']);
  expect(ran.code).toBe(1);
  expect(ran.err).toContain('where the change left main');
});

it('saves the candidate of a comparison, whose counters and results a gate can go by', async () => {
  const saved = await run(['ab', 'queries', '--save-baseline', 'main', '--quiet']);
  expect(saved.err).toContain('saved as baseline main');
  git('checkout', '-q', '-b', 'topic');
  commit('second');
  const reads: FakeOptions = { script: (id) => (id === 'question_05' ? { checksum: 'other' } : {}) };
  expect((await gate(reads)).code).toBe(4);
});

it('refuses, and never passes, without a baseline that is known to be before the change', async () => {
  expect((await gate()).err).toContain('there is no store here');
  await save();
  expect((await gate({}, '--baseline', 'mian')).code).toBe(2);
  git('checkout', '-q', '-b', 'topic');
  commit('second');
  await space.write('others/all.sql', queries);
  const other = await run(['gate', 'others', '--baseline', 'main', '--quiet']);
  expect([other.code, other.err]).toEqual([2, expect.stringContaining('is of another workload: `queries`')]);
  expect((await gate({}, '--base', 'mian')).err).toContain('Did you mean `main`?');
  await rm(join(space.folder, '.git'), { recursive: true });
  const bare = await gate();
  expect([bare.code, bare.err]).toEqual([
    2,
    expect.stringContaining('it is not known of which commit the candidate is'),
  ]);
});

it('refuses a baseline over other data, and compares it where that is asked for', async () => {
  await save();
  git('checkout', '-q', '-b', 'topic');
  commit('second');
  const fake = fakeServices();
  const services: Services = {
    ...fake,
    openBench: async (...asked) => {
      const bench = await fake.openBench(...asked);
      const { baseline } = bench.targets;
      if (baseline === undefined) throw new Error('a run has an arm');
      const describe: typeof baseline.describe = async (...of) => {
        const environment = await baseline.describe(...of);
        return { ...environment, dataset: environment.dataset.map((one) => ({ ...one, rows: one.rows + 1 })) };
      };
      return { ...bench, targets: { baseline: { ...baseline, describe } } };
    },
  };
  const ran = await space.run(['gate', 'queries', '--baseline', 'main', '--quiet'], { services });
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('is of another dataset: `default.events` has other rows (1000 → 1001)');
  const asked = ['gate', 'queries', '--baseline', 'main', '--quiet', '--on-mismatch', 'dataset=warn'];
  expect((await space.run(asked, { services })).out).toContain('Held against baseline main');
});

it('refuses in a shallow clone, and says what to fetch', async () => {
  commit('second');
  await save();
  git('clone', '-q', '--depth', '1', `file://${space.folder}`, 'clone');
  const ran = await run(
    ['gate', 'queries', '--baseline', 'main', '--store', '../.hogbench/store'],
    {},
    {
      io: (io) => Object.assign(io, { cwd: join(space.folder, 'clone') }),
    },
  );
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('this clone is shallow');
  expect(ran.err).toContain('fetch-depth: 0');
});

it('does not save what was interrupted', async () => {
  const stop: { now: (() => void) | undefined } = { now: undefined };
  const services = fakeServices({ onBatch: (batches) => void (batches === 3 && stop.now?.()) });
  const ran = await space.run(['run', 'queries', '--save-baseline', 'main'], {
    services,
    io: (io) => {
      stop.now = () => io.interrupt();
    },
  });
  expect(ran.code).toBe(130);
  expect(ran.err).toContain('not saved as a baseline: the run was interrupted');
  expect((await run(['store', 'list'])).err).toContain('there is no store here');
});

it('does not end with 0 where the baseline was not saved', async () => {
  const ran = await save({}, '--store', 'queries');
  expect(ran.code).toBe(5);
  expect(ran.out + ran.err).toContain('exit 5 (baseline not saved)');
});

it.each([
  [['run', 'queries', '--commit', 'a'.repeat(40)], '--commit goes with --save-baseline'],
  [['run', 'queries', '--save-baseline', '-x'], 'no name of a baseline'],
  [['gate', 'queries', '--store', 'x'], '--store goes with --baseline'],
  [['gate', 'queries', '--baseline', 'main', '--duet'], '--duet is about two arms'],
  [['gate', 'a', 'b', '--baseline', 'main'], 'with --baseline one arm is measured'],
  [['gate', 'run.jsonl.gz', '--baseline', 'main', '--rounds', '3'], 'is about measuring'],
])('refuses %j', async (argv, said) => {
  const ran = await run(argv);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain(said);
});

it('takes no part of a run for a baseline, whatever it is called', async () => {
  const part = ['--shard', '1/2', '--shard-of', '1', '--out', 'part', '--quiet'];
  expect((await run(['run', 'queries', ...part])).code).toBe(0);
  expect((await run(['store', 'push', 'part/run.jsonl.gz', '--name', 'main'])).code).toBe(0);
  git('checkout', '-q', '-b', 'topic');
  commit('second');
  const { code, err } = await gate();
  expect(code).toBe(2);
  expect(err).toContain('1 that are parts of one');
});

it('tells commit and branch of plain runs that were pushed, in the list and in the history', async () => {
  const commits: string[] = [];
  for (const at of [1, 2]) {
    commits.unshift(commit(`change ${at}`));
    expect((await run(['run', 'queries', '--out', `runs/${at}`, '--quiet'])).code).toBe(0);
    const pushed = await run(['store', 'push', `runs/${at}/run.jsonl.gz`]);
    expect(pushed).toMatchObject({ code: 0, out: expect.stringContaining(`, commit ${commits[0]?.slice(0, 7)}: `) });
  }
  const listed = JSON.parse((await run(['store', 'list', '--json'])).out).runs;
  const facts = commits.map((one) => ({ commit: one, branch: 'main', uncommitted: false }));
  const placeOf = (one: { commit: string }): number => commits.indexOf(one.commit);
  expect(listed.toSorted((a: { commit: string }, b: { commit: string }) => placeOf(a) - placeOf(b))).toMatchObject(
    facts,
  );
  const history = JSON.parse((await run(['history', '--json'])).out).runs;
  expect(history).toMatchObject(expect.arrayContaining(facts.map((one) => expect.objectContaining(one))));
  const { out } = await run(['history']);
  for (const one of commits) expect(out).toMatch(new RegExp(`^\\d{4}-.* ${one.slice(0, 7)} +main `, 'm'));
});
