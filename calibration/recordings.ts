import { armCases } from '../src/app/armCases.ts';
import { comparisonPlan } from '../src/app/compareArms.ts';
import { withResults } from '../src/app/earlierResults.ts';
import { measureArms } from '../src/app/measureArms.ts';
import type { ArmSpec, Services } from '../src/app/services.ts';
import { findWorkload } from '../src/app/workloadPath.ts';
import { measuringOptions } from '../src/cli/flags/measuringFlags.ts';
import { OptionSource } from '../src/cli/flags/optionSource.ts';
import type { Run } from '../src/model/run.ts';
import { emptyConfig } from '../src/schema/config/config.ts';
import { quietIo } from './liveRuns.ts';
import { everything } from './spikeIn.ts';

/** Measures a workload against itself, all cases through all pairs of both stages. */
export async function record(
  workload: string,
  filter: readonly string[],
  folder: string,
  services: Services,
): Promise<Run> {
  const io = quietIo(folder);
  const flags = { filter, out: folder, quiet: true, maxPairs: '10', selfCheck: false };
  const options = measuringOptions(new OptionSource(flags, io, emptyConfig), io, emptyConfig);
  const target = { kind: 'embedded', name: 'embedded', nodes: 1 } as const;
  const found = await findWorkload(workload, io.cwd);
  const arms = (['baseline', 'candidate'] as const).map(
    (arm): ArmSpec => ({ arm, target, workload: found, settings: {} }),
  );
  const cases = arms.flatMap((spec) => armCases(spec, options.filter));
  const plan = comparisonPlan({ arms, cases }, options);
  const work = { arms, cases, plan, rule: everything };
  return withResults(
    'run',
    flags,
    io,
    async (results) => (await measureArms(work, options, io, services, results)).run,
  );
}
