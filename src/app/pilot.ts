import { randomBytes } from 'node:crypto';
import type { ArmCase } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import { judgesTime } from '../model/mode.ts';
import type { Run, RunPlan, RunStatus } from '../model/run.ts';
import type { Sample } from '../model/sample.ts';
import type { Evidence } from '../model/serverFacts.ts';
import { fixedRounds } from '../runner/decisions.ts';
import { measure } from '../runner/measure.ts';
import { checkStatements } from './checkStatements.ts';
import type { MeasuringOptions } from './runPlans.ts';
import type { ArmSpec, MeasuringPorts } from './services.ts';
import { interruption } from './world.ts';

/** Enough for a spread of nine differences; a run of 20 pairs is 40 executions. */
const pilotRounds = 10;

/**
 * A few executions of every case on the baseline's target, to learn how noisy they are. Nothing is written to disk.
 * @throws UserError when it was interrupted, or when its target could not be used
 */
export async function runPilot(
  whole: RunPlan,
  baseline: ArmSpec,
  cases: readonly ArmCase[],
  how: MeasuringOptions,
  { world, services, listener }: Omit<MeasuringPorts, 'results'>,
): Promise<Pick<Run, 'plan' | 'samples'>> {
  const plan = pilotPlan(whole);
  const { signal, unlisten } = interruption(world);
  const samples: Sample[] = [];
  const evidence = new Map<number, Evidence>();
  const work = { arms: [baseline], cases: cases.filter((one) => one.arm === baseline.arm), plan };
  const request = { arms: work.arms, concurrency: 1, setup: how.setup, say: listener.say, signal };
  const runId = `pilot-${randomBytes(4).toString('hex')}`;
  try {
    const bench = await services.openBench(request, world);
    const measuring = async (): Promise<RunStatus> => {
      await checkStatements(runId, work, bench, world, signal);
      return measure({
        runId,
        plan,
        cases: work.cases,
        executor: bench.executor,
        targets: bench.targets,
        rule: fixedRounds(plan.caseIds, pilotRounds),
        recorder: {
          sample: (sample) => samples.push({ ...sample, arm: 'baseline' }),
          evidence: (seq, one) => evidence.set(seq, one),
          digest: () => {},
          explanation: () => {},
          rowDifference: () => {},
          state: () => {},
          tablesRead: () => {},
          notice: () => {},
          gone: () => {},
        },
        progress: listener,
        pulses: bench.pulses ?? {},
        clock: { monotonic: world.monotonic, wall: world.now },
        signal,
        before: { samples: [], digests: [] },
      });
    };
    const status = await measuring().finally(() => bench.close());
    if (status.kind === 'interrupted')
      throw new UserError('interrupted', 'the pilot was interrupted', 'Run the same command again.');
    if (status.kind === 'incomplete')
      throw new UserError('target', `the pilot could not be measured: ${status.reason}`, 'Try hogbench doctor first.');
  } finally {
    unlisten();
    listener.end();
  }
  return { plan, samples: samples.map((one) => withEvidence(one, evidence.get(one.seq))) };
}

/** One arm, one session, one execution after the other. */
function pilotPlan({ budgetMs: _budget, ...plan }: RunPlan): RunPlan {
  const rounds = { screeningSessions: 1, confirmationSessions: 0, minPairs: pilotRounds, maxPairs: pilotRounds };
  const mode = judgesTime(plan.mode) ? ({ kind: 'sessions' } as const) : ({ kind: 'counters', duet: false } as const);
  return { ...plan, ...rounds, arms: ['baseline'], concurrency: 1, mode };
}

function withEvidence(sample: Sample, evidence: Evidence | undefined): Sample {
  return evidence === undefined ? sample : { ...sample, evidence };
}
