import type { Notice } from '../model/notice.ts';
import type { ArmName, DigestReading } from '../model/run.ts';
import type { Ending } from './ending.ts';
import type { MeasureInput } from './measureInput.ts';
import type { RequestMaker } from './requests.ts';

/** Readings of each arm's result: two, so that an arm can be seen to disagree with itself. */
export const digestAttempts = 2;

/** Of a time budget; measuring is what it was given for. */
export const digestShare = 0.3;

const resultsUnchecked: Notice = {
  code: 'results-unchecked',
  level: 'caution',
  text: 'Reading all results would have used up the time budget, so some were not compared.',
};

interface Reading {
  readonly caseId: string;
  readonly arm: ArmName;
  readonly attempt: number;
}

/** Reads the result of every case in each arm, twice; results that an interrupted run has read are not read again. */
export class ResultCheck {
  private readonly input: MeasureInput;
  private readonly ending: Ending;
  private readonly request: RequestMaker;
  private readonly known: Map<string, DigestReading>;

  constructor(input: MeasureInput, ending: Ending, request: RequestMaker) {
    this.input = input;
    this.ending = ending;
    this.request = request;
    this.known = new Map(input.before.digests.map((one) => [keyOf(one), one]));
  }

  /** All that has been read, by an interrupted run too. */
  get readings(): readonly DigestReading[] {
    return [...this.known.values()];
  }

  /** @throws Ended when interrupted, out of time, or when a server is gone */
  async run(): Promise<void> {
    const { plan, progress, recorder } = this.input;
    progress.phase('checking results');
    // Baseline, candidate, baseline, candidate: data that changes meanwhile then makes an arm disagree with itself.
    const attempts = Array.from({ length: digestAttempts }, (_, attempt) => attempt);
    const all = plan.caseIds.flatMap((caseId) =>
      attempts.flatMap((attempt) => plan.arms.map((arm) => ({ caseId, arm, attempt }))),
    );
    const inTime = this.isQuick()
      ? (await this.read(all.filter((one) => one.attempt === 0))) &&
        (await this.read(all.filter((one) => one.attempt > 0 && this.differs(one.caseId))))
      : await this.read(all);
    if (!inTime) recorder.notice(resultsUnchecked);
  }

  /** Counters alone need little, so a second reading is for results that differ; one arm has none to differ from. */
  private isQuick(): boolean {
    const { countersOnly, arms } = this.input.plan;
    return countersOnly === true && arms.length > 1;
  }

  private differs(caseId: string): boolean {
    const found = this.input.plan.arms.flatMap((arm) => {
      const digest = this.known.get(keyOf({ caseId, arm, attempt: 0 }))?.digest;
      return digest?.kind === 'digest' ? [`${digest.rows} ${digest.checksum}`] : [];
    });
    return new Set(found).size > 1;
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
    const workers = Array.from({ length: plan.countersOnly === true ? plan.concurrency : 1 }, worker);
    for (const one of await Promise.allSettled(workers)) if (one.status === 'rejected') throw one.reason;
    return inTime;
  }

  private async readOne(one: Reading): Promise<void> {
    const { targets, recorder, progress, signal } = this.input;
    const target = targets[one.arm];
    const request = this.request(one.caseId, one.arm, 'digest');
    if (target === undefined || request === undefined) return;
    const digest = await this.ending.orUnavailable(target.digest(request, signal));
    this.ending.check();
    const reading = { ...one, digest };
    recorder.digest(reading);
    this.known.set(keyOf(one), reading);
    progress.step(one.caseId);
  }
}

function keyOf({ caseId, arm, attempt }: Reading): string {
  return `${arm} ${caseId} ${attempt}`;
}
