import { type Bounds, late } from '../clickhouse/http/boundedControl.ts';
import { after, budgetGraceMs, Unanswered } from '../clickhouse/http/deadlines.ts';
import { lasts, type Refusal, runEnder } from '../clickhouse/http/runEnders.ts';
import { isServerError } from '../clickhouse/http/serverError.ts';
import type { Digest } from '../model/answer.ts';
import type { ArmName } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { RunStatus } from '../model/run.ts';
import type { Sample } from '../model/sample.ts';
import type { Milliseconds } from '../model/units.ts';
import type { Execution, Target } from './executor.ts';
import type { MeasureInput } from './measureInput.ts';
import { orAborted } from './orAborted.ts';
import { type SourceOf, sourceOf } from './selfCheckCases.ts';

/** Unwinds the loop when nothing more is to be measured; `status` says why. */
export class Ended extends Error {
  readonly status: RunStatus;

  constructor(status: RunStatus) {
    super(status.kind);
    this.status = status;
  }
}

const readonlyCode = 164;

/** Knows when a run is over before its plan is: interrupted, out of time, or without a server that can be measured. */
export class Ending {
  private readonly input: MeasureInput;
  private readonly started: number;
  private readonly source: SourceOf;
  /** Ends our own questions: at once on Ctrl-C, and with the time budget, after which they have a small grace. */
  readonly bounds: Required<Bounds> & { mostMs(): Milliseconds };
  /** Ends executions: on Ctrl-C, and when one that began within the time budget has had its whole time limit. */
  readonly executionSignal: AbortSignal;
  private refusal: string | undefined;
  /** Arms whose server's log has told what can be. */
  private readonly believed: Set<ArmName>;

  constructor(input: MeasureInput) {
    const { plan, signal, clock } = input;
    this.input = input;
    this.believed = new Set(input.before.samples.filter(hasFacts).map(({ arm }) => arm));
    this.source = sourceOf(plan);
    this.started = clock.monotonic();
    this.bounds = { signal, mostMs: () => Math.max(this.leftMs(), budgetGraceMs) };
    this.executionSignal =
      plan.budgetMs === undefined ? signal : AbortSignal.any([signal, after(plan.budgetMs + plan.timeoutMs)]);
  }

  private leftMs(): Milliseconds {
    const { plan, clock } = this.input;
    return plan.budgetMs === undefined ? Number.POSITIVE_INFINITY : plan.budgetMs - (clock.monotonic() - this.started);
  }

  /** @throws Ended on Ctrl-C, when the time budget is used up, and after a refusal that meets every execution */
  check(): void {
    if (this.input.signal.aborted) throw new Ended({ kind: 'interrupted' });
    this.checkRefusal();
    if (this.isPast(1) || this.executionSignal.aborted) throw new Ended({ kind: 'complete' });
  }

  /** How a run stands whose plan is done. */
  status(): RunStatus {
    const lost = this.lost();
    if (this.input.signal.aborted) return { kind: 'interrupted' };
    return lost === undefined ? { kind: 'complete' } : { kind: 'incomplete', reason: lost };
  }

  /** A cluster goes on without one of its nodes, and fails whoever asks for that one: no statement is to blame. */
  private lost(): string | undefined {
    for (const target of new Set(Object.values(this.input.targets))) {
      const reason = target.lost?.();
      if (reason !== undefined) return `${target.name}: ${reason}`;
    }
    return undefined;
  }

  private checkRefusal(): void {
    const lost = this.lost();
    if (lost !== undefined) throw new Ended({ kind: 'incomplete', reason: lost });
    if (this.refusal !== undefined) throw new Ended({ kind: 'incomplete', reason: this.refusal });
  }

  /** Those that were tried: what the server refused for a reason that ends the run is no failure of its case. */
  async tried<T extends Pick<Execution, 'outcome'>>(executions: readonly T[]): Promise<readonly T[]> {
    const tried: T[] = [];
    for (const one of executions) {
      const refusal = one.outcome.kind === 'failed' ? await this.enderOf(one.outcome) : undefined;
      if (refusal === undefined) tried.push(one);
      else this.refusal ??= refusal;
    }
    return tried;
  }

  /**
   * Why a refusal ends the run. Another server that a statement names may refuse its user too, and a statement may raise any
   * code: where our own question is taken, it was the fault of that statement.
   */
  private async enderOf(refusal: Refusal): Promise<string | undefined> {
    const ender = runEnder(refusal);
    if (ender === undefined || !lasts(refusal)) return ender;
    for (const target of new Set(Object.values(this.input.targets))) if (!(await target.takesQuestions())) return ender;
    return undefined;
  }

  /** Whether this share of the time budget is used up; never without a budget. */
  isPast(share: number): boolean {
    const { plan, clock } = this.input;
    return plan.budgetMs !== undefined && clock.monotonic() - this.started > share * plan.budgetMs;
  }

  /** Waits for work on a server. @throws Ended when it failed because a server is gone, leaves it unanswered, or refuses whatever is asked */
  async orGone<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.input;
    try {
      // what an interruption leaves to be cleared up is given its second
      return await orAborted(work, late(signal));
    } catch (error) {
      if (signal.aborted) throw new Ended({ kind: 'interrupted' });
      if (error instanceof Unanswered)
        throw new Ended({ kind: 'incomplete', reason: `${error.where}: ${error.message}` });
      const refusal = isServerError(error) ? await this.enderOf(error) : undefined;
      if (refusal !== undefined) throw new Ended({ kind: 'incomplete', reason: refusal });
      const message = error instanceof Error ? error.message : String(error);
      for (const target of new Set(Object.values(this.input.targets))) await this.endIfGone(target, message);
      if (error instanceof UserError && error.kind === 'target')
        throw new Ended({ kind: 'incomplete', reason: message });
      throw error;
    }
  }

  /** Like `orGone`, for a check of a result: where the server still answers, only this check is lost. */
  async orUnavailable(check: Promise<Digest>): Promise<Digest> {
    try {
      return await this.orGone(check);
    } catch (error) {
      if (error instanceof Ended) throw error;
      return { kind: 'unavailable', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  /** @throws Ended when a round has shown that further ones would tell nothing */
  async checkRound(samples: readonly Sample[]): Promise<void> {
    this.checkRefusal();
    await this.checkAlive(samples);
    for (const arm of this.input.plan.arms) {
      const own = samples.filter((one) => this.source(one.caseId, one.arm).arm === arm);
      checkReadable(own);
      this.checkPlausible(arm, own);
      checkPermitted(own);
    }
  }

  /** A server whose log has told nothing but what cannot be will tell nothing else. */
  private checkPlausible(arm: ArmName, samples: readonly Sample[]): void {
    if (samples.some(hasFacts)) this.believed.add(arm);
    const details = samples.flatMap(({ evidence }) =>
      evidence?.kind === 'missing' && evidence.cause === 'implausible' ? [evidence.detail] : [],
    );
    if (this.believed.has(arm) || details[0] === undefined || details.length < samples.length) return;
    throw new Ended({ kind: 'incomplete', reason: `nothing can be judged by what the server tells: ${details[0]}` });
  }

  /** A connection that broke under a query: is the server gone, or was it that query alone? */
  private async checkAlive(samples: readonly Sample[]): Promise<void> {
    const broken = new Map<Target, string>();
    for (const { caseId, arm, outcome } of samples) {
      const target = this.input.targets[this.source(caseId, arm).arm];
      if (outcome.kind === 'failed' && outcome.code === null && target !== undefined)
        broken.set(target, outcome.message);
    }
    for (const [target, message] of broken) await this.endIfGone(target, message);
  }

  private async endIfGone(target: Target, message: string): Promise<void> {
    const isAlive = await target.isAlive();
    // an interruption leaves that question without an answer, too
    if (this.input.signal.aborted) throw new Ended({ kind: 'interrupted' });
    if (isAlive) return;
    throw new Ended({ kind: 'incomplete', reason: `${target.name} stopped answering: ${message}` });
  }
}

function hasFacts({ evidence }: Sample): boolean {
  return evidence?.kind === 'facts';
}

/** A log that this user can never read makes every further execution pointless. */
function checkReadable(samples: readonly Sample[]): void {
  const unreadable = ({ evidence }: Sample): boolean =>
    evidence?.kind === 'missing' && (evidence.cause === 'not-permitted' || evidence.cause === 'log-disabled');
  const first = samples[0]?.evidence;
  if (first?.kind === 'missing' && samples.every(unreadable))
    throw new Ended({ kind: 'incomplete', reason: `nothing can be judged without the server's log: ${first.detail}` });
}

/** A user pinned to readonly=1 may not even switch a cache off: the server refuses every execution. */
function checkPermitted(samples: readonly Sample[]): void {
  const refused = samples.flatMap(({ outcome }) =>
    outcome.kind === 'failed' && outcome.code === readonlyCode ? [outcome.message] : [],
  );
  if (refused[0] === undefined || refused.length < samples.length) return;
  const reason = `the user may not change settings (a profile with readonly = 2 lets it): ${refused[0]}`;
  throw new Ended({ kind: 'incomplete', reason });
}
