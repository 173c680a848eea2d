import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/program.ts';
import { readRun } from '../../src/store/readRun.ts';
import { fakeServices } from '../support/fakeServices.ts';
import { type TestIo, testIo } from '../support/testIo.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const queries = (day: string): string =>
  `-- name: revenue\nSELECT sum(price) FROM orders WHERE ${day} = '2026-01-05';\n-- name: customers\nSELECT uniq(customer) FROM orders;\n`;
const [key, noKey, third] = ['toDate(at)', "formatDateTime(at, '%F')", 'toString(toDate(at))'];

let space: Workspace;
let repo: string;

beforeEach(async () => {
  space = await makeWorkspace();
  repo = join(await realpath(space.folder), 'a shop');
  await write({
    'queries/revenue.sql': queries(key),
    'queries/workload.yaml': 'description: a shop\n',
    'app/x.ts': '',
  });
  git('init', '-q', '-b', 'main');
  commit('queries');
});
afterEach(() => space.remove());

async function write(files: Readonly<Record<string, string>>, root = repo): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

function git(...args: readonly string[]): string {
  return gitAt(repo, ...args);
}

function gitAt(cwd: string, ...args: readonly string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'protocol.file.allow=always'];
  return execFileSync('git', [...who, ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** The commit, as it is shown. */
function commit(message: string, cwd = repo): string {
  gitAt(cwd, 'add', '.');
  gitAt(cwd, 'commit', '-q', '--allow-empty', '-m', message);
  return gitAt(cwd, 'rev-parse', '--short=7', 'HEAD');
}

interface Sent {
  readonly code: number;
  readonly err: string;
  readonly out: string;
  /** What each arm sent for `revenue`, as it was written; empty where nothing was measured. */
  readonly sent: readonly (string | undefined)[];
}

async function ab(argv: readonly string[], options: Options = {}): Promise<Sent> {
  const { cwd = repo, env = {}, io: with_ } = options;
  const all = ['ab', ...argv, '--seed', '1', '--force'];
  const io = testIo(cwd, { HOGBENCH_HOME: join(space.folder, 'home'), PATH: process.env.PATH ?? '', ...env }, all);
  with_?.(io);
  const fakes = fakeServices();
  const code = await main(all, io, fakes);
  const of = (arm: string): string | undefined =>
    fakes.requests.find((one) => one.arm === arm && /orders WHERE/.test(one.sql))?.sql.match(/WHERE (.*) = /)?.[1];
  return {
    code,
    err: io.err(),
    out: io.out(),
    sent: fakes.requests.length === 0 ? [] : [of('baseline'), of('candidate')],
  };
}

interface Options {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly io?: (io: TestIo) => void;
}

/** Nothing of ours is left: no worktree on the list, and no folder of this process with one. */
function expectNothingLeft(): void {
  expect(git('worktree', 'list', '--porcelain').match(/^worktree .*/gm)).toEqual([`worktree ${repo}`]);
  const left = readdirSync(tmpdir()).filter((one) => one.includes(`-${process.pid}-`) && one.startsWith('hogbench-'));
  expect(left.filter((one) => existsSync(join(tmpdir(), one, 'base')))).toEqual([]);
}

describe('a branch is compared with the commit that it began from', () => {
  it('which is not the tip of main, and says so; the arms have names in every report', async () => {
    const base = git('rev-parse', '--short=7', 'HEAD');
    git('checkout', '-q', '-b', 'feature');
    await write({ 'queries/revenue.sql': queries(noKey) });
    const head = commit('no key');
    git('checkout', '-q', 'main');
    await write({ 'queries/revenue.sql': queries(third) });
    commit('somebody else');
    git('checkout', '-q', 'feature');

    const { code, sent, err, out } = await ab(['queries', '--base', 'main', '--junit', 'junit.xml']);
    expect([code, err]).toEqual([0, expect.stringContaining('main has 1 commit that this branch lacks')]);
    expect(sent).toEqual([key, noKey]);
    expect(err).toContain(`1 case, queries at main@${base} → queries at feature@${head} on embedded`);
    expect(out).toContain(`main@${base} → feature@${head}`);
    expectNothingLeft();
    const report = async (name: string): Promise<string> => readFile(join(repo, name), 'utf8');
    for (const name of ['hogbench-out/report.html', 'hogbench-out/report.md', 'junit.xml'])
      for (const arm of [`main@${base}`, `feature@${head}`])
        expect((await report(name)).replaceAll(/&#64;|&#x40;/g, '@')).toContain(arm);
    const { run } = await readRun(join(repo, 'hogbench-out/run.jsonl.gz'));
    expect(run.arms.map(({ revision }) => revision)).toEqual([
      { name: 'main', commit: git('rev-parse', 'main~1'), uncommitted: false },
      { name: 'feature', commit: git('rev-parse', 'HEAD'), uncommitted: false },
    ]);
  });

  it.each([
    ['changed', { 'queries/revenue.sql': queries(noKey) }, true],
    ['new', { 'queries/revenue.sql': queries(noKey), 'queries/more.sql': '-- name: more\nSELECT 1;\n' }, true],
    ['changed elsewhere, which is not measured', { 'app/x.ts': 'x' }, false],
  ])('with files that are in no commit: %s', async (_, files, isTold) => {
    git('checkout', '-q', '-b', 'feature');
    await write(files);
    const { err, out } = await ab(['queries', '--base', 'main', '--all']);
    expect(`${err}${out}`.includes('with uncommitted changes')).toBe(isTold);
    if (!isTold) expect(err).toContain('nothing that is compared has changed since main@');
  });

  it('with queries that git ignores', async () => {
    await write({ '.gitignore': 'mine.sql\n', 'queries/mine.sql': '-- name: mine\nSELECT 2;\n' });
    commit('ignore');
    expect((await ab(['queries', '--base', 'HEAD', '--all'])).err).toContain('with uncommitted changes');
  });

  it.each(['HEAD~1', 'v1', 'the commit'])('named by any revision: %s', async (named) => {
    const ref = named === 'the commit' ? git('rev-parse', 'HEAD') : named;
    git('tag', 'v1');
    await write({ 'queries/revenue.sql': queries(noKey) });
    commit('no key');
    expect((await ab(['queries', '--base', ref])).sent).toEqual([key, noKey]);
  });

  it('of a single file that the branch left alone, whose one text is no forgotten second one', async () => {
    const { code, sent } = await ab(['queries/revenue.sql', '--base', 'main']);
    expect([code, sent]).toEqual([0, []]);
  });

  it('where nothing differs, which is said, and no server is opened', async () => {
    const { code, out, err, sent } = await ab(['queries', '--base', 'main']);
    expect([code, sent]).toEqual([0, []]);
    expect(out).toContain('nothing differs: both arms send the same in all 2 cases — exit 0');
    expect(err).toContain('nothing that is compared has changed since main@');
    expect(err).not.toContain('name a second workload');
    // Nothing was opened, and the arms have their names all the same.
    const name = `main@${git('rev-parse', '--short=7', 'HEAD')}`;
    expect(out).toContain(name);
    for (const file of ['report.md', 'report.html'])
      expect((await readFile(join(repo, 'hogbench-out', file), 'utf8')).replaceAll(/&#64;|&#x40;/g, '@')).toContain(
        name,
      );
  });

  it('from a folder below the top, by a file, and by a path that is absolute', async () => {
    await write({ 'queries/revenue.sql': queries(noKey) });
    expect((await ab(['.', '--base', 'main'], { cwd: join(repo, 'queries') })).sent).toEqual([key, noKey]);
    expect((await ab(['../queries/revenue.sql', '--base', 'main'], { cwd: join(repo, 'app') })).sent).toEqual([
      key,
      noKey,
    ]);
    expect((await ab([join(repo, 'queries'), '--base', 'main'], { cwd: space.folder })).sent).toEqual([key, noKey]);
    expectNothingLeft();
  });

  it('of which no more is laid out than the folder, unless that names what is outside', async () => {
    await write({ 'branch/workload.yaml': 'extends: ../queries\n', 'branch/own.sql': '-- name: own\nSELECT 1;\n' });
    commit('extends');
    await write({ 'queries/revenue.sql': queries(noKey) });
    expect((await ab(['branch', '--base', 'main'])).sent).toEqual([key, noKey]);
    expectNothingLeft();
  });

  it('in a linked worktree, in a submodule, and through a link to a folder', async () => {
    const linked = join(space.folder, 'linked');
    git('worktree', 'add', '-q', '-b', 'feature', linked);
    await write({ 'queries/revenue.sql': queries(noKey) }, linked);
    expect((await ab(['queries', '--base', 'main'], { cwd: linked })).sent).toEqual([key, noKey]);
    git('worktree', 'remove', '--force', linked);

    const outer = join(space.folder, 'outer');
    await mkdir(outer);
    gitAt(outer, 'init', '-q', '-b', 'trunk');
    gitAt(outer, 'submodule', '--quiet', 'add', repo, 'sub');
    commit('submodule', outer);
    await write({ 'sub/queries/revenue.sql': queries(noKey) }, outer);
    expect((await ab(['sub/queries', '--base', 'main'], { cwd: outer })).sent).toEqual([key, noKey]);

    await symlink('queries', join(repo, 'link'));
    commit('link');
    await write({ 'queries/revenue.sql': queries(noKey) });
    expect((await ab(['link', '--base', 'main'])).sent).toEqual([key, noKey]);
  });

  it('within a hook of git, whose variables would send git elsewhere', async () => {
    await write({ 'queries/revenue.sql': queries(noKey) });
    const env = { GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere/index', GIT_WORK_TREE: '/nowhere' };
    expect((await ab(['queries', '--base', 'main'], { env })).sent).toEqual([key, noKey]);
  });

  it('and no hook of the repository runs', async () => {
    await write({ '.git/hooks/post-checkout': `#!/bin/sh\ntouch '${join(space.folder, 'ran')}'\n` });
    execFileSync('chmod', ['+x', join(repo, '.git/hooks/post-checkout')]);
    await write({ 'queries/revenue.sql': queries(noKey) });
    expect((await ab(['queries', '--base', 'main'])).sent).toEqual([key, noKey]);
    expect(existsSync(join(space.folder, 'ran'))).toBe(false);
  });
});

describe('in a checkout of CI', () => {
  let ci: string;

  beforeEach(async () => {
    git('checkout', '-q', '-b', 'feature');
    await write({ 'queries/revenue.sql': queries(noKey) });
    commit('no key');
    git('checkout', '-q', 'main');
    await write({ 'app/x.ts': 'later' });
    commit('later');
    ci = join(space.folder, 'ci');
  });

  function clone(...how: readonly string[]): void {
    gitAt(space.folder, 'clone', '-q', ...how, `file://${repo}`, ci);
  }

  it('the branch of the remote is taken where there is no other, HEAD is detached, and CI names the branch', async () => {
    clone('--branch', 'feature');
    gitAt(ci, 'checkout', '-q', '--detach');
    gitAt(ci, 'branch', '-q', '-D', 'feature');
    const { sent, err } = await ab(['queries', '--base', 'main'], { cwd: ci, env: { GITHUB_HEAD_REF: 'feature' } });
    expect(sent).toEqual([key, noKey]);
    expect(err).toContain('there is no main in this clone: origin/main is taken');
    expect(err).toMatch(/queries at origin\/main@\w{7} → queries at feature@\w{7} on/);
  });

  it('a shallow clone says which depth is missing, for a base that it has and for one that it has not', async () => {
    clone('--depth', '1', '--no-single-branch', '--branch', 'feature');
    const common = await ab(['queries', '--base', 'origin/main'], { cwd: ci });
    expect([common.code, common.sent]).toEqual([2, []]);
    expect(common.err).toContain(
      'this clone is shallow, and holds no commit that `origin/main` and HEAD have in common',
    );
    expect(common.err).toContain('fetch-depth: 0 of actions/checkout');
    await rm(ci, { recursive: true });
    clone('--depth', '1', '--branch', 'feature');
    const absent = await ab(['queries', '--base', 'main'], { cwd: ci });
    expect([absent.code, absent.sent]).toEqual([2, []]);
    expect(absent.err).toContain('there is no revision `main` here, in a clone that is shallow');
    expect(absent.err).toContain('fetch-depth: 0');
    const advice = /elsewhere: git (fetch --unshallow .*)/;
    gitAt(ci, ...(advice.exec(absent.err)?.[1]?.split(' ') ?? []));
    expect((await ab(['queries', '--base', 'main'], { cwd: ci })).sent).toEqual([key, noKey]);
  });

  it('a shallow clone is told to fetch no branch where no branch is named', async () => {
    clone('--depth', '1', '--branch', 'feature');
    const { err } = await ab(['queries', '--base', 'HEAD~1'], { cwd: ci });
    expect(err).toContain('elsewhere: git fetch --unshallow origin\n');
  });

  it('the merge that GitHub makes has the tip of main for its base', async () => {
    clone();
    gitAt(ci, 'checkout', '-q', '--detach', 'origin/main');
    gitAt(ci, 'merge', '-q', '--no-ff', '-m', 'merge', 'origin/feature');
    const { sent, err } = await ab(['queries', '--base', 'origin/main'], { cwd: ci });
    expect(sent).toEqual([key, noKey]);
    expect(err).not.toContain('lacks');
  });

  it('a local main that nobody pulled is told, since it makes other changes those of the branch', async () => {
    clone();
    git('checkout', '-q', 'main');
    await write({ 'queries/revenue.sql': queries(third) });
    commit('third');
    gitAt(ci, 'fetch', '-q');
    gitAt(ci, 'checkout', '-q', '--no-track', '-b', 'mine', 'origin/main');
    expect((await ab(['queries', '--base', 'main'], { cwd: ci })).err).toContain(
      'main is behind origin/main, which this branch left later',
    );
  });
});

describe('a command prints the queries of each tree', () => {
  /** As a generator would: from what is committed to the folder that is compared. */
  const generator =
    'mkdir -p out && printf -- "-- name: revenue\\nSELECT sum(price) FROM orders WHERE $(cat day.txt) = 1;\\n" > out/q.sql';

  beforeEach(async () => {
    await write({ 'day.txt': 'before', '.gitignore': 'out\n' });
    commit('generator');
    git('checkout', '-q', '-b', 'feature');
    await write({ 'day.txt': 'after' });
  });

  it('and both are compared, though neither is committed', async () => {
    commit('another day');
    const { sent, code, err } = await ab(['out', '--base', 'main', '--generate', generator]);
    expect([code, sent]).toEqual([0, ['before', 'after']]);
    expect(err).not.toContain('uncommitted');
    // Results of the run before lie in the working tree.
    const again = await ab(['out', '--base', 'main', '--generate', generator]);
    expect([again.sent, again.err]).toEqual([['before', 'after'], expect.not.stringContaining('uncommitted')]);
    expectNothingLeft();
  });

  it('with what is not committed of the generator, which is said', async () => {
    const { sent, err } = await ab(['out', '--base', 'main', '--generate', generator]);
    expect(sent).toEqual(['before', 'after']);
    expect(err).toContain('with uncommitted changes');
  });

  it('knows which arm it prints, and where the packages of the user are', async () => {
    await write({ 'only here': '' });
    const told = `${generator} && test -e "$HOGBENCH_WORKING_TREE/only here" && echo "$HOGBENCH_ARM" >> '${space.folder}/arms'`;
    expect((await ab(['out', '--base', 'main', '--generate', told])).sent).toEqual(['before', 'after']);
    expect(await readFile(join(space.folder, 'arms'), 'utf8')).toBe('baseline\ncandidate\n');
  });

  it.each([
    ['fails', 'echo no such module; exit 3', /failed at main@\w{7} \(exit 3\):\nno such module/],
    ['is killed', 'kill -9 $$', /failed at main@\w{7} \(SIGKILL\), and printed nothing/],
    ['prints nothing', 'true', /wrote no file of `out` in main@\w{7}\n/],
  ])('which %s: nothing is measured', async (_, command, message) => {
    const { code, sent, err } = await ab(['out', '--base', 'main', '--generate', command]);
    expect([code, sent]).toEqual([2, []]);
    expect(err).toMatch(message);
    expectNothingLeft();
  });

  it('to a fixed place: both arms would be the same, and "nothing differs" be said unchecked', async () => {
    await write({ 'out/q.sql': queries(key), '.gitignore': '' });
    commit('printed once');
    const fixed = generator.replaceAll('out', `'${repo}/out'`);
    const { code, sent, err } = await ab(['out', '--base', 'main~0', '--generate', fixed]);
    expect([code, sent]).toEqual([2, []]);
    expect(err).toMatch(/has no `out`|wrote no file of `out`/);
    git('branch', '-q', 'printed');
    const again = await ab(['out', '--base', 'printed', '--generate', fixed]);
    expect([again.code, again.sent]).toEqual([2, []]);
    expect(again.err).toMatch(/wrote no file of `out` in printed@\w{7}: those that are there are older/);
  });

  it('in a folder that the base has not: it would run nowhere', async () => {
    await mkdir(join(repo, 'sub'));
    const { code, sent, err } = await ab(['../out', '--base', 'main', '--generate', generator], {
      cwd: join(repo, 'sub'),
    });
    expect([code, sent]).toEqual([2, []]);
    expect(err).toMatch(/main@\w{7} has no folder `sub`, where the command of --generate would run/);
    expectNothingLeft();
  });

  it('half-way: what an earlier run left is not taken for what it printed', async () => {
    await ab(['out', '--base', 'main', '--generate', generator]);
    const halfway = `mkdir -p out && echo 'description: a shop' > out/workload.yaml && if test "$HOGBENCH_ARM" = baseline; then ${generator}; fi`;
    const { code, sent, err } = await ab(['out', '--base', 'main', '--generate', halfway]);
    expect([code, sent]).toEqual([2, []]);
    expect(err).toContain('did not write `out/q.sql` in the working tree: it was there before');
  });

  it('and leaves nothing running that could write into a tree that is being read', async () => {
    const later = `${generator}; (sleep 30; echo late) > /dev/null 2>&1 & echo $! > '${space.folder}/pid'`;
    expect((await ab(['out', '--base', 'main', '--generate', later])).sent).toEqual(['before', 'after']);
    const pid = (await readFile(join(space.folder, 'pid'), 'utf8')).trim();
    const states = () =>
      execFileSync('bash', ['-c', `ps -o stat= -p ${pid} | grep -v Z || true`], { encoding: 'utf8' });
    // It was killed, and ends as soon as it has its next turn on a core.
    await expect.poll(states, { timeout: 10_000 }).toBe('');
  });

  it('until Ctrl-C, after which nothing is left', async () => {
    const marker = join(space.folder, 'begun');
    let stop: TestIo | undefined;
    const ended = ab(['out', '--base', 'main', '--generate', `touch '${marker}'; sleep 60`], {
      io: (io) => {
        stop = io;
      },
    });
    while (!existsSync(marker)) await pause(20);
    stop?.interrupt();
    expect(await ended).toMatchObject({ code: 130, sent: [] });
    expectNothingLeft();
  });

  it('until it is killed: the next run takes away what was left', async () => {
    const marker = join(space.folder, 'begun');
    const argv = [
      'ab',
      'out',
      '--base',
      'main',
      '--generate',
      `echo "$PWD" > '${marker}.new' && mv '${marker}.new' '${marker}'; sleep 60`,
    ];
    const root = process.cwd();
    const child: ChildProcess = spawn(
      process.execPath,
      ['--import', join(root, 'node_modules/tsx/dist/loader.mjs'), join(root, 'src/main.ts'), ...argv],
      { cwd: repo, stdio: 'ignore', env: { ...process.env, HOGBENCH_HOME: join(space.folder, 'home') } },
    );
    const ended = new Promise((resolve) => child.once('exit', resolve));
    while (!existsSync(marker)) await pause(20);
    child.kill('SIGKILL');
    await ended;
    const left = (await readFile(marker, 'utf8')).trim();
    // The folder itself may be gone by now: any hogbench that starts on this machine takes such away.
    expect(git('worktree', 'list')).toContain(left);
    execFileSync('pkill', ['-9', '-f', marker]);
    expect((await ab(['out', '--base', 'main', '--generate', generator])).sent).toEqual(['before', 'after']);
    expect(existsSync(left)).toBe(false);
    expectNothingLeft();
  });
});

describe('what has no base is refused before anything is measured', () => {
  it.each([
    [['queries', '--base', 'mian'], 'there is no revision `mian` here', 'Did you mean `main`?'],
    [['queries', '--base', 'zzzzzzzz'], 'there is no revision `zzzzzzzz` here', 'Name a branch, a tag or a commit'],
    [['queries', '--base=--output=x'], '--base `--output=x` is no revision', 'Name a branch'],
    [['queries', '--base', ''], '--base `` is no revision', 'Name a branch'],
    [['queries', '--base', 'main:queries'], 'there is no revision `main:queries` here', 'Name a branch'],
    [['queries', '--base', 'main$(touch x)'], 'there is no revision', 'Name a branch'],
    [['posthog', '--base', 'main'], '`posthog` ships with hogbench', 'Name a workload of your repository'],
    [['nowhere', '--base', 'main'], 'there is no workload at `nowhere`', 'these ship with hogbench'],
    [['queries', 'app', '--base', 'main'], 'the baseline is named twice', 'Name the candidate alone'],
    [['queries', '--base', 'main', '--baseline-workload', 'app'], 'the baseline is named twice', 'alone'],
    [['main', 'queries'], 'there is no workload at `main`', 'a commit: hogbench ab queries --base main.'],
    [['queries', 'origin/main'], 'no workload at `origin/main`', 'a commit: hogbench ab queries --base origin/main.'],
    [['querys', 'queries'], 'there is no workload at `querys`', 'did you mean `queries`?'],
    [['-q', 'SELECT 1', '--base', 'main'], '--base compares what is committed', 'Name a folder'],
    [['--base', 'main'], 'there is no workload to compare', 'hogbench ab queries --base main'],
    [['queries', '--generate', 'make'], '--generate goes with --base', 'Add --base main'],
    [['queries', '--base', 'main', '--generate', ' '], '--generate is empty', 'Give it a command'],
  ])('%j', async (argv, message, fix) => {
    const { code, err, sent } = await ab(argv);
    expect([code, sent]).toEqual([2, []]);
    expect(err).toContain(message);
    expect(err).toContain(fix);
    expect(existsSync(join(repo, 'x'))).toBe(false);
  });

  it('a folder that only the branch has, a repository without a commit, a folder without a repository, and no git', async () => {
    await write({ 'new/a.sql': 'SELECT 1;\n' });
    expect((await ab(['new', '--base', 'main'])).err).toMatch(/main@\w{7} has no `new`/);
    const bare = join(space.folder, 'bare');
    await write({ 'queries/a.sql': 'SELECT 1;\n' }, bare);
    expect((await ab(['queries', '--base', 'main'], { cwd: bare })).err).toContain('lies in no git repository');
    gitAt(bare, 'init', '-q');
    expect((await ab(['queries', '--base', 'main'], { cwd: bare })).err).toContain('has no commit yet');
    expect((await ab(['queries', '--base', 'main'], { env: { PATH: '/nowhere' } })).err).toContain(
      '--base needs git, and there is none here',
    );
  });

  it.each([
    ['queries', 'this folder is itself `queries`: name it `.`'],
    ['sql', 'did you mean `.`, this folder, in which there are queries?'],
    ['revenue.sq', 'did you mean `revenue.sql`?'],
  ])('a workload %s of the folder that one stands in', async (name, fix) => {
    const { code, err } = await ab([name, '--base', 'main'], { cwd: join(repo, 'queries') });
    expect([code, err]).toEqual([2, expect.stringContaining(fix)]);
  });

  it('another branch without a common commit', async () => {
    git('checkout', '-q', '--orphan', 'other');
    commit('other');
    expect((await ab(['queries', '--base', 'main'])).err).toContain('`main` and HEAD have no commit in common');
  });

  it('a folder with a hostile name is a name', async () => {
    const name = ':(top)$(touch x) *';
    await write({ [`${name}/revenue.sql`]: queries(key) });
    commit('hostile');
    await write({ [`${name}/revenue.sql`]: queries(noKey) });
    expect((await ab([`./${name}`, '--base', 'main'])).sent).toEqual([key, noKey]);
    expect(existsSync(join(repo, 'x'))).toBe(false);
  });
});
