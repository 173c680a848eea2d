import { randomBytes } from 'node:crypto';
import type { Notice } from '../model/notice.ts';
import type { ArmCase, ArmName, DigestReading, Evidence, Plan, RunStatus, Sample, Stage } from '../model/run.ts';
import type { Executor, SampleRequest, Target } from './executor.ts';
import { orderRound, type PlannedPair } from './order.ts';
import type { Progress } from './progress.ts';
import { measuredSettings } from './settings.ts';
import type { StopRule } from './stopRule.ts';
import { takeBatch } from './takeBatch.ts';

/** Where measurements go as they come. */
export interface Recorder {
  sample(sample: Sample): void;
  evidence(seq: number, evidence: Evidence): void;
  digest(reading: DigestReading): void;
  notice(notice: Notice): void;
}

export interface MeasureInput {
  readonly runId: string;
  readonly plan: Plan;
  readonly cases: readonly ArmCase[];
  readonly executor: Executor;
  readonly targets: Readonly<Partial<Record<ArmName, Target>>>;
  readonly rule: StopRule;
  readonly recorder: Recorder;
  readonly progress: Progress;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** What an interrupted run already holds; empty for a new one. */
  readonly before: { readonly samples: readonly Sample[]; readonly digests: readonly DigestReading[] };
}

/** Rounds after which most cases are decided; only the estimate of time left rests on it. */
const usualRounds = 7;

/** Of a time budget; the rest is kept for confirming, without which a suspicion is worth nothing. */
const screeningShare = 0.7;

/** Attempts at each arm's result: two, so that an arm can be seen to disagree with itself. */
const digestAttempts = 2;

/**
 * Measures until the stop rule has closed every case, and records everything as it comes. Ends early,
 * without throwing, when interrupted or when a server is gone: the status says so.
 */
export async function measure(input: MeasureInput): Promise<RunStatus> {
  const run = new Measurement(input);
  try {
    await run.collectLeftOvers();
    await run.checkResults();
    await run.screen();
    await run.confirm();
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    return error.status;
  }
  return { kind: 'complete' };
}

/** Unwinds the loop when nothing more can be measured. */
class Ended extends Error {
  readonly status: RunStatus;

  constructor(status: RunStatus) {
    super(status.kind);
    this.status = status;
  }
}

class Measurement {
  private readonly input: MeasureInput;
  private readonly samples: Sample[];
  private readonly cases: ReadonlyMap<string, ArmCase>;
  private readonly started: number;
  /** How long the last pair of each case took, as the client saw it. */
  private readonly pairMs = new Map<string, number>();
  private nextSeq: number;
  private nextSession: number;

  constructor(input: MeasureInput) {
    this.input = input;
    this.samples = [...input.before.samples];
    this.cases = new Map(input.cases.map((one) => [`${one.arm} ${one.caseId}`, one]));
    this.started = input.now();
    this.nextSeq = 1 + Math.max(-1, ...this.samples.map((one) => one.seq));
    this.nextSession = 1 + Math.max(-1, ...this.samples.map((one) => one.session));
  }

  /** Samples of an interrupted run whose log rows had not been read yet. */
  async collectLeftOvers(): Promise<void> {
    await this.collect(this.samples.filter((one) => one.evidence === undefined));
  }

  async checkResults(): Promise<void> {
    const { plan, targets, recorder, progress, before } = this.input;
    const done = new Set(before.digests.map((one) => `${one.arm} ${one.caseId} ${one.attempt}`));
    const wanted = plan.caseIds.flatMap((caseId) =>
      plan.arms.flatMap((arm) => Array.from({ length: digestAttempts }, (_, attempt) => ({ caseId, arm, attempt }))),
    );
    const open = wanted.filter((one) => !done.has(`${one.arm} ${one.caseId} ${one.attempt}`));
    progress.phase('checking results');
    progress.remaining(open.length);
    for (const one of open) {
      this.checkEnded();
      const target = targets[one.arm];
      const request = this.request(one.caseId, one.arm, 'digest');
      if (target === undefined || request === undefined) continue;
      const digest = await this.orGone(target.digest(request));
      recorder.digest({ ...one, digest });
      progress.step(one.caseId);
    }
  }

  async screen(): Promise<void> {
    const { plan, rule, progress } = this.input;
    const perSession = Math.ceil(plan.maxPairs / plan.screeningSessions);
    progress.phase('measuring');
    for (let rounds = 0, session = -1; ; rounds++) {
      const open = rule.screening(this.samples);
      if (open.length === 0 || this.isPast(screeningShare)) return;
      if (rounds % perSession === 0) session = await this.openSession(open);
      progress.remaining(open.length * Math.max(1, usualRounds - rounds));
      await this.round('screening', session, rounds % perSession, open);
    }
  }

  async confirm(): Promise<void> {
    const { plan, rule, progress } = this.input;
    let look = rule.confirmation(this.samples);
    if (look.open.length > 0) progress.phase('confirming');
    while (look.open.length > 0) {
      progress.remaining(look.open.length * look.roundsPerSession * plan.confirmationSessions);
      for (let fresh = 0; fresh < plan.confirmationSessions; fresh++) {
        const session = await this.openSession(look.open);
        for (let round = 0; round < look.roundsPerSession; round++)
          await this.round('confirmation', session, round, look.open);
      }
      look = rule.confirmation(this.samples);
    }
  }

  /** Fresh connections, a fresh server process where it is ours, and an unmeasured execution of each arm. */
  private async openSession(open: readonly string[]): Promise<number> {
    const { plan, executor, targets } = this.input;
    const session = this.nextSession++;
    this.checkEnded();
    if (session > 0) {
      await executor.reconnect();
      for (const target of new Set(Object.values(targets))) await this.orGone(target.restart());
    }
    // Reading the results has already run everything of the first session that often.
    const warmups = session === 0 ? Math.max(1, plan.warmups - digestAttempts) : plan.warmups;
    for (let warmup = 0; warmup < warmups; warmup++)
      for (const caseId of open) {
        this.checkEnded();
        const requests = plan.arms.flatMap((arm) => this.request(caseId, arm, 'warmup') ?? []);
        await executor.execute(requests, this.input.signal);
      }
    return session;
  }

  private async round(stage: Stage, session: number, round: number, open: readonly string[]): Promise<void> {
    const pairs = this.pairsSoFar();
    const queue = [...orderRound(this.input.plan, session, round, open, (id) => pairs.get(id) ?? 0)];
    const fresh: Sample[] = [];
    const worker = async (): Promise<void> => {
      while (queue.length > 0) {
        this.checkEnded();
        fresh.push(
          ...(await this.batch(
            stage,
            session,
            round,
            takeBatch(queue, (id) => this.pairMs.get(id)),
          )),
        );
      }
    };
    const workers = Array.from({ length: this.input.plan.concurrency }, worker);
    const settled = await Promise.allSettled(workers);
    const evidence = await this.collect(fresh);
    for (const one of settled) if (one.status === 'rejected') throw one.reason;
    await this.checkAlive(fresh);
    checkReadable(evidence);
    checkPermitted(fresh);
  }

  private async batch(
    stage: Stage,
    session: number,
    round: number,
    pairs: readonly PlannedPair[],
  ): Promise<readonly Sample[]> {
    const { executor, signal } = this.input;
    const planned = pairs.flatMap(({ caseId, arms }) =>
      arms.flatMap((arm, position) => {
        const request = this.request(caseId, arm, `s${session}r${round}`);
        return request === undefined ? [] : [{ caseId, position: position === 0 ? 0 : 1, request } as const];
      }),
    );
    const executions = await executor.execute(
      planned.map((one) => one.request),
      signal,
    );
    const samples = executions.flatMap(({ queryId, startedAt, outcome }, index) => {
      const one = planned[index];
      if (one === undefined || outcome.kind === 'skipped') return [];
      const { caseId, position, request } = one;
      const seq = this.nextSeq++;
      return [{ seq, caseId, arm: request.arm, stage, session, round, position, queryId, startedAt, outcome }];
    });
    this.keep(pairs, samples);
    return samples;
  }

  private keep(pairs: readonly PlannedPair[], samples: readonly Sample[]): void {
    for (const sample of samples) this.input.recorder.sample(sample);
    for (const { caseId } of pairs) {
      const own = samples.filter((one) => one.caseId === caseId);
      this.pairMs.set(
        caseId,
        own.reduce((sum, { outcome }) => sum + (outcome.kind === 'skipped' ? 0 : outcome.clientMs), 0),
      );
      this.input.progress.step(caseId);
    }
  }

  /** Reads the log for these samples and adds them, with their evidence, to what the stop rule sees. */
  private async collect(fresh: readonly Sample[]): Promise<readonly Evidence[]> {
    const { targets, recorder } = this.input;
    const collected: Evidence[] = [];
    const known = new Map(this.samples.map((one, index) => [one.seq, index]));
    const byTarget = new Map<Target, Sample[]>();
    for (const sample of fresh) {
      const target = targets[sample.arm];
      if (target !== undefined) byTarget.set(target, [...(byTarget.get(target) ?? []), sample]);
    }
    for (const [target, samples] of byTarget) {
      const found = await target.collect(samples.map((one) => one.queryId));
      for (const sample of samples) {
        const evidence = found.get(sample.queryId) ?? neverLooked;
        recorder.evidence(sample.seq, evidence);
        collected.push(evidence);
        const index = known.get(sample.seq);
        if (index === undefined) this.samples.push({ ...sample, evidence });
        else this.samples[index] = { ...sample, evidence };
      }
    }
    return collected;
  }

  private request(caseId: string, arm: ArmName, purpose: string): SampleRequest | undefined {
    const { runId, plan } = this.input;
    const armCase = this.cases.get(`${arm} ${caseId}`);
    if (armCase === undefined) return undefined;
    const queryId = `hogbench-${runId}-${purpose}-${randomBytes(6).toString('hex')}`;
    return {
      queryId,
      arm,
      sql: armCase.sql,
      params: armCase.params,
      settings: { ...measuredSettings, ...armCase.settings },
      logComment: JSON.stringify({ ...armCase.tags, hogbench: { run: runId, case: caseId, arm, purpose } }),
      timeoutMs: armCase.timeoutMs ?? plan.timeoutMs,
    };
  }

  private pairsSoFar(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    const first = this.input.plan.arms[0];
    for (const one of this.samples) if (one.arm === first) counts.set(one.caseId, (counts.get(one.caseId) ?? 0) + 1);
    return counts;
  }

  /** A connection that broke under a query: is the server gone, or was it that query alone? */
  private async checkAlive(fresh: readonly Sample[]): Promise<void> {
    const broken = fresh.find((one) => one.outcome.kind === 'failed' && one.outcome.code === null);
    const target = broken === undefined ? undefined : this.input.targets[broken.arm];
    if (broken?.outcome.kind !== 'failed' || target === undefined) return;
    if (!(await target.isAlive())) throw new Ended(gone(target, broken.outcome.message));
  }

  private async orGone<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      for (const target of new Set(Object.values(this.input.targets)))
        if (!(await target.isAlive()))
          throw new Ended(gone(target, error instanceof Error ? error.message : String(error)));
      throw error;
    }
  }

  private checkEnded(): void {
    if (this.input.signal.aborted) throw new Ended({ kind: 'interrupted' });
    if (this.isPast(1)) throw new Ended({ kind: 'complete' });
  }

  private isPast(share: number): boolean {
    const { plan, now } = this.input;
    return plan.budgetMs !== undefined && now() - this.started > share * plan.budgetMs;
  }
}

const neverLooked: Evidence = { kind: 'missing', cause: 'unknown', detail: 'the log was not read for this execution' };

/** A log that this user can never read makes every further execution pointless. */
function checkReadable(evidence: readonly Evidence[]): void {
  const [first] = evidence;
  const unreadable = (one: Evidence): boolean =>
    one.kind === 'missing' && (one.cause === 'not-permitted' || one.cause === 'log-disabled');
  if (first?.kind === 'missing' && evidence.every(unreadable))
    throw new Ended({ kind: 'incomplete', reason: `nothing can be judged without the server's log: ${first.detail}` });
}

const readonlyCode = 164;

/** A user pinned to readonly=1 may not even switch a cache off: the server refuses every execution. */
function checkPermitted(fresh: readonly Sample[]): void {
  const refused = fresh.flatMap(({ outcome }) =>
    outcome.kind === 'failed' && outcome.code === readonlyCode ? [outcome.message] : [],
  );
  if (refused[0] === undefined || refused.length < fresh.length) return;
  const reason = `the user may not change settings (a profile with readonly = 2 lets it): ${refused[0]}`;
  throw new Ended({ kind: 'incomplete', reason });
}

function gone(target: Target, message: string): RunStatus {
  return { kind: 'incomplete', reason: `${target.name} stopped answering: ${message}` };
}
