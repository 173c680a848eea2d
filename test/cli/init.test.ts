import { mkdir, readdir, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CiKind, ciFiles, usualPlace } from '../../src/starter/ciFiles.ts';
import { starterWorkload } from '../../src/starter/starterWorkload.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeEach(async () => {
  space = await makeWorkspace({ 'repo/.git/HEAD': 'ref: refs/heads/main\n' });
});
afterEach(() => space.remove());

/** In the repository, or in a folder of it. */
function init(args: readonly string[], below = '') {
  return space.run(['init', ...args], { io: (io) => Object.assign(io, { cwd: join(space.folder, 'repo', below) }) });
}

const workload = Object.keys(starterWorkload);

async function files(): Promise<readonly string[]> {
  const found = await readdir(join(space.folder, 'repo'), { recursive: true, withFileTypes: true });
  return found
    .filter((one) => one.isFile() && !one.parentPath.endsWith('.git'))
    .map((one) => join(one.parentPath, one.name).slice(join(space.folder, 'repo/').length))
    .toSorted();
}

it('writes a workload, says which kinds of CI there are, and names the next command', async () => {
  const { code, out, err } = await init([]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(await files()).toEqual(workload.map((name) => `queries/${name}`).toSorted());
  for (const words of [
    '  queries/revenue.sql\n',
    '--ci github, --ci gitlab, --ci jenkins',
    'npx hogbench ab queries --all',
  ])
    expect(out).toContain(words);
  expect(await space.read('repo/queries/revenue.sql')).toBe(starterWorkload['revenue.sql']);
});

it.each<readonly [CiKind, string]>([
  ['github', '.github/CODEOWNERS'],
  ['gitlab', '.gitlab-ci.yml'],
  ['jenkins', 'Jenkinsfile'],
])('writes the file of the CI that it finds: %s', async (kind, sign) => {
  await space.write(`repo/${sign}`, 'theirs\n');
  const { code, out } = await init([]);
  const { path, text, isProgram, addition } = ciFiles[kind](usualPlace);
  expect(code).toBe(0);
  expect(out).toContain(`  ${path}\n`);
  expect(await space.read(`repo/${path}`)).toBe(text);
  expect(((await stat(join(space.folder, 'repo', path))).mode & 0o100) !== 0).toBe(isProgram);
  for (const line of addition?.lines.trimEnd().split('\n') ?? []) expect(out).toContain(`  ${line}\n`);
  expect(await space.read(`repo/${sign}`)).toBe('theirs\n');
});

it('goes by the repository, wherever in it the user stands', async () => {
  await space.write('repo/.git/refs/remotes/origin/HEAD', 'ref: refs/remotes/origin/trunk\n');
  await space.write('repo/package.json', '{"devDependencies": {"hogbench": "^0.1.0"}}');
  await mkdir(join(space.folder, 'repo/team/shop'), { recursive: true });
  const { code, out } = await init(['sql', '--ci', 'github'], 'team/shop');
  expect(code).toBe(0);
  expect(out).toContain('  ../../.github/workflows/hogbench.yml\n');
  expect(out).not.toContain('tarball');
  expect(await space.read('repo/.github/workflows/hogbench.yml')).toBe(
    ciFiles.github({ folder: 'team/shop/sql', branch: 'trunk', isDependency: true }).text,
  );
});

it('a dependency that lies beside the repository is not there in CI', async () => {
  await space.write('repo/package.json', '{"devDependencies": {"hogbench": "file:../hogbench"}}');
  expect((await init(['--ci', 'gitlab'])).out).toContain(
    '  mkdir -p tools && npm pack ../hogbench --pack-destination tools\n',
  );
});

it('touches nothing that exists, and leaves nothing half written', async () => {
  await space.write('repo/queries/revenue.sql', 'mine');
  const inFolder = await init(['--ci', 'none']);
  expect(inFolder).toMatchObject({ code: 2, err: expect.stringContaining('where: queries/revenue.sql\n') });

  await space.write('repo/.github/workflows/hogbench.yml', 'mine too');
  const ci = await init(['fresh']);
  expect(ci).toMatchObject({ code: 2, err: expect.stringContaining('where: .github/workflows/hogbench.yml\n') });

  // A folder cannot be made where a file is.
  await space.write('repo/.gitlab', 'a file');
  const half = await init(['fresh', '--ci', 'gitlab']);
  expect(half).toMatchObject({ code: 2, err: expect.stringContaining('where: .gitlab/hogbench.yml\n') });

  await symlink(join(space.folder, 'elsewhere'), join(space.folder, 'repo/ci'));
  const link = await init(['fresh', '--ci', 'jenkins']);
  expect(link).toMatchObject({ code: 2, err: expect.stringContaining('is a link') });

  expect(await files()).toEqual(['.github/workflows/hogbench.yml', '.gitlab', 'queries/revenue.sql']);
  expect(await space.read('repo/queries/revenue.sql')).toBe('mine');
});

it('gives a workload that is there a file for CI alone', async () => {
  await space.write('repo/queries/workload.yaml', 'name: mine\n');
  expect(await init(['--ci', 'github'])).toMatchObject({ code: 0 });
  expect(await files()).toEqual(['.github/workflows/hogbench.yml', 'queries/workload.yaml']);
  expect(await init(['--ci', 'github'])).toMatchObject({ code: 2 });
  expect(await init([])).toMatchObject({ code: 2, err: expect.stringContaining('queries/workload.yaml') });
});

it.each([
  ['--ci', 'travis', 'github, gitlab, jenkins or none'],
  ['a b; rm -rf x', '--ci=github', 'cannot name the folder'],
  ['../outside', '--ci=github', 'cannot name the folder'],
])('refuses %s %s', async (one, two, says) => {
  expect(await init([one, two])).toMatchObject({ code: 2, err: expect.stringContaining(says) });
  expect(await files()).toEqual([]);
});

it('writes what lint finds nothing in', async () => {
  await init(['mine', '--ci', 'none']);
  const lint = await space.run(['lint', 'repo/mine', '--offline']);
  expect(lint).toMatchObject({ code: 0, out: expect.stringContaining('nothing to fix in 1 statement') });
});
