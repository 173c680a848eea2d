import { stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Workload } from '../model/workload.ts';
import { loadWorkload } from '../workloads/readWorkload.ts';

const shippedFolder = fileURLToPath(new URL('../../workloads/', import.meta.url));

/**
 * Loads a workload from a path, or one that ships with hogbench by its name (`posthog`).
 * @throws UserError usage when there is none, or when it has problems
 */
export async function findWorkload(text: string, cwd: string): Promise<Workload> {
  const local = resolve(cwd, text);
  if (!(await exists(local)) && /^[\w-]+$/.test(text)) {
    // Places inside the package are shown from its workloads folder, not by where it is installed.
    if (await exists(join(shippedFolder, text))) return loadWorkload(text, shippedFolder);
  }
  return loadWorkload(isAbsolute(text) ? text : relative(cwd, local) || '.', cwd);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
