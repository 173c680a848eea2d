import { realpath } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import type { PerArm, Revision } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { Workload } from '../model/workload.ts';
import { quoted } from '../text/quote.ts';
import { readArms } from './armTexts.ts';
import { exists } from './resultFiles.ts';
import type { BaseRequest, Services } from './services.ts';
import { findWorkload, locateWorkload } from './workloadPath.ts';
import { interruptible, type World } from './world.ts';

/** A workload as its branch began with it, and as it lies in the working tree. */
export interface BranchArms {
  readonly workloads: PerArm<Workload>;
  readonly revisions: PerArm<Revision>;
  readonly remarks: readonly string[];
}

/**
 * Reads both arms of a branch. The base lies on disk only until it is read.
 * @param over whose dataset, database and settings both have, where the workload is a `.sql` file; absent: of what lies beside it
 * @throws UserError usage for what has no base, or cannot be read; `interrupted`
 */
export async function readBranch(
  request: BaseRequest,
  over: string | undefined,
  world: World,
  { layOutBase }: Pick<Services, 'layOutBase'>,
): Promise<BranchArms> {
  const { cwd } = await locateWorkload(request.path, world.cwd);
  if (cwd !== world.cwd)
    throw new UserError(
      'usage',
      `${quoted(request.path)} ships with hogbench, so no branch changes it`,
      'Name a workload of your repository, or leave --base out.',
    );
  // What is in neither tree is said as it is without a base.
  if (request.command === undefined && !(await exists(resolve(world.cwd, request.path))))
    await findWorkload(request.path, world.cwd);
  return interruptible(world, async (signal) => {
    const { baseline, candidate, written, remarks, remove } = await layOutBase(request, world, signal);
    try {
      const path = relative(world.cwd, resolve(world.cwd, request.path)) || '.';
      const texts = {
        baseline: { kind: 'path', path: baseline.path, cwd: baseline.cwd },
        candidate: { kind: 'path', path },
        over,
      } as const;
      const workloads = await readArms(texts, world);
      if (written !== undefined) {
        await checkPrinted(workloads.baseline, baseline.cwd, written.baseline, 'the base');
        await checkPrinted(workloads.candidate, world.cwd, written.candidate, 'the working tree');
      }
      return { workloads, revisions: { baseline: baseline.revision, candidate: candidate.revision }, remarks };
    } finally {
      await remove();
    }
  });
}

/**
 * A command that fails half-way, or that prints a query less, leaves files of an earlier run: they would be compared as if it had printed
 * them.
 * @throws UserError usage for a file of queries in the printed folder that the command did not write
 */
async function checkPrinted(
  { cases }: Workload,
  cwd: string,
  { folder, files }: { readonly folder: string; readonly files: ReadonlySet<string> },
  tree: string,
): Promise<void> {
  for (const file of new Set(cases.map(({ place }) => place.file))) {
    const path = await realpath(resolve(cwd, file)).catch(() => resolve(cwd, file));
    const isPrinted = path === folder || path.startsWith(`${folder}${sep}`);
    if (isPrinted && !files.has(path))
      throw new UserError(
        'usage',
        `the command of --generate did not write ${quoted(file)} in ${tree}: it was there before`,
        'Let the command write every file of queries, or remove those of an earlier run first: rm -f FOLDER/*.sql && …',
      );
  }
}
