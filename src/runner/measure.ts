import { judgesTime } from '../model/mode.ts';
import type { Notice } from '../model/notice.ts';
import type { RunStatus } from '../model/run.ts';
import { Ended, Ending } from './ending.ts';
import { explainCases } from './explainCases.ts';
import type { MeasureInput } from './measureInput.ts';
import { tryNewCases } from './newCases.ts';
import { pairStart } from './order.ts';
import { readDifferentRows } from './readDifferentRows.ts';
import { type RequestMaker, requestMaker } from './requests.ts';
import { digestAttempts, ResultCheck } from './resultCheck.ts';
import { RoundRunner } from './round.ts';
import { SampleBook } from './sampleBook.ts';
import { StallWatch } from './stalls/stallWatch.ts';
import { StateWatch } from './stateWatch.ts';
import type { Target } from './target.ts';
import { orAborted } from './waiting.ts';
import { WrittenTables } from './writtenTables.ts';

/** Rounds after which most cases are decided; only the estimate of time left rests on it. */
const usualRounds = 7;

/** Of a time budget; the rest is kept for confirming, without which a suspicion is worth nothing. */
export const screeningShare = 0.7;

/** For reading plans, in milliseconds: within the time budget or without one, and after it. */
const explainMs = { inTime: 30_000, late: 5_000 } as const;

/** For reading rows of results that differ, by the same rule. Each reading executes a query once more. */
const rowsMs = { inTime: 60_000, late: 10_000 } as const;

const budgetSpent: Notice = {
  code: 'budget-spent',
  level: 'caution',
  text: 'The time budget ended the measuring; a longer one would decide more cases.',
};

/**
 * Measures until the stop rule has closed every case, and records everything as it comes. Ends early,
 * without throwing, when interrupted or when a server is gone: the status says so.
 */
export async function measure(input: MeasureInput): Promise<RunStatus> {
  const { clock, pulses = {}, progress } = input;
  const stalls = new StallWatch({ clock, pulses, say: progress.say });
  stalls.start();
  const run = new Measurement(input, stalls);
  try {
    await run.collectLeftOvers();
    await run.checkResults();
    await run.tryNewCases();
    await run.screen();
    await run.confirm();
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    if (error.status.kind !== 'complete') return error.status;
    input.recorder.notice(budgetSpent);
  } finally {
    stalls.stop();
  }
  return run.lookCloser();
}

class Measurement {
  private readonly input: MeasureInput;
  private readonly book: SampleBook;
  private readonly ending: Ending;
  private readonly request: RequestMaker;
  private readonly rounds: RoundRunner;
  private readonly results: ResultCheck;
  private readonly stalls: StallWatch;

  constructor(input: MeasureInput, stalls: StallWatch) {
    this.stalls = stalls;
    const tables = new WrittenTables(input);
    this.input = { ...input, executor: tables.watch(input.executor) };
    this.ending = new Ending(this.input);
    this.book = new SampleBook(this.input, tables, this.ending, stalls);
    this.request = requestMaker(input.runId, input.plan, input.cases);
    this.results = new ResultCheck(this.input, this.ending, this.request);
    const states = new StateWatch(this.input, this.ending);
    this.rounds = new RoundRunner(this.input, this.book, this.ending, this.request, states);
  }

  async collectLeftOvers(): Promise<void> {
    await this.ending.orGone(this.book.collectLeftOvers());
  }

  async checkResults(): Promise<void> {
    await this.results.run();
    this.tell();
  }

  private tell(): void {
    this.input.tell?.(this.book.samples, this.results.readings);
  }

  async tryNewCases(): Promise<void> {
    await tryNewCases(this.input, this.book, this.ending, this.request);
  }

  /** Plans and rows are cheap, so a budget that is used up still leaves them some time. An interruption comes first. */
  async lookCloser(): Promise<RunStatus> {
    const when = this.ending.isPast(1) ? 'late' : 'inTime';
    const { readings } = this.results;
    await explainCases(this.input, this.request, this.book.samples, readings, explainMs[when], this.ending.arms);
    await readDifferentRows(this.input, this.request, readings, rowsMs[when]);
    return this.ending.status();
  }

  async screen(): Promise<void> {
    const { plan, rule, progress, recorder } = this.input;
    const expected = judgesTime(plan.mode) ? usualRounds : plan.minPairs;
    // What goes on beyond its pairs does so where it is.
    const perSession =
      plan.screeningSessions === 1 ? Number.POSITIVE_INFINITY : Math.ceil(plan.maxPairs / plan.screeningSessions);
    const own = new Set(plan.caseIds);
    progress.phase('measuring');
    for (let rounds = 0, session = -1; ; ) {
      const open = rule.screening(this.book.samples, this.ending.gone);
      if (open.length === 0) return;
      if (this.ending.isPast(screeningShare)) return recorder.notice(budgetSpent);
      const round = rounds % perSession;
      if (round === 0) session = await this.openSession(open);
      const undecided = open.filter((id) => own.has(id)).length;
      progress.remaining(open.length * Math.max(1, expected - rounds), undecided);
      const most = Math.min(perSession - round, rule.roundsToLook?.(this.book.samples, open, this.ending.gone) ?? 1);
      rounds += await this.rounds.run({ stage: 'screening', session, round }, open, most);
      this.tell();
    }
  }

  async confirm(): Promise<void> {
    const { plan, rule, progress } = this.input;
    let look = rule.confirmation(this.book.samples, this.ending.gone);
    if (look.open.length > 0) progress.phase('confirming');
    while (look.open.length > 0) {
      const steps = look.open.length * look.roundsPerSession * plan.confirmationSessions;
      progress.remaining(steps, look.open.length);
      for (let fresh = 0; fresh < plan.confirmationSessions; fresh++) {
        const session = await this.openSession(look.open);
        for (let round = 0; round < look.roundsPerSession; )
          round += await this.rounds.run(
            { stage: 'confirmation', session, round },
            look.open,
            look.roundsPerSession - round,
          );
      }
      look = rule.confirmation(this.book.samples, this.ending.gone);
    }
  }

  /** Fresh connections, a fresh server process where it is ours, and unmeasured executions of each arm. */
  private async openSession(open: readonly string[]): Promise<number> {
    const { plan, executor, signal, before } = this.input;
    const session = this.book.takeSession();
    this.ending.check();
    if (session > 0) {
      await executor.reconnect(session);
      const restart = (target: Target) => this.ending.ofTarget(target, orAborted(target.restart(), signal));
      await this.stalls.unasked(() => Promise.all([...this.ending.targets()].map(restart)));
    }
    // Reading a result in the first session has already run its case that often.
    const isFirst = session === 0 && before.digests.length === 0;
    const fewer = Math.min(plan.warmups, Math.max(1, plan.warmups - digestAttempts));
    const few = new Set(isFirst ? open.filter((caseId) => this.results.isRead(caseId)) : []);
    for (let warmup = 0; warmup < plan.warmups; warmup++)
      for (const caseId of open.filter((one) => warmup < fewer || !few.has(one))) {
        this.ending.check();
        const requests = this.ending.arms.flatMap((arm) => this.request(caseId, arm, 'warmup') ?? []);
        await executor.execute(pairStart(requests, plan.mode), this.ending.executionSignal);
      }
    return session;
  }
}
