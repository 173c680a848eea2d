import { randomBytes } from 'node:crypto';
import type { ArmDescription } from '../model/arm.ts';
import type { LoadHeader, TrialPlan } from '../model/loadPlan.ts';
import type { LoadRun, Trial, TrialEnd } from '../model/loadRun.ts';
import type { LoadSnapshot } from '../model/loadSnapshot.ts';
import type { RunStatus } from '../model/run.ts';
import type { Milliseconds } from '../model/units.ts';
import { driveTrial } from '../runner/load/driveTrial.ts';
import type { EarlyEnd } from '../runner/load/trialLook.ts';
import { createLoadFile } from '../store/load/loadWriter.ts';
import { readLoadRun } from '../store/load/readLoadRun.ts';
import { nameArm } from './armCases.ts';
import { checkNotAborted } from './checkStatements.ts';
import type { LoadBench } from './loadBench.ts';
import { trialBook } from './loadLog.ts';
import { cutTrial } from './loadParts.ts';
import { leftOutRemarks, sharedServer, stayingRemark, timingRemarks } from './loadRemarks.ts';
import { hasScheduling, type LoadOptions, type LoadWork } from './loadWork.ts';
import { readBack } from './measureArms.ts';
import { type OutputFolder, outputNames } from './outputFolder.ts';
import { digestOfTimes, type LoadTimes } from './recordedTimes.ts';
import { warnOfRefused } from './refusedLoad.ts';
import { describeRequest } from './runHeader.ts';
import { oneArmPlan, usualMeasuring } from './runPlans.ts';
import { withoutSecrets } from './runRecorder.ts';
import type { Scheduling } from './scheduling.ts';
import type { MeasuringPorts } from './services.ts';

/** A trial that is to be run now. */
export interface NextTrial {
  readonly plan: TrialPlan;
  /** Which trial it is, from 1, and how many there will be at most. */
  readonly place: LoadSnapshot['place'];
  /** How long requests that are on their way at its end may still take. */
  readonly drainMs: Milliseconds;
  /** Absent: it runs for as long as was planned. */
  readonly earlyEnd?: EarlyEnd;
  /** The server is given the workload's scheduling. */
  readonly scheduling: boolean;
}

/** What is measured under load. */
export interface LoadAsked {
  readonly command: LoadHeader['command'];
  /** The next trial, by how many were run and, where they are remembered, by what came of them; undefined: that was all. */
  readonly next: (ran: number, finished: readonly Trial[]) => NextTrial | undefined;
  /** Whether trials are looked at once they are done: a long load is not kept in memory. */
  readonly remembers: boolean;
}

/** What is told of how far a load is. */
export interface LoadListener {
  readonly show: (snapshot: LoadSnapshot) => void;
}

export interface MeasuredLoad {
  readonly run: LoadRun;
  readonly runFile: string;
  readonly output: OutputFolder;
}

/**
 * Opens the output and then the servers, offers one trial after the other, and reads what came of them back from the file, which is the
 * only thing that verdicts are made of.
 * @param recorded the times of a capture; absent: none are needed
 */
export async function measureLoad(
  work: LoadWork,
  asked: LoadAsked,
  how: LoadOptions,
  recorded: LoadTimes,
  { world, services, listener, results }: MeasuringPorts,
  { show }: LoadListener,
): Promise<MeasuredLoad> {
  const first = asked.next(0, []);
  if (first === undefined) throw new Error('there is a first trial');
  const output = await results.open({ out: how.out, givenOut: how.out, resume: undefined });
  const runFile = output.path(outputNames.run);
  const abort = new AbortController();
  const { signal } = abort;
  const unlisten = world.onInterrupt(() => {
    listener.say('stopping');
    abort.abort();
  });
  const id = randomBytes(4).toString('hex');
  let bench: LoadBench | undefined;
  try {
    bench = await services.openLoadBench(
      {
        ...{ arms: work.arms, concurrency: 1, setup: how.setup, say: listener.say, signal },
        scheduling: hasScheduling(work),
      },
      how.driving.workers,
      world,
    );
    checkNotAborted(signal);
    const header = await headerOf(id, work, asked, how, recorded, bench, world);
    await warnOfRefused(planned(work), bench, world);
    checkNotAborted(signal);
    const log = await createLoadFile(runFile, header);
    try {
      const { recorder, finished } = trialBook(log, world.secrets, asked.remembers);
      const seen = [
        ...work.remarks,
        ...(recorded === undefined ? [] : timingRemarks(recorded, work.arms, how.durationMs, first.plan.durationMs)),
        ...sharedServer(header),
      ];
      for (const notice of [...seen, ...(bench.notices ?? []), ...(bench.remarks ?? [])]) recorder.notice(notice);
      let status: RunStatus = { kind: 'complete' };
      let ran = 0;
      let toldStaying = false;
      for (let next: NextTrial | undefined = first; next !== undefined; next = asked.next(ran, finished())) {
        ran += 1;
        const { plan } = next;
        const scheduling = bench.scheduling?.[plan.arm];
        const staying = await switchScheduling(scheduling, next.scheduling);
        if (staying.length > 0) {
          if (!toldStaying) recorder.notice(stayingRemark(staying));
          toldStaying = true;
          continue;
        }
        const server = bench.arms[plan.arm];
        if (server === undefined) throw new Error(`arm ${plan.arm} is open`);
        const cut = cutTrial(id, plan, work, how, recorded, next.drainMs);
        for (const notice of leftOutRemarks(cut)) recorder.notice(notice);
        const end: TrialEnd = await driveTrial({
          ...{ plan, place: next.place, parts: cut.parts, cases: cut.cases, queryIdPrefix: cut.queryIdPrefix },
          ...{ sampleSize: how.sampleSize, server, recorder, signal, show },
          clock: { monotonic: world.monotonic, wall: world.now },
          ...(how.startAt === undefined ? {} : { startAt: how.startAt }),
          ...(next.earlyEnd === undefined ? {} : { earlyEnd: next.earlyEnd }),
        });
        status = statusOf(end, status);
        const gone = next.scheduling && status.kind === 'complete' ? await scheduling?.missing() : [];
        if (gone !== undefined && gone.length > 0)
          status = {
            kind: 'incomplete',
            reason: `the scheduling of the server was changed while it was loaded: ${gone.join(', ')}`,
          };
        if (status.kind !== 'complete') break;
      }
      log.status(withoutSecrets(status, world.secrets));
    } finally {
      await log.close();
    }
  } finally {
    unlisten();
    listener.end();
    await bench?.close();
  }
  return { run: await readBack(runFile, id, { read: readLoadRun }), runFile, output };
}

/** @returns names of what stays on the server though it was to be without: somebody else created it, and it is not ours to drop */
async function switchScheduling(scheduling: Scheduling | undefined, isOn: boolean): Promise<readonly string[]> {
  await (isOn ? scheduling?.apply() : scheduling?.drop());
  return isOn ? [] : ((await scheduling?.held()) ?? []);
}

async function headerOf(
  id: string,
  work: LoadWork,
  { command }: LoadAsked,
  how: LoadOptions,
  recorded: LoadTimes,
  bench: LoadBench,
  world: MeasuringPorts['world'],
): Promise<LoadHeader> {
  const arms: ArmDescription[] = [];
  const { plan } = planned(work);
  for (const spec of work.arms) {
    const statements = work.cases.filter(({ arm }) => arm === spec.arm).map((one) => describeRequest(one, plan));
    const environment = await bench.arms[spec.arm]?.target.describe(statements);
    if (environment !== undefined)
      arms.push({
        ...nameArm(spec, work.arms, world.cwd),
        environment: withoutSecrets(environment, world.secrets),
        ...(spec.price === undefined ? {} : { price: spec.price }),
      });
  }
  const scheduling = work.arms[0]?.workload.scheduling?.flatMap(({ statements }) => statements.map(({ sql }) => sql));
  return {
    ...{ id, startedAt: world.now(), command, seed: how.seed, arms },
    ...{ cases: work.cases, classes: work.classes, classOf: work.classOf },
    ...{ driving: how.driving, sampleSize: how.sampleSize },
    ...(scheduling === undefined || scheduling.length === 0 ? {} : { scheduling }),
    ...(recorded === undefined ? {} : { recordedDigest: digestOfTimes(recorded) }),
    ...(work.options === undefined ? {} : { options: work.options }),
    ...(how.shard === undefined ? {} : { shard: how.shard }),
  };
}

/** As what is asked about statements before a run needs it. */
function planned({ arms, cases }: LoadWork): Parameters<typeof warnOfRefused>[0] {
  const options = { ...usualMeasuring(), seed: 0 };
  return { arms, cases, plan: oneArmPlan(cases, { sessions: 1, rounds: 1 }, options) };
}

function statusOf({ ended }: TrialEnd, before: RunStatus): RunStatus {
  if (ended.kind === 'interrupted') return { kind: 'interrupted' };
  if (ended.kind === 'lost') return { kind: 'incomplete', reason: ended.reason };
  return before;
}
