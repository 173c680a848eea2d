import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { type FakeGitHub, fakeGitHub, installFakeGh } from '../../test/support/fakeGh.ts';
import { makeWorkspace, type Workspace } from '../../test/support/workspace.ts';
import { type Files, shop } from './shop.ts';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** A command that ended. */
export interface Ended {
  readonly line: string;
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly seconds: number;
}

/** A repository with the shop on main, an empty home, and a GitHub that remembers what it is asked. */
export interface Stage {
  /** A line of a shell in the repository, in a job of GitHub Actions for pull request 12. */
  shell(line: string): Ended;
  /** Commits these files, besides what has changed already, to the branch that is checked out. */
  commit(files: Files, message: string): Promise<void>;
  /** Of a folder of the repository; none where it is not there. */
  files(folder: string): Promise<readonly string[]>;
  github(): Promise<FakeGitHub>;
  /** What the job added to its summary so far. */
  summary(): Promise<string>;
  remove(): Promise<void>;
}

/** Lays out the stage in a folder of its own, which `remove` takes away. */
export async function openStage(): Promise<Stage> {
  const space = await makeWorkspace();
  const repository = join(space.folder, 'shop');
  await mkdir(repository);
  await space.write('bin/hogbench', `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  await chmod(join(space.folder, 'bin/hogbench'), 0o755);
  const env = { ...jobOf(space), ...(await installFakeGh(space)) };

  const shell = (line: string): Ended => {
    const began = performance.now();
    const ran = spawnSync('bash', ['-c', line], { cwd: repository, encoding: 'utf8', env });
    const seconds = (performance.now() - began) / 1000;
    return { line, code: ran.status ?? -1, out: ran.stdout, err: ran.stderr, seconds };
  };
  const git = (line: string): void => {
    const { code, err } = shell(`git -c user.name=author -c user.email=author@example.org ${line}`);
    if (code !== 0) throw new Error(`git ${line}: ${err}`);
  };
  const commit = async (files: Files, message: string): Promise<void> => {
    for (const [path, text] of Object.entries(files)) await space.write(`shop/${path}`, text);
    git('add .');
    git(`commit -q -m '${message}'`);
  };

  git('init -q -b main');
  await commit(shop, 'queries of the shop');
  git('checkout -q -b feature');
  return {
    shell,
    commit,
    files: (folder) =>
      readdir(join(repository, folder)).then(
        (names) => names.sort(),
        () => [],
      ),
    github: () => fakeGitHub(space),
    summary: () => space.read('summary.md').catch(() => ''),
    remove: space.remove,
  };
}

/** The surroundings of a job, with nothing of whoever plays it. */
function jobOf({ folder }: Workspace): Readonly<Record<string, string>> {
  return {
    ...{ HOME: join(folder, 'home'), CI: 'true', GITHUB_ACTIONS: 'true' },
    ...{ GITHUB_REPOSITORY: 'owner/name', GITHUB_REF: 'refs/pull/12/merge', GITHUB_WORKFLOW: 'queries' },
    GITHUB_WORKSPACE: join(folder, 'shop'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
  };
}
