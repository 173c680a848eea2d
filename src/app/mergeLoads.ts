import { joinLoads } from '../shards/joinLoads.ts';
import type { NamedLoad } from '../shards/loadPart.ts';
import { createLoadFile } from '../store/load/loadWriter.ts';
import { readLoadRun } from '../store/load/readLoadRun.ts';
import { recordLoad } from '../store/load/recordLoad.ts';
import { readBack } from './measureArms.ts';
import type { MeasuredLoad } from './measureLoad.ts';
import type { MergeRequest } from './mergeParts.ts';
import { outputNames } from './outputFolder.ts';
import { partFiles } from './partFiles.ts';
import { shownPath } from './resultFiles.ts';
import type { MeasuringPorts } from './services.ts';

/**
 * Joins what several machines offered into one load, and leaves its file in the output folder.
 * @throws UserError usage for a part that is missing, doubled or damaged, and for parts of several loads
 */
export async function mergeLoads(
  { parts, partial, out }: Omit<MergeRequest, 'options'>,
  { world, results }: Pick<MeasuringPorts, 'world' | 'results'>,
): Promise<MeasuredLoad> {
  const files = await partFiles(parts, out, world);
  const loads: NamedLoad[] = [];
  for (const file of files) loads.push({ run: (await readLoadRun(file)).run, place: shownPath(world.cwd, file) });
  const { trials, notices, status, lost: _, ...header } = joinLoads(loads, { partial });
  const output = await results.open({ out, givenOut: out, resume: undefined });
  const runFile = output.path(outputNames.run);
  await recordLoad(await createLoadFile(runFile, header), { trials, notices, status });
  return { run: await readBack(runFile, header.id, { read: readLoadRun }), runFile, output };
}
