import { stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import type { Workload } from '../model/workload.ts';
import { loadWorkload } from '../workloads/readWorkload.ts';
import { isShipped, shippedFolder } from '../workloads/shipped.ts';
import type { World } from './world.ts';

/**
 * Loads a workload from a path, or one that ships with hogbench by its name (`posthog`).
 * @throws UserError usage when there is none, or when it has problems
 */
export async function findWorkload(text: string, cwd: string, warn?: (line: string) => void): Promise<Workload> {
  const found = await locateWorkload(text, cwd);
  return loadWorkload(found.path, found.cwd, warn);
}

/** Takes warnings of workloads, equal ones of two arms once. */
export function warningsTo({ warn }: Pick<World, 'warn'>): (line: string) => void {
  const told = new Set<string>();
  return (line) => {
    if (!told.has(line)) warn(`hogbench: warning: ${line}`);
    told.add(line);
  };
}

/** Where a workload lies, as a path from the folder that its places are shown from. */
export async function locateWorkload(text: string, cwd: string): Promise<{ path: string; cwd: string }> {
  const local = resolve(cwd, text);
  if (!(await exists(local)) && (await isShipped(text))) return { path: text, cwd: shippedFolder };
  return { path: isAbsolute(text) ? text : relative(cwd, local) || '.', cwd };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
