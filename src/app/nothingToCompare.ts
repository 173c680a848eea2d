import { randomBytes } from 'node:crypto';
import type { RunArm } from '../model/arm.ts';
import { runFiles } from '../store/runStore.ts';
import { nameArm } from './armCases.ts';
import type { Measured } from './measureArms.ts';
import { outputNames } from './outputFolder.ts';
import type { MeasuringOptions, PlannedWork } from './runPlans.ts';
import type { MeasuringPorts } from './services.ts';

/**
 * The run of two arms that send the same in every case, to one server with one dataset, or a part of a run that no case falls to: nothing is
 * measured and no server is opened. Its file and reports are left all the same, since whoever waits for them would take what an earlier run left.
 */
export async function recordNothing(
  { arms, plan, identical, remarks = [], options, part }: PlannedWork<RunArm>,
  how: MeasuringOptions,
  { world, results, store = runFiles }: MeasuringPorts,
): Promise<Measured<RunArm>> {
  const output = await results.open(how);
  const runFile = output.path(outputNames.run);
  const writer = await store.create(runFile, {
    ...{ id: randomBytes(4).toString('hex'), startedAt: world.now(), plan, arms: [], cases: [] },
    ...(identical === undefined ? {} : { identical }),
    unopened: arms.map((spec) => nameArm(spec, arms, world.cwd)),
    ...(options === undefined ? {} : { options }),
    ...(part === undefined ? {} : { shard: part.shard }),
  });
  for (const one of remarks) writer.notice(one);
  writer.status({ kind: 'complete' });
  await writer.close();
  return { run: (await store.read(runFile)).run, runFile, output };
}
