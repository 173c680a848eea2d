import { armCases } from '../src/app/armCases.ts';
import { measureArms } from '../src/app/measureArms.ts';
import { withResults } from '../src/app/results.ts';
import { comparisonPlan, inFreshProcesses, usualMeasuring } from '../src/app/runPlans.ts';
import type { ArmSpec, Services } from '../src/app/services.ts';
import { findWorkload } from '../src/app/workloadPath.ts';
import { asTwoArms, type Run } from '../src/model/run.ts';
import { oneServer } from './liveRuns.ts';
import { nobody, quietWorld } from './quietWorld.ts';
import { everything } from './spikeIn.ts';

/** Measures a workload against itself, all cases through all pairs of both stages. */
export async function record(
  workload: string,
  filter: readonly string[],
  folder: string,
  services: Services,
  maxPairs = 10,
): Promise<Run> {
  const world = quietWorld(folder);
  const seed = Math.floor(world.now()) % 1_000_000;
  const options = {
    ...usualMeasuring(),
    filter,
    seed,
    maxPairs,
    caseMs: undefined,
    selfCheck: false,
    out: folder,
    givenOut: folder,
  };
  const target = { kind: 'embedded', name: 'embedded', nodes: 1 } as const;
  const found = await findWorkload(workload, world.cwd);
  const arms = (['baseline', 'candidate'] as const).map(
    (arm): ArmSpec => ({ arm, target, workload: found, settings: {} }),
  );
  const cases = armCases(arms, filter);
  const shared = comparisonPlan({ arms, cases }, options);
  const plan = services === oneServer ? shared : inFreshProcesses(shared);
  const work = { arms, cases, plan, rule: everything };
  const { run } = await withResults(
    'a calibration',
    world,
    async () => undefined,
    (results) => measureArms(work, options, { world, services, listener: nobody, results }),
  );
  return asTwoArms(run);
}
