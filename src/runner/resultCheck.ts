import type { Digest, DigestReading } from '../model/answer.ts';
import type { RunArm } from '../model/arm.ts';
import { judgesTime } from '../model/mode.ts';
import type { Notice } from '../model/notice.ts';
import type { Ending } from './ending.ts';
import type { MeasureInput } from './measureInput.ts';
import type { RequestMaker } from './requests.ts';

/** Readings of each arm's result: two, so that an arm can be seen to disagree with itself. */
export const digestAttempts = 2;

const attempts: readonly number[] = Array.from({ length: digestAttempts }, (_, attempt) => attempt);

/** Of a time budget; measuring is what it was given for. */
export const digestShare = 0.3;

const resultsUnchecked: Notice = {
  code: 'results-unchecked',
  level: 'caution',
  text: 'Reading all results would have used up the time budget, so some were not compared.',
};

interface Reading {
  readonly caseId: string;
  readonly arm: RunArm;
  readonly attempt: number;
  readonly tied?: boolean;
}

/** Reads the result of every case in each arm, twice; results that an interrupted run has read are not read again. */
export class ResultCheck {
  private readonly input: MeasureInput;
  private readonly ending: Ending;
  private readonly request: RequestMaker;
  private readonly known: Map<string, DigestReading<RunArm>>;

  constructor(input: MeasureInput, ending: Ending, request: RequestMaker) {
    this.input = input;
    this.ending = ending;
    this.request = request;
    this.known = new Map(input.before.digests.map((one) => [keyOf(one), one]));
  }

  /** All that has been read, by an interrupted run too. */
  get readings(): readonly DigestReading<RunArm>[] {
    return [...this.known.values()];
  }

  /** @throws Ended when interrupted, out of time, or when a server is gone */
  async run(): Promise<void> {
    const { plan, progress, recorder } = this.input;
    progress.phase('checking results');
    // Baseline, candidate, baseline, candidate: data that changes meanwhile then makes an arm disagree with itself.
    const all = this.compared().flatMap((caseId) =>
      attempts.flatMap((attempt) => plan.arms.map((arm) => ({ caseId, arm, attempt }))),
    );
    const inTime = this.isQuick()
      ? (await this.read(all.filter((one) => one.attempt === 0))) &&
        (await this.read(all.filter((one) => one.attempt > 0 && this.differs(one.caseId))))
      : await this.read(all);
    const tied = all.filter((one) => this.needsTies(one.caseId)).map((one) => ({ ...one, tied: true }));
    if (!inTime || !(await this.read(tied))) recorder.notice(resultsUnchecked);
  }

  /** Whether a case has been executed here as often as its results are read, in each arm. */
  isRead(caseId: string): boolean {
    return this.input.plan.arms.every((arm) =>
      attempts.every((attempt) => this.known.has(keyOf({ caseId, arm, attempt }))),
    );
  }

  /** All cases but those whose results need not agree: that, every arm has to say. */
  private compared(): readonly string[] {
    const { plan, cases } = this.input;
    const read = new Set(cases.flatMap((one) => (one.results === 'ignore' ? [] : [one.caseId])));
    return plan.caseIds.filter((caseId) => read.has(caseId));
  }

  /** Counters alone need little, so a second reading is for results that differ; one arm has none to differ from. */
  private isQuick(): boolean {
    const { mode, arms } = this.input.plan;
    return !judgesTime(mode) && arms.length > 1;
  }

  /** Whether any two readings are not the same to the letter; which differences count is not for here to say. */
  private differs(caseId: string): boolean {
    return new Set(this.plainReadings(caseId).map((digest) => JSON.stringify(digest))).size > 1;
  }

  /** A run of one arm may be compared with another later, so it needs all that a comparison could ask for. */
  private needsTies(caseId: string): boolean {
    const found = this.plainReadings(caseId);
    const isOpen = found.some((digest) => digest.kind === 'answer' && digest.tiesOpen !== undefined);
    return isOpen && (this.input.plan.arms.length === 1 || this.differs(caseId));
  }

  private plainReadings(caseId: string): readonly Digest[] {
    const places = this.input.plan.arms.flatMap((arm) => attempts.map((attempt) => keyOf({ caseId, arm, attempt })));
    return places.flatMap((place) => this.known.get(place)?.digest ?? []);
  }

  /** False when the budget's share was used up before all were read. */
  private async read(wanted: readonly Reading[]): Promise<boolean> {
    const { plan, progress } = this.input;
    const queue = wanted.filter((one) => !this.known.has(keyOf(one)));
    progress.remaining(queue.length);
    let inTime = true;
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        this.ending.check();
        if (this.ending.isPast(digestShare)) {
          inTime = false;
          return;
        }
        await this.readOne(next);
      }
    };
    const workers = Array.from({ length: judgesTime(plan.mode) ? 1 : plan.concurrency }, worker);
    for (const one of await Promise.allSettled(workers)) if (one.status === 'rejected') throw one.reason;
    return inTime;
  }

  private async readOne(one: Reading): Promise<void> {
    const { targets, recorder, progress, signal } = this.input;
    const target = targets[one.arm];
    const asked = this.request(one.caseId, one.arm, 'digest');
    if (target === undefined || asked === undefined || this.ending.gone.has(one.arm)) return;
    const request = { ...asked, timeoutMs: Math.min(asked.timeoutMs, this.ending.bounds.mostMs()) };
    const digest = await this.ending.orUnavailable(target, target.digest(request, signal, one.tied === true));
    this.ending.check();
    const reading = { ...one, digest };
    recorder.digest(reading);
    this.known.set(keyOf(one), reading);
    progress.step(one.caseId);
  }
}

function keyOf({ caseId, arm, attempt, tied }: Reading): string {
  return `${arm} ${caseId} ${attempt}${tied === true ? ' tied' : ''}`;
}
