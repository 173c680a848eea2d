import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** What a command of the project printed, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
}

/** An empty project of a user who installed what `npm pack` gives. */
export interface PackedProject {
  readonly folder: string;
  write(file: string, text: string): Promise<void>;
  /** Runs a script of Node in the project's folder. */
  node(script: string, ...args: readonly string[]): Promise<Ended>;
  remove(): Promise<void>;
}

/**
 * Packs this package as it is built, and unpacks it into a new project. What npm would fetch beside the tarball (the engine, and a
 * user's own tools) is linked.
 */
export async function packedProject(tools: readonly string[]): Promise<PackedProject> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'hogbench-packed-')));
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, 'hogbench'), { recursive: true });
  await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: root });
  const { name, version, optionalDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const tarball = join(folder, `${name}-${version}.tgz`);
  await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, 'hogbench')]);
  await rm(tarball);
  for (const one of [...Object.keys(optionalDependencies), ...tools])
    await link(join(root, 'node_modules', one), join(modules, one));
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  };
  await write('package.json', JSON.stringify({ name: 'a-project', private: true, type: 'module' }));
  return {
    folder,
    write,
    node: (script, ...args) =>
      new Promise((resolve) => {
        const child = execFile(process.execPath, [script, ...args], { cwd: folder }, (error, out, err) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, out: out + err }),
        );
        child.stdin?.end();
      }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The engines of other platforms are not there. */
async function link(from: string, to: string): Promise<void> {
  const target = await realpath(from).catch(() => undefined);
  if (target === undefined) return;
  await mkdir(dirname(to), { recursive: true });
  await symlink(target, to);
}
