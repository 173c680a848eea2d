import type { Digest } from '../model/answer.ts';
import type { RunArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { RunStatus } from '../model/run.ts';
import type { Outcome, Sample } from '../model/sample.ts';
import type { Milliseconds } from '../model/units.ts';
import type { GoneArms } from './decisions.ts';
import { Futility } from './futility.ts';
import type { MeasureInput } from './measureInput.ts';
import { type SourceOf, sourceOf } from './selfCheckCases.ts';
import { type Bounds, type Refusal, type Target, Unanswered } from './target.ts';
import { after, budgetGraceMs, late, orAborted } from './waiting.ts';

/** Unwinds the loop when nothing more is to be measured; `status` says why. */
export class Ended extends Error {
  readonly status: RunStatus;
  /** The server that it is about; absent: no single one. */
  readonly target: Target | undefined;

  constructor(status: RunStatus, target?: Target) {
    super(status.kind);
    this.status = status;
    this.target = target;
  }
}

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
  private readonly futility: Futility;
  private readonly goneArms: Set<RunArm>;

  constructor(input: MeasureInput) {
    const { plan, signal, clock } = input;
    this.input = input;
    this.futility = new Futility(input);
    this.goneArms = new Set((input.before.gone ?? []).map(({ arm }) => arm));
    this.source = sourceOf(plan);
    this.started = clock.monotonic();
    this.bounds = { signal, mostMs: () => Math.max(this.leftMs(), budgetGraceMs) };
    this.executionSignal =
      plan.budgetMs === undefined ? signal : AbortSignal.any([signal, after(plan.budgetMs + plan.timeoutMs)]);
  }

  /** Arms of several that are measured no more. */
  get gone(): GoneArms {
    return this.goneArms;
  }

  /** Arms that are still measured. */
  get arms(): readonly RunArm[] {
    return this.input.plan.arms.filter((arm) => !this.goneArms.has(arm));
  }

  /** Their servers. */
  targets(): ReadonlySet<Target> {
    return new Set(this.arms.flatMap((arm) => this.input.targets[arm] ?? []));
  }

  /**
   * Goes on without the arms of a server, where others are left that can be compared with the baseline. False where the run is over without
   * them.
   */
  private goOnWithout(target: Target | undefined, reason: string): boolean {
    const own = this.arms.filter((arm) => this.input.targets[arm] === target);
    if (target === undefined || own.includes('baseline') || own.length === 0) return false;
    if (this.arms.length - own.length < 2) return false;
    for (const arm of own) {
      this.goneArms.add(arm);
      this.input.recorder.gone({ arm, reason });
    }
    this.input.progress.say(`going on without ${own.join(', ')}: ${reason}`);
    return true;
  }

  /** Work on one server of several. Resolves to undefined when its arms are gone and the others go on. @throws Ended */
  async ofTarget<T>(target: Target, work: Promise<T>): Promise<T | undefined> {
    try {
      return await this.orGone(work);
    } catch (error) {
      if (error instanceof Ended && this.outlives(error, target)) return undefined;
      throw error;
    }
  }

  /** Whether the run goes on without the server that it is about. */
  private outlives({ status, target }: Ended, asked?: Target): boolean {
    return status.kind === 'incomplete' && this.goOnWithout(target ?? asked, status.reason);
  }

  /** Of the time budget; infinite without one. */
  leftMs(): Milliseconds {
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
    return lost === undefined ? { kind: 'complete' } : { kind: 'incomplete', reason: lost.reason };
  }

  /** A cluster goes on without one of its nodes, and fails whoever asks for that one: no statement is to blame. */
  private lost(): { readonly target: Target; readonly reason: string } | undefined {
    for (const target of this.targets()) {
      const reason = target.lost?.();
      if (reason !== undefined) return { target, reason: `${target.name}: ${reason}` };
    }
    return undefined;
  }

  private checkRefusal(): void {
    for (let lost = this.lost(); lost !== undefined; lost = this.lost())
      if (!this.goOnWithout(lost.target, lost.reason)) throw new Ended({ kind: 'incomplete', reason: lost.reason });
    if (this.refusal !== undefined) throw new Ended({ kind: 'incomplete', reason: this.refusal });
  }

  /** Those that were tried: what a server refused for a reason that ends the run is no failure of its case. */
  async tried<T extends { readonly outcome: Outcome; readonly at: RunArm }>(
    executions: readonly T[],
  ): Promise<readonly T[]> {
    const tried: T[] = [];
    for (const one of executions) {
      const target = this.input.targets[one.at];
      const refusal = one.outcome.kind === 'failed' ? await this.enderOf(one.outcome, target) : undefined;
      if (refusal === undefined) tried.push(one);
      else if (!this.goneArms.has(one.at) && !this.goOnWithout(target, refusal)) this.refusal ??= refusal;
    }
    return tried;
  }

  /**
   * Why a refusal ends the run. Another server that a statement names may refuse its user too, and a statement may raise any
   * code: where our own question is taken, it was the fault of that statement.
   */
  private async enderOf(refusal: Refusal, target: Target | undefined): Promise<string | undefined> {
    const ender = target?.refusals.endsRun(refusal);
    if (ender === undefined || target?.refusals.lasts(refusal) !== true) return ender;
    for (const one of this.targets()) if (!(await one.takesQuestions())) return ender;
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
      if (error instanceof Ended) throw error;
      if (signal.aborted) throw new Ended({ kind: 'interrupted' });
      if (error instanceof Unanswered)
        throw new Ended({ kind: 'incomplete', reason: `${error.where}: ${error.message}` });
      await this.endIfRefused(error);
      const message = error instanceof Error ? error.message : String(error);
      for (const target of this.targets()) await this.endIfGone(target, message);
      if (error instanceof UserError && error.kind === 'target')
        throw new Ended({ kind: 'incomplete', reason: message });
      throw error;
    }
  }

  /** Like `ofTarget`, for a check of a result: where the server still answers, only this check is lost. */
  async orUnavailable(target: Target, check: Promise<Digest>): Promise<Digest> {
    try {
      const digest = await this.ofTarget(target, check);
      return digest ?? { kind: 'unavailable', reason: 'the server is gone' };
    } catch (error) {
      if (error instanceof Ended) throw error;
      return { kind: 'unavailable', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  /** @throws Ended when a round has shown that further ones would tell nothing */
  async checkRound(samples: readonly Sample<RunArm>[]): Promise<void> {
    this.checkRefusal();
    await this.checkAlive(samples);
    for (const arm of this.arms) {
      const reason = this.futility.reason(arm, samples);
      if (reason !== undefined && !this.goOnWithout(this.input.targets[arm], reason))
        throw new Ended({ kind: 'incomplete', reason });
    }
  }

  /** A connection that broke under a query: is the server gone, or was it that query alone? */
  private async checkAlive(samples: readonly Sample<RunArm>[]): Promise<void> {
    const broken = new Map<Target, string>();
    for (const { caseId, arm, outcome } of samples) {
      const target = this.input.targets[this.source(caseId, arm).arm];
      if (outcome.kind === 'failed' && outcome.code === null && target !== undefined)
        broken.set(target, outcome.message);
    }
    for (const [target, message] of broken)
      await this.endIfGone(target, message).catch((error: unknown) => {
        if (!(error instanceof Ended && this.outlives(error))) throw error;
      });
  }

  private async endIfRefused(error: unknown): Promise<void> {
    for (const target of this.targets()) {
      const refusal = target.refusals.of(error);
      if (refusal === undefined) continue;
      const reason = await this.enderOf(refusal, target);
      if (reason === undefined) return;
      throw new Ended({ kind: 'incomplete', reason });
    }
  }

  private async endIfGone(target: Target, message: string): Promise<void> {
    const isAlive = await target.isAlive();
    // an interruption leaves that question without an answer, too
    if (this.input.signal.aborted) throw new Ended({ kind: 'interrupted' });
    if (isAlive) return;
    throw new Ended({ kind: 'incomplete', reason: `${target.name} stopped answering: ${message}` }, target);
  }
}
