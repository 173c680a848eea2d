import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { markedBlock, recipeBlocks } from '../../scripts/recipeBlocks.ts';
import { starterWorkload } from '../../src/starter/starterWorkload.ts';
import { blocksOf, textOf } from '../support/documents.ts';
import { actionTroubles } from '../support/githubParser.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const page = (name: string): string => `docs/recipes/${name}.md`;

it.each(recipeBlocks)('$page.md shows what init writes: $name', (block) => {
  expect(textOf(page(block.page))).toContain(markedBlock(block));
});

/** The block of a page that has these words. */
function blockWith(name: string, words: string): string {
  return blocksOf(page(name)).find(({ text }) => text.includes(words))?.text ?? '';
}

/** hogbench as npm would install it, but for what takes a server: it runs as it is built as far as that needs none, and then ends as it is told to. */
const program = `const { spawnSync } = require('node:child_process');
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const words = process.argv.slice(2);
const { CALLS, PROGRAM, VERDICT } = process.env;
appendFileSync(CALLS, 'hogbench ' + words.join(' ') + '\\n');
const real = (more) => {
  const { status, stdout } = spawnSync('node', [PROGRAM, ...words, more], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
  appendFileSync(CALLS, stdout);
  if (status !== 0) process.exit(status);
};
if (words[0] === 'lint') real('--offline');
if (words[0] === 'ab') {
  real('--dry-run');
  mkdirSync('hogbench-out', { recursive: true });
  writeFileSync('hogbench-out/report.md', 'a report\\n');
  process.exitCode = Number(VERDICT);
}
`;
const npm = `#!/bin/sh
echo "npm $*" >> "$CALLS"
mkdir -p node_modules/hogbench && cp -R "$PACKAGE/." node_modules/hogbench
`;

const scriptText = (name: string): string => readFileSync(`scripts/ci/${name}.sh`, 'utf8');

let space: Workspace;

function git(cwd: string, ...args: readonly string[]): void {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...who, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
}

beforeAll(async () => {
  const files = Object.entries(starterWorkload).map(([name, text]) => [`upstream/queries/${name}`, text] as const);
  space = await makeWorkspace({
    ...Object.fromEntries(files),
    'upstream/tools/hogbench-0.1.0.tgz': '',
    'upstream/ci/hogbench.sh': `${blockWith('shell', '#!/bin/sh')}\n`,
    'package/dist/main.js': program,
    'package/scripts/ci/gate.sh': scriptText('gate'),
    'package/scripts/ci/action.sh': scriptText('action'),
    'bin/npm': npm,
  });
  for (const name of ['bin/npm', 'upstream/ci/hogbench.sh']) await chmod(join(space.folder, name), 0o755);
  const upstream = join(space.folder, 'upstream');
  git(upstream, 'init', '-q', '-b', 'main');
  git(upstream, 'add', '.');
  git(upstream, 'commit', '-q', '-m', 'queries');
  git(upstream, 'checkout', '-q', '-b', 'feature');
  await space.write(
    'upstream/queries/revenue.sql',
    (starterWorkload['revenue.sql'] ?? '').replace('sum(price)', 'sum(price) + 0'),
  );
  git(upstream, 'commit', '-q', '-a', '-m', 'another text');
});
afterAll(() => space.remove());

let count = 0;

/** A clone of the branch, made as the CI makes it. */
function checkout(...how: readonly string[]): string {
  count += 1;
  const clone = `clone${count}`;
  git(space.folder, 'clone', '-q', '--branch', 'feature', ...how, `file://${join(space.folder, 'upstream')}`, clone);
  return join(space.folder, clone);
}

interface Step {
  readonly run?: string;
  readonly if?: string;
}

/** Runs steps as a CI does: after one that fails only those that are always run. Gives the first code that is not 0, and what was called. */
async function runSteps(
  cwd: string,
  steps: readonly Step[],
  verdict = 0,
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly calls: string; readonly err: string }> {
  await space.write('calls', '');
  const env = {
    ...{ PATH: `${join(space.folder, 'bin')}:${process.env.PATH}`, HOME: space.folder, VERDICT: String(verdict) },
    ...{ CALLS: join(space.folder, 'calls'), PROGRAM: resolve('dist/main.js') },
    ...{ PACKAGE: join(space.folder, 'package'), ...more },
  };
  let code = 0;
  let err = '';
  for (const { run, if: when } of steps) {
    if (run === undefined || (code !== 0 && when !== 'always()')) continue;
    const ran = spawnSync('bash', ['-e', '-c', run], { cwd, env, encoding: 'utf8' });
    code = code === 0 ? (ran.status ?? -1) : code;
    err += ran.stderr;
  }
  return { code, calls: await space.read('calls'), err };
}

function expectCompared({ code, calls, err }: Awaited<ReturnType<typeof runSteps>>): void {
  expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/^laying out origin\/main@\w+\n$/) });
  expect(calls).toContain('npm install --no-save ./tools/hogbench-0.1.0.tgz\nhogbench lint queries');
  expect(calls).toMatch(/hogbench ab queries --base origin\/main/);
  expect(calls).toMatch(/revenue_by_day/);
  expect(calls).toMatch(/main@[0-9a-f]{7}/);
}

describe('GitHub', () => {
  const { jobs } = parse(blockWith('github', 'name: hogbench\n'));
  const steps: readonly Step[] = jobs.hogbench.steps;

  it('measures the branch against main', async () => {
    expectCompared(await runSteps(checkout(), steps));
  });

  it('fails as the verdict does', async () => {
    expect(await runSteps(checkout(), steps, 4)).toMatchObject({ code: 4 });
  });
});

describe('GitLab', () => {
  const { hogbench } = parse(blockWith('gitlab', 'merge_request_event'));
  const script: readonly Step[] = (hogbench.script as readonly string[]).map((run) => ({ run }));

  it('measures the branch against main, which it fetches', async () => {
    expect(hogbench.variables.GIT_DEPTH).toBe('0');
    expectCompared(await runSteps(checkout('--single-branch'), script));
    expect(await runSteps(checkout('--single-branch'), script, 1)).toMatchObject({ code: 1 });
  });

  it('is included by the line to add', () => {
    const { include } = parse(blockWith('gitlab', 'include:'));
    expect(include).toEqual([{ local: '.gitlab/hogbench.yml' }]);
    expect(recipeBlocks.map(({ name }) => name)).toContain(include[0].local);
  });
});

describe('Jenkins and plain shell', () => {
  const stage = blockWith('jenkins', "stage('hogbench')");
  const step = { run: /\bsh '([^']+)'/.exec(stage)?.[1] ?? 'no step' };

  it('measure the branch against main, which a shallow clone lacks', async () => {
    expectCompared(await runSteps(checkout('--depth', '1'), [step]));
  });

  it('have a stage whose brackets and files are in order', () => {
    for (const [open = '', close = ''] of ['{}', '()']) {
      expect(stage.split(open).length).toBe(stage.split(close).length);
    }
    expect(scriptText('gate')).toContain(`--junit ${/testResults: '([^']+)'/.exec(stage)?.[1] ?? 'no file'} `);
  });

  it.each([
    [0, 0],
    [1, 1],
    [3, 0],
    [4, 4],
  ])('let only pass what noise hides, where that is wanted: %d is %d', async (verdict, code) => {
    const wrapper = [{ run: blockWith('shell', 'code=$?') }];
    expect(await runSteps(checkout(), wrapper, verdict)).toMatchObject({ code });
  });
});

describe('the script of the gate', () => {
  const gate = (...words: readonly string[]): Step => ({ run: `sh "$PACKAGE/scripts/ci/gate.sh" ${words.join(' ')}` });

  it('hands further flags on, and leaves no tests of an earlier run', async () => {
    const clone = checkout();
    await space.write(`${relative(space.folder, clone)}/hogbench-junit.xml`, 'of an earlier run');
    const { code, calls } = await runSteps(clone, [gate('queries', 'main', '--budget', '5m')], 1);
    expect(code).toBe(1);
    expect(calls).toContain('ab queries --base origin/main --junit hogbench-junit.xml --force --budget 5m\n');
    expect(existsSync(join(clone, 'hogbench-junit.xml'))).toBe(false);
  });

  it('measures nothing where lint fails', async () => {
    const clone = checkout();
    await space.write(`${relative(space.folder, clone)}/queries/bad.sql`, 'DROP TABLE sales;\n');
    const { code, calls } = await runSteps(clone, [gate('queries', 'main')]);
    expect(code).toBe(1);
    expect(calls).not.toContain('hogbench ab');
  });

  it('annotates what lint finds in a job of GitHub', async () => {
    const { calls } = await runSteps(checkout(), [gate('queries', 'main')], 0, { GITHUB_ACTIONS: 'true' });
    expect(calls).toContain('hogbench lint queries --format github\n');
  });

  it('takes the base that is there where it cannot be fetched, and says so; without one it fails', async () => {
    const clone = checkout();
    git(clone, 'remote', 'set-url', 'origin', 'file:///nowhere');
    const { code, err, calls } = await runSteps(clone, [gate('queries', 'main')]);
    expect(code).toBe(0);
    expect(err).toContain('origin/main cannot be fetched');
    expect(calls).toContain('hogbench ab queries');
    expect((await runSteps(clone, [gate('queries', 'other')])).code).toBe(2);
  });

  it.each([
    ['nothing', []],
    ['no branch', ['queries']],
    ['a flag for a workload', ['--help', 'main']],
    ['a branch that is none', ['queries', "'ma in'"]],
    ['a flag for a branch', ['queries', '--upload-pack=touch']],
  ])('refuses %s', async (_, words) => {
    const { code, err, calls } = await runSteps(checkout(), [gate(...words)]);
    expect({ code, calls }).toEqual({ code: 2, calls: '' });
    expect(err).toContain('fix:   gate.sh WORKLOAD BRANCH');
  });
});

describe('the action', () => {
  const { runs, inputs } = parse(readFileSync('action.yml', 'utf8'));

  /** Runs its steps as GitHub does, with inputs in place of expressions. */
  async function runAction(given: Readonly<Record<string, string>>, verdict = 0) {
    const clone = checkout();
    const values = {
      base: 'main',
      workload: inputs.workload.default,
      arguments: '',
      key: '',
      full: 'false',
      token: 't',
      ...given,
    };
    const results = [];
    for (const { run, env = {}, if: when } of runs.steps) {
      const isRun = when === undefined || (when.startsWith('always()') && given.comment === 'true');
      if (!isRun) continue;
      const filled = Object.entries<string>(env).map(([name, text]) => [
        name,
        text.replace(/\$\{\{ inputs\.(\w+) \}\}/g, (_, input: string) => values[input as keyof typeof values]),
      ]);
      const action = { GITHUB_ACTION_PATH: join(space.folder, 'package'), GITHUB_ACTIONS: 'true' };
      results.push(await runSteps(clone, [{ run }], verdict, { ...action, ...Object.fromEntries(filled) }));
    }
    return { clone, results };
  }

  it('is one by the parser of GitHub', () => {
    expect(actionTroubles('action.yml', readFileSync('action.yml', 'utf8'))).toEqual([]);
    expect(actionTroubles('action.yml', 'name: a\nruns: { using: composite, steps: [{ run: x }] }\n')).not.toEqual([]);
  });

  it('has no expression in a script: inputs are variables', () => {
    for (const { run } of runs.steps) expect(run).not.toContain('${'.concat('{'));
  });

  it('measures the branch against the base, by the script of the gate', async () => {
    const { results } = await runAction({ arguments: '--max-pairs 60 --budget 10m' });
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    expect(results[1]?.calls).toContain('--force --max-pairs 60 --budget 10m\n');
  });

  it('fails as the verdict does, and then comments where that is asked for', async () => {
    const { results } = await runAction({ comment: 'true', full: 'true', key: 'linux' }, 4);
    expect(results.map(({ code }) => code)).toEqual([0, 4, 0]);
    expect(results[2]?.calls).toBe('hogbench comment hogbench-out/run.jsonl.gz --key queries linux --full\n');
  });

  it.each([
    ['workload', 'queries; touch hacked'],
    ['base', '$(touch hacked)'],
    ['arguments', '`touch hacked` ; touch hacked'],
    ['arguments', '*'],
  ])('runs nothing that an input holds: %s %s', async (input, value) => {
    const { clone, results } = await runAction({ [input]: value });
    expect(results.at(-1)?.code).not.toBe(0);
    expect(existsSync(join(clone, 'hacked'))).toBe(false);
    expect(results.at(-1)?.calls ?? '').not.toContain('ci queries');
  });
});

describe('docker compose', () => {
  const compose = parse(blockWith('docker-compose', 'services:'), { merge: true });
  const config = parse(blockWith('docker-compose', 'targets:'));

  it('has two servers that differ in their version alone, where the config looks for them', () => {
    const { old, new: newer } = compose.services;
    expect(Object.keys(compose.services)).toEqual(Object.keys(config.targets));
    expect({ ...old, image: '', ports: [] }).toEqual({ ...newer, image: '', ports: [] });
    expect(old.image).not.toBe(newer.image);
    for (const [name, { ports }] of Object.entries<{ readonly ports: readonly string[] }>(compose.services)) {
      const { url, user, password } = config.targets[name];
      expect(ports).toEqual([`${url.replace('http://', '')}:8123`]);
      const { CLICKHOUSE_USER, CLICKHOUSE_PASSWORD } = old.environment;
      expect({ user, password }).toEqual({ user: CLICKHOUSE_USER, password: CLICKHOUSE_PASSWORD.replace(':?', '') });
    }
  });

  it('starts them, compares, and takes them away', async () => {
    await space.write('bin/docker', '#!/bin/sh\n[ -n "$BENCH_PASSWORD" ] || exit 9\necho "docker $*" >> "$CALLS"\n');
    await space.write('bin/openssl', '#!/bin/sh\necho 0123456789abcdef\n');
    await space.write('bin/npx', '#!/bin/sh\nshift\necho "hogbench $*" >> "$CALLS"\n');
    for (const name of ['docker', 'openssl', 'npx']) await chmod(join(space.folder, 'bin', name), 0o755);
    const { code, calls } = await runSteps(space.folder, [{ run: blockWith('docker-compose', 'docker compose up') }]);
    expect(code).toBe(0);
    expect(calls.split('\n').map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      ...['docker compose up', 'hogbench doctor --target', 'hogbench ab queries', 'docker compose down', ''],
    ]);
  });
});
