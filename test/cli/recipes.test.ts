import { execFileSync, spawnSync } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { markedBlock, recipeBlocks } from '../../scripts/recipeBlocks.ts';
import { starterWorkload } from '../../src/starter/starterWorkload.ts';
import { blocksOf, textOf } from '../support/documents.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const page = (name: string): string => `docs/recipes/${name}.md`;

it.each(recipeBlocks)('$page.md shows what init writes: $name', (block) => {
  expect(textOf(page(block.page))).toContain(markedBlock(block));
});

/** The block of a page that has these words. */
function blockWith(name: string, words: string): string {
  return blocksOf(page(name)).find(({ text }) => text.includes(words))?.text ?? '';
}

/** Runs hogbench as it is built, as far as that needs no server, and then ends as it is told to. */
const npx = `#!/bin/sh
shift
echo "hogbench $*" >> "$CALLS"
case $1 in
  lint) exec node "$PROGRAM" "$@" --offline ;;
  ab) node "$PROGRAM" "$@" --dry-run >> "$CALLS" && mkdir -p hogbench-out && echo a report > hogbench-out/report.md; [ "$VERDICT" = 0 ] || exit "$VERDICT" ;;
esac
`;
const npm = '#!/bin/sh\necho "npm $*" >> "$CALLS"\n';

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
    ...{ 'bin/npx': npx, 'bin/npm': npm },
  });
  for (const name of ['bin/npx', 'bin/npm', 'upstream/ci/hogbench.sh']) await chmod(join(space.folder, name), 0o755);
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
): Promise<{ readonly code: number; readonly calls: string; readonly err: string }> {
  await space.write('calls', '');
  const env = {
    ...{ PATH: `${join(space.folder, 'bin')}:${process.env.PATH}`, HOME: space.folder, VERDICT: String(verdict) },
    ...{ CALLS: join(space.folder, 'calls'), PROGRAM: resolve('dist/main.js') },
    ...{ GITHUB_STEP_SUMMARY: join(space.folder, 'summary.md'), HOGBENCH_CONFIG: 'none' },
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

  it('measures the branch against main, and shows the report', async () => {
    expectCompared(await runSteps(checkout(), steps));
    expect(await space.read('summary.md')).toBe('a report\n');
  });

  it('fails as the verdict does, and still shows the report', async () => {
    await space.write('summary.md', '');
    expect(await runSteps(checkout(), steps, 4)).toMatchObject({ code: 4 });
    expect(await space.read('summary.md')).toBe('a report\n');
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
    expect(blockWith('shell', '#!/bin/sh')).toContain(/testResults: '([^']+)'/.exec(stage)?.[1] ?? 'no file');
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
    await space.write('bin/npx', npx);
    expect(code).toBe(0);
    expect(calls.split('\n').map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      ...['docker compose up', 'hogbench doctor --target', 'hogbench ab queries', 'docker compose down', ''],
    ]);
  });
});
