import { resolve } from 'node:path';
import { z } from 'zod';
import { lint } from '../app/lintPath.ts';
import { locateWorkload } from '../app/workloadPath.ts';
import type { LintReport } from '../model/lint.ts';
import { realServices } from '../servers/realServices.ts';
import { type ReadRun, readRun as readRunFile } from '../store/readRun.ts';
import { type ReadWorkload, readWorkload as readFolder } from '../workloads/readWorkload.ts';
import type { CallChoices } from './callChoices.ts';
import { check, checkCall, targetShape } from './checkedChoices.ts';
import { callOf, masking } from './programWorld.ts';
import { type TargetChoice, targetOf } from './targetChoice.ts';

const text = z.string().min(1);
const placeShape = z.strictObject({ cwd: text.optional() });

/**
 * Reads a workload folder, one .sql file, or a shipped workload by its name, with everything that is wrong with it.
 * @throws UserError usage when there is nothing to read
 */
export async function readWorkload(path: string, choices: Pick<CallChoices, 'cwd'> = {}): Promise<ReadWorkload> {
  check(text, path, 'the path of a workload');
  check(placeShape, choices, 'the options of readWorkload');
  const cwd = resolve(choices.cwd ?? '.');
  const found = await locateWorkload(path, cwd);
  return readFolder(found.path, found.cwd);
}

export interface LintChoices extends CallChoices {
  /** Who parses the SQL. Absent: nobody, so that it is not said to be valid; `parsedBy` of the report tells. */
  readonly target?: TargetChoice | undefined;
  readonly filter?: readonly string[] | undefined;
}

/**
 * Tells all that is to be said of a workload. Nothing of it is executed.
 * @throws UserError usage when there is nothing to read, target when the server cannot be asked
 */
export async function lintWorkload(path: string, choices: LintChoices = {}): Promise<LintReport> {
  check(text, path, 'the path of a workload');
  checkCall(choices, 'lintWorkload', { target: targetShape.optional(), filter: z.array(z.string()).optional() });
  const { world } = callOf(choices);
  const { target, filter = [] } = choices;
  return masking(world.secrets, async () => {
    const server = target === undefined ? undefined : { target: targetOf(target, world.secrets), chosen: true };
    return lint(path, { filter, server }, world, realServices);
  });
}

/**
 * Reads a run file as far as it can be read.
 * @throws UserError usage when it is none, or newer than this version
 */
export async function readRun(file: string, choices: Pick<CallChoices, 'cwd'> = {}): Promise<ReadRun> {
  check(text, file, 'the path of a run file');
  check(placeShape, choices, 'the options of readRun');
  return readRunFile(resolve(choices.cwd ?? '.', file));
}
