import { ab, planAb } from '../src/app/ab.ts';
import { withResults } from '../src/app/results.ts';
import { inFreshProcesses, usualMeasuring } from '../src/app/runPlans.ts';
import type { ArmSpec, Bench, Services } from '../src/app/services.ts';
import { findWorkload } from '../src/app/workloadPath.ts';
import type { World } from '../src/app/world.ts';
import type { ArmName } from '../src/model/arm.ts';
import type { ComparisonReport } from '../src/model/comparison.ts';
import type { Run } from '../src/model/run.ts';
import type { Executor, SampleRequest } from '../src/runner/executor.ts';
import { realServices } from '../src/servers/realServices.ts';
import { nobody, quietWorld } from './quietWorld.ts';

export interface LiveRun {
  readonly run: Run;
  readonly report: ComparisonReport;
  readonly seconds: number;
}

/** What is compared, and how. */
export interface LiveComparison {
  readonly baseline: string;
  readonly candidate: string;
  readonly filter?: readonly string[];
  readonly seed: number;
  readonly budgetMs?: number | undefined;
  readonly margin?: number;
}

/** Compares two workloads as `hogbench ab` does, in a folder of its own. */
export async function compareLive(
  { baseline, candidate, ...how }: LiveComparison,
  folder: string,
  services: Services,
): Promise<LiveRun> {
  const began = performance.now();
  const world = quietWorld(folder);
  const target = { kind: 'embedded', name: 'embedded', nodes: 1 } as const;
  const arms: readonly ArmSpec[] = [
    { arm: 'baseline', target, workload: await findWorkload(baseline, folder), settings: {} },
    { arm: 'candidate', target, workload: await findWorkload(candidate, folder), settings: {} },
  ];
  const options = { ...usualMeasuring(), ...how, out: folder, givenOut: folder };
  const planned = planAb({ arms, all: true }, options);
  // Two servers with one dataset are no arms that a user can name; two datasets are, and are measured so.
  const work = services === oneServer ? planned : { ...planned, plan: inFreshProcesses(planned.plan) };
  if (work === undefined) throw new Error(`${baseline} and ${candidate} send the same`);
  const { report, run } = await withResults(
    'a calibration',
    world,
    async () => undefined,
    (results) => ab(work, {}, options, { world, services, listener: nobody, results }),
  );
  return { run, report, seconds: (performance.now() - began) / 1000 };
}

/** Both arms on one embedded server. */
export const oneServer: Services = realServices;

/** As `oneServer`, but each arm has an embedded server of its own, with a dataset of its own. */
export function twoServers(secondHome: string): Services {
  return {
    ...realServices,
    async openBench(request, world) {
      const open = (arm: ArmName, own: World): Promise<Bench> =>
        realServices.openBench({ ...request, arms: request.arms.filter((one) => one.arm === arm) }, own);
      const baseline = await open('baseline', world);
      const candidate = await open('candidate', { ...world, env: { ...world.env, HOGBENCH_HOME: secondHome } });
      return {
        executor: bothOf(baseline.executor, candidate.executor),
        targets: { ...baseline.targets, ...candidate.targets },
        async close() {
          await Promise.all([baseline.close(), candidate.close()]);
        },
      };
    },
  };
}

function executorArm({ at, arm }: SampleRequest): 'baseline' | 'candidate' {
  return (at ?? arm) === 'baseline' ? 'baseline' : 'candidate';
}

/** Sends each request to the executor of its arm, one after the other. */
function bothOf(baseline: Executor, candidate: Executor): Executor {
  const of = { baseline, candidate };
  return {
    async execute(batch, signal) {
      const executions = [];
      for (const request of batch) executions.push(...(await of[executorArm(request)].execute([request], signal)));
      return executions;
    },
    async reconnect(session) {
      await Promise.all([baseline.reconnect(session), candidate.reconnect(session)]);
    },
    async close() {
      await Promise.all([baseline.close(), candidate.close()]);
    },
  };
}
