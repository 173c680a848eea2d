import { judgesTime } from '../model/mode.ts';
import type { Notice } from '../model/notice.ts';
import type { RunStatus } from '../model/run.ts';
import type { Milliseconds } from '../model/units.ts';
import { confirmingMs } from './confirmingTime.ts';
import { Ended, Ending } from './ending.ts';
import { explainCases } from './explainCases.ts';
import { FreshSessions } from './freshSessions.ts';
import type { MeasureInput } from './measureInput.ts';
import { tryNewCases } from './newCases.ts';
import { readDifferentRows } from './readDifferentRows.ts';
import { type RequestMaker, requestMaker } from './requests.ts';
import { ResultCheck } from './resultCheck.ts';
import { RoundRunner } from './round.ts';
import { SampleBook } from './sampleBook.ts';
import { StallWatch } from './stalls/stallWatch.ts';
import { StateWatch } from './stateWatch.ts';
import { WrittenTables } from './writtenTables.ts';

/** Rounds after which most cases are decided; only the estimate of time left rests on it. */
const usualRounds = 7;

/**
 * Of a time budget, at most; the rest is kept for confirming, without which a suspicion is worth nothing. Where more is needed to test what is
 * suspected, the first stage ends earlier, once each case has had its first look.
 */
export const screeningShare = 0.7;

/** Of a time budget, what the first stage has however much is suspected: what it leaves undecided is no answer either. */
export const leastScreeningShare = 0.4;

/** How much longer than they took so far sessions may take: one that does not fit loses the whole last look. */
const slower = 1.15;

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
  private readonly sessions: FreshSessions;

  constructor(input: MeasureInput, stalls: StallWatch) {
    const tables = new WrittenTables(input);
    this.input = { ...input, executor: tables.watch(input.executor) };
    this.ending = new Ending(this.input);
    this.book = new SampleBook(this.input, tables, this.ending, stalls);
    this.request = requestMaker(input.runId, input.plan, input.cases);
    this.results = new ResultCheck(this.input, this.ending, this.request);
    this.sessions = new FreshSessions(
      { input: this.input, book: this.book, ending: this.ending, stalls },
      this.request,
      this.results,
    );
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
    const { plan, rule, progress, recorder, clock } = this.input;
    const expected = judgesTime(plan.mode) ? usualRounds : plan.minPairs;
    // What goes on beyond its pairs does so where it is.
    const perSession =
      plan.screeningSessions === 1 ? Number.POSITIVE_INFINITY : Math.ceil(plan.maxPairs / plan.screeningSessions);
    const own = new Set(plan.caseIds);
    progress.phase('measuring');
    for (let rounds = 0, session = -1, lastMs = 0; ; ) {
      const open = rule.screening(this.book.samples, this.ending.gone);
      if (open.length === 0) return;
      if (this.ending.isPast(screeningShare) || this.hasToConfirm(open, lastMs)) return recorder.notice(budgetSpent);
      const began = clock.monotonic();
      const round = rounds % perSession;
      if (round === 0) session = await this.sessions.open(open);
      const undecided = open.filter((id) => own.has(id)).length;
      progress.remaining(open.length * Math.max(1, expected - rounds), undecided);
      const most = Math.min(perSession - round, rule.roundsToLook?.(this.book.samples, open, this.ending.gone) ?? 1);
      const ran = await this.rounds.run({ stage: 'screening', session, round }, open, most);
      rounds += ran;
      lastMs = clock.monotonic() - began;
      this.tell();
    }
  }

  /** Whether another round would leave too little of the budget for testing what is suspected. */
  private hasToConfirm(open: readonly string[], roundMs: Milliseconds): boolean {
    const { plan, rule } = this.input;
    if (!this.ending.isPast(leastScreeningShare)) return false;
    const own = new Set(plan.caseIds);
    if (open.some((id) => own.has(id) && this.book.pairsOf(id) < plan.minPairs)) return false;
    const look = rule.confirmation(this.book.samples, this.ending.gone);
    const arms = this.ending.arms.length;
    const needed = confirmingMs(look, plan, {
      startMs: this.sessions.startMs,
      betweenRoundsMs: this.rounds.betweenRoundsMs,
      suspectsMs: look.open.map((id) => (this.rounds.blockMs(id) * (look.arms?.get(id)?.size ?? arms)) / arms),
    });
    return needed > 0 && this.ending.leftMs() < slower * needed + roundMs;
  }

  async confirm(): Promise<void> {
    const { plan, rule, progress } = this.input;
    let look = rule.confirmation(this.book.samples, this.ending.gone);
    if (look.open.length > 0) progress.phase('confirming');
    while (look.open.length > 0) {
      const steps = look.open.length * look.roundsPerSession * plan.confirmationSessions;
      progress.remaining(steps, look.open.length);
      for (let fresh = 0; fresh < plan.confirmationSessions; fresh++) {
        const session = await this.sessions.open(look.open, look.arms);
        for (let round = 0; round < look.roundsPerSession; )
          round += await this.rounds.run(
            { stage: 'confirmation', session, round },
            look.open,
            look.roundsPerSession - round,
            look.arms,
          );
      }
      look = rule.confirmation(this.book.samples, this.ending.gone);
    }
  }
}
