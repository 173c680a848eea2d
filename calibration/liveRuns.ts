import { join } from 'node:path';
import type { Bench, Services } from '../src/app/services.ts';
import type { Io } from '../src/cli/io.ts';
import { main } from '../src/cli/program.ts';
import { compareRun } from '../src/compare/compareRun.ts';
import type { ArmName } from '../src/model/arm.ts';
import type { ComparisonReport } from '../src/model/comparison.ts';
import type { Run } from '../src/model/run.ts';
import { Secrets } from '../src/model/secrets.ts';
import type { Executor } from '../src/runner/executor.ts';
import { realServices } from '../src/servers/realServices.ts';
import { readRun } from '../src/store/readRun.ts';

export interface LiveRun {
  readonly run: Run;
  readonly report: ComparisonReport;
  readonly seconds: number;
}

/** Runs `hogbench ab` as a user would, in a folder of its own, and judges what it left there. */
export async function compareLive(argv: readonly string[], folder: string, services: Services): Promise<LiveRun> {
  const began = performance.now();
  let said = '';
  const io = quietIo(folder, (text) => {
    said += text;
  });
  const code = await main(['ab', ...argv, '--out', folder, '--quiet'], io, services);
  if (code > 4) throw new Error(`hogbench ab ended with ${code}: ${said}`);
  const { run } = await readRun(join(folder, 'run.jsonl.gz'));
  return { run, report: compareRun(run), seconds: (performance.now() - began) / 1000 };
}

export function quietIo(cwd: string, say: (text: string) => void = () => undefined): Io {
  return {
    stdout: () => undefined,
    stderr: say,
    secrets: new Secrets(),
    env: process.env,
    cwd,
    isTerminal: false,
    isColor: false,
    columns: 100,
    now: Date.now,
    monotonic: () => performance.now(),
    secret: () => 'calibration',
    onInterrupt: () => () => undefined,
  };
}

/** Both arms on one embedded server. */
export const oneServer: Services = realServices;

/** As `oneServer`, but each arm has an embedded server of its own, with a dataset of its own. */
export function twoServers(secondHome: string): Services {
  return {
    ...realServices,
    async openBench(request, io) {
      const open = (arm: ArmName, own: Io): Promise<Bench> =>
        realServices.openBench({ ...request, arms: request.arms.filter((one) => one.arm === arm) }, own);
      const baseline = await open('baseline', io);
      const candidate = await open('candidate', { ...io, env: { ...io.env, HOGBENCH_HOME: secondHome } });
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

/** Sends each request to the executor of its arm, one after the other. */
function bothOf(baseline: Executor, candidate: Executor): Executor {
  const of = { baseline, candidate };
  return {
    async execute(batch, signal) {
      const executions = [];
      for (const request of batch) executions.push(...(await of[request.at ?? request.arm].execute([request], signal)));
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
