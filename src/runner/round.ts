import type { RunArm } from '../model/arm.ts';
import { startsTogether } from '../model/mode.ts';
import type { Sample, Stage } from '../model/sample.ts';
import type { Milliseconds } from '../model/units.ts';
import { attempt } from './attempts.ts';
import type { ArmsByCase } from './decisions.ts';
import type { Ending } from './ending.ts';
import type { Execution, SampleRequest } from './executor.ts';
import type { MeasureInput } from './measureInput.ts';
import { orderRound, type PlannedPair, pairStart, takeBatch } from './order.ts';
import type { RequestMaker } from './requests.ts';
import type { SampleBook } from './sampleBook.ts';
import type { StateWatch } from './stateWatch.ts';

/** Which round of a run it is. */
export interface RoundPlace {
  readonly stage: Stage;
  readonly session: number;
  readonly round: number;
}

/** So long rounds follow one another before the log is read for them, in milliseconds: a run that is killed loses no more. */
const unreadMs = 500;

interface PlannedExecution {
  readonly caseId: string;
  readonly position: number;
  readonly request: SampleRequest;
}

/** Runs rounds: one pair of every open case, then their evidence. */
export class RoundRunner {
  private readonly input: MeasureInput;
  private readonly book: SampleBook;
  private readonly ending: Ending;
  private readonly request: RequestMaker;
  private readonly states: StateWatch;
  /** How long the last pair of each case took, as the client saw it. */
  private readonly pairMs = new Map<string, number>();
  private lastBetweenMs = 0;

  constructor(input: MeasureInput, book: SampleBook, ending: Ending, request: RequestMaker, states: StateWatch) {
    this.input = input;
    this.book = book;
    this.ending = ending;
    this.request = request;
    this.states = states;
  }

  /**
   * Runs rounds from this one on and then reads the log for all of them: at most `most`, fewer where they take long or an
   * execution goes wrong. Resolves to how many.
   *
   * @param needed arms that a case still needs; one that is not in it has all
   * @throws Ended when interrupted, out of time, or when further rounds would tell nothing
   */
  async run(first: RoundPlace, open: readonly string[], most = 1, needed?: ArmsByCase): Promise<number> {
    const { monotonic } = this.input.clock;
    await this.states.lookFirst(first);
    const began = monotonic();
    const samples: Sample<RunArm>[] = [];
    let rounds = 0;
    let broken: PromiseRejectedResult | undefined;
    do {
      broken = await this.one({ ...first, round: first.round + rounds }, open, samples, needed);
      rounds += 1;
    } while (
      broken === undefined &&
      rounds < most &&
      monotonic() - began < unreadMs &&
      samples.every(({ outcome }) => outcome.kind === 'completed')
    );
    const executed = monotonic();
    const collected = await this.ending.orGone(this.book.collect(samples, first.session));
    this.lastBetweenMs = (monotonic() - executed) / rounds;
    if (broken !== undefined) throw broken.reason;
    await this.states.look(first, collected);
    await this.ending.checkRound(collected);
    return rounds;
  }

  /** What broke off a round, after all that was under way has ended; undefined where nothing did. */
  private async one(
    place: RoundPlace,
    open: readonly string[],
    samples: Sample<RunArm>[],
    needed: ArmsByCase | undefined,
  ): Promise<PromiseRejectedResult | undefined> {
    const { plan } = this.input;
    const queue = [
      ...orderRound(
        { ...plan, arms: this.ending.arms },
        place.session,
        place.round,
        open,
        (id) => this.book.pairsOf(id),
        needed,
      ),
    ];
    const worker = async (): Promise<void> => {
      while (queue.length > 0) {
        this.ending.check();
        const pairs = takeBatch(queue, (id) => this.pairMs.get(id));
        samples.push(...(await this.batch(place, pairs)));
      }
    };
    const workers = await Promise.allSettled(Array.from({ length: plan.concurrency }, worker));
    return workers.find((one) => one.status === 'rejected');
  }

  /** How long the executions of a block of this case took last; 0 where it had none. */
  blockMs(caseId: string): Milliseconds {
    return this.pairMs.get(caseId) ?? 0;
  }

  /** What the last rounds took beside their executions, each. */
  get betweenRoundsMs(): Milliseconds {
    return this.lastBetweenMs;
  }

  private async batch(place: RoundPlace, pairs: readonly PlannedPair[]): Promise<readonly Sample<RunArm>[]> {
    const { executor, recorder } = this.input;
    const tried = await attempt(this.input, this.ending, async () => {
      const planned = pairs.flatMap((pair) => this.plan(place, pair));
      const executions = await executor.execute(
        planned.map((one) => one.request),
        this.ending.executionSignal,
      );
      return planned.flatMap((one, index) => {
        const execution = executions[index];
        return execution === undefined ? [] : [{ ...execution, ...one, at: one.request.at ?? one.request.arm }];
      });
    });
    const samples = tried.flatMap((one) => this.sample(place, one));
    for (const sample of samples) recorder.sample(sample);
    for (const { caseId } of pairs) this.finish(caseId, samples);
    return samples;
  }

  private plan({ session, round }: RoundPlace, { caseId, arms }: PlannedPair): readonly PlannedExecution[] {
    const requests = arms.flatMap((arm) => this.request(caseId, arm, `s${session}r${round}`) ?? []);
    return pairStart(requests, this.input.plan.mode).map((request) => ({
      caseId,
      position: arms.indexOf(request.arm),
      request,
    }));
  }

  private sample(place: RoundPlace, execution: Execution & PlannedExecution): readonly Sample<RunArm>[] {
    if (execution.outcome.kind === 'skipped') return [];
    const { caseId, position, request } = execution;
    return [this.book.sampleOf({ caseId, arm: request.arm, ...place, position }, execution)];
  }

  private finish(caseId: string, samples: readonly Sample<RunArm>[]): void {
    const times = samples.flatMap(({ caseId: of, outcome }) =>
      of === caseId && outcome.kind !== 'skipped' ? [outcome.clientMs] : [],
    );
    const took = startsTogether(this.input.plan.mode) ? Math.max(0, ...times) : times.reduce((sum, ms) => sum + ms, 0);
    this.pairMs.set(caseId, took);
    this.input.progress.step(caseId);
  }
}
