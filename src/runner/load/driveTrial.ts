import { sumTallies } from '../../load/tallyBook.ts';
import type { TrialPlan } from '../../model/loadPlan.ts';
import type { LoadRecorder, LoadTally, TrialEnd } from '../../model/loadRun.ts';
import type { LoadSnapshot } from '../../model/loadSnapshot.ts';
import type { EpochMs, Milliseconds } from '../../model/units.ts';
import { type Clock, monotonicMs } from '../clock.ts';
import { pause } from '../waiting.ts';
import { HeardRequests } from './heardRequests.ts';
import type { LoadedServer } from './loadedServer.ts';
import { type LoadPart, tellEveryMs } from './loadTask.ts';
import { joinedSpans, Pauses } from './pauses.ts';
import { startsOf, wasRestarted } from './restarts.ts';
import { SilenceWatch } from './silence.ts';
import { Snapshots } from './snapshots.ts';
import type { EarlyEnd } from './trialLook.ts';

export interface TrialInput {
  readonly plan: TrialPlan;
  /** Which trial it is, from 1, and how many there will be at most. */
  readonly place: LoadSnapshot['place'];
  readonly cases: readonly { readonly of: string; readonly caseId: string }[];
  /** One for each thread. */
  readonly parts: readonly LoadPart[];
  readonly queryIdPrefix: string;
  readonly sampleSize: number;
  readonly server: LoadedServer;
  readonly recorder: LoadRecorder;
  readonly clock: Clock;
  /** When it is to begin, on the wall clock; absent: at once. */
  readonly startAt?: EpochMs;
  readonly signal: AbortSignal;
  /** Told every second. */
  readonly show: (snapshot: LoadSnapshot) => void;
  /** Absent: it runs for as long as was planned. */
  readonly earlyEnd?: EarlyEnd;
}

const lookEveryMs = 1000;
/** How often it is looked whether a server of ours has ended. */
const guardEveryMs = 100;
/** Once it has, requests go on so long, so that what they meet is on record. */
const lostGraceMs = 1000;
/** A silence of so long at the end of a trial is a server that went away. */
const goneMs = 3000;
/** A thread that tells so late was stopped. */
const lateMs = 500;
/** Clocks that part by more were set, or one of them stood still: what corrects them by and by stays below. */
const toldStepMs = 1000;

/** Offers a load, and records what came of it. Resolves when nothing of it is left. */
export async function driveTrial(input: TrialInput): Promise<TrialEnd> {
  const { plan, recorder, server, signal, clock, queryIdPrefix } = input;
  const book = new HeardRequests({
    trial: plan.id,
    cases: input.cases,
    sampleSize: input.sampleSize,
    seed: plan.seed,
    queryIdPrefix,
    judgedFromMs: Math.ceil(plan.warmupMs / 1000) * 1000,
  });
  const pauses = new Pauses(tellEveryMs, lateMs);
  recorder.trial(plan);
  const apart = clock.wall() - clock.monotonic();
  const starts = await startsOf(server);
  let begun = Number.NaN;
  const now = (): Milliseconds => monotonicMs() - begun;
  const snapshots = new Snapshots(
    plan,
    input.place,
    input.cases.map(({ of }) => of),
    input.parts.length,
  );
  const { looks = [], isDecided } = input.earlyEnd ?? {};
  const open = [...looks];
  let whole: readonly LoadTally[] = [];
  const notBefore = input.startAt === undefined ? 0 : monotonicMs() + input.startAt - clock.wall();
  const progress = server.begin(input.parts, notBefore, (thread, { ended, outcomes, ...state }) => {
    book.hear(thread, ended, outcomes);
    pauses.beat(thread, Math.max(0, state.at));
    snapshots.hear(thread, state);
  });
  const silence = new SilenceWatch(server.pulses, now);
  let ended: TrialEnd['ended'] = { kind: 'complete' };
  let sentForMs = plan.warmupMs + plan.durationMs;
  const cut = (how: TrialEnd['ended'], order: 'enough' | 'stop'): void => {
    if (ended.kind !== 'complete') return;
    ended = how;
    sentForMs = Math.min(sentForMs, Math.max(0, now()));
    progress[order]();
  };
  let refuse: (error: Error) => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    refuse = reject;
  });
  aborted.catch(() => undefined);
  const interrupt = (): void => {
    refuse(new Error('interrupted'));
    if (Number.isNaN(begun)) progress.stop();
    cut({ kind: 'interrupted' }, 'stop');
  };
  const record = (): void => {
    const fresh = book.take();
    for (const tally of fresh) recorder.tally(tally);
    snapshots.add(fresh);
    if (isDecided !== undefined) whole = sumTallies([...whole, ...fresh]);
  };
  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) interrupt();
  let look: NodeJS.Timeout | undefined;
  let guard: NodeJS.Timeout | undefined;
  let startedAt = clock.wall();
  try {
    begun = await Promise.race([progress.begun, aborted]);
    startedAt = clock.wall() + begun - monotonicMs();
    await pause(begun - monotonicMs(), signal);
    silence.start();
    look = setInterval(() => {
      record();
      input.show(snapshots.at(now()));
      const pending = snapshots.pending();
      if (isDecided === undefined || pending === undefined || pending.atMs < (open[0] ?? Number.POSITIVE_INFINITY))
        return;
      // looks that are overdue are one
      while ((open[0] ?? Number.POSITIVE_INFINITY) <= pending.atMs) open.shift();
      if (isDecided({ tallies: whole, ...pending })) cut({ kind: 'decided' }, 'enough');
    }, lookEveryMs);
    guard = setInterval(() => {
      const reason = server.lost();
      if (reason === undefined) return;
      clearInterval(guard);
      const afterMs = now();
      void pause(lostGraceMs, signal).then(() => cut({ kind: 'lost', afterMs, reason }, 'stop'));
    }, guardEveryMs);
    await progress.finished;
  } catch (error) {
    if (!signal.aborted) throw error;
    await progress.finished.catch(() => undefined);
  } finally {
    signal.removeEventListener('abort', interrupt);
    clearInterval(look);
    clearInterval(guard);
    silence.stop();
    record();
  }
  const silent = silence.spans();
  const paused = joinedSpans([...silence.pauses(), ...pauses.spans()]);
  const gone = silence.open().find(({ from, to }) => to - from >= goneMs);
  if (ended.kind === 'complete' && gone !== undefined)
    ended = { kind: 'lost', afterMs: gone.from, reason: 'the server gave no sign of life any more' };
  const kept = book.kept();
  for (const request of kept) recorder.request(plan.id, request);
  const restarted = ended.kind !== 'lost' && wasRestarted(starts, await startsOf(server));
  const leftRunning = await server.endQueries(queryIdPrefix);
  if (ended.kind !== 'lost' && !signal.aborted) {
    const sent = kept.filter((one) => one.sent !== undefined);
    const found = await server.evidence(sent.map(({ queryId }) => queryId));
    for (const { seq, queryId } of sent) {
      const evidence = found.get(queryId);
      if (evidence !== undefined) recorder.evidence(plan.id, seq, evidence);
    }
  }
  const steppedMs = Math.abs(clock.wall() - clock.monotonic() - apart);
  const end: TrialEnd = {
    ...{ trial: plan.id, startedAt: Math.round(startedAt), sentForMs, ended, silent, cases: book.cases() },
    ...(paused.length === 0 ? {} : { paused }),
    ...(restarted ? { restarted: true } : {}),
    ...(leftRunning === undefined ? {} : { leftRunning }),
    ...(steppedMs > toldStepMs ? { steppedMs: Math.round(steppedMs) } : {}),
  };
  recorder.end(end);
  return end;
}
