import { stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import type { PerArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { Workload } from '../model/workload.ts';
import { quoted, shown } from '../text/quote.ts';
import { nearNeighbour } from '../workloads/files.ts';
import { loadWorkload } from '../workloads/loadWorkload.ts';
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

/**
 * One of two paths may be a revision of git that the other is to be compared with: `hogbench ab main queries`.
 * @throws UserError usage where one leads nowhere, to nothing with a near name either
 */
export async function checkNoRevision({ baseline, candidate }: PerArm<string>, cwd: string): Promise<void> {
  const [here, there] = [await leadsTo(baseline, cwd), await leadsTo(candidate, cwd)];
  if (here === there) return;
  const [missing, other] = here ? [candidate, baseline] : [baseline, candidate];
  if (!/^\w[\w./~^-]*$/.test(missing) || /\.sql$/i.test(missing)) return;
  if ((await nearNeighbour(cwd, missing)) !== undefined) return;
  throw new UserError(
    'usage',
    `there is no workload at ${quoted(missing)}`,
    `If it is a branch or a commit: hogbench ab ${shown(other)} --base ${missing}. If it is a folder, check its path.`,
  );
}

async function leadsTo(path: string, cwd: string): Promise<boolean> {
  return (await exists(resolve(cwd, path))) || (await isShipped(path));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
