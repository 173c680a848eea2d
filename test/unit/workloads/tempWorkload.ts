import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { formatPlace } from '../../../src/model/errors.ts';
import { type ReadWorkload, readWorkload } from '../../../src/workloads/readWorkload.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A folder that lives as long as the test, with the files in it. */
export async function tempFolder(files: Files): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'hogbench-workload-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), content);
  }
  return root;
}

/** Reads the files as a workload at `path`, from their folder as the working directory. */
export async function readFiles(files: Files, path = '.'): Promise<ReadWorkload> {
  return readWorkload(path, await tempFolder(files));
}

/** Problems as `file:line:column what`. */
export function told({ problems }: ReadWorkload): readonly string[] {
  return problems.map((problem) => `${formatPlace(problem.place)} ${problem.what}`);
}
