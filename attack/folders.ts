import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A place of its own for a run of the program: nothing of it touches the user's. */
export interface Place {
  readonly root: string;
  readonly cwd: string;
  /** HOME, TMPDIR and HOGBENCH_HOME below `root`. */
  readonly env: Readonly<Record<string, string>>;
  write(path: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

/** @param home a HOGBENCH_HOME that several places share, so that a dataset is built once */
export async function makePlace(files: Readonly<Record<string, string>>, home?: string): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'hogbench-attack-'));
  const cwd = join(root, 'work');
  const env = { HOME: join(root, 'home'), TMPDIR: join(root, 'tmp'), HOGBENCH_HOME: home ?? join(root, 'hogbench') };
  for (const folder of [cwd, ...Object.values(env)]) await mkdir(folder, { recursive: true });
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(cwd, path)), { recursive: true });
    await writeFile(join(cwd, path), text);
  };
  for (const [path, text] of Object.entries(files)) await write(path, text);
  return { root, cwd, env, write, remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }) };
}
