import type { Milliseconds } from '../model/units.ts';
import type { ArmsByCase } from './decisions.ts';
import type { Ending } from './ending.ts';
import type { MeasureInput } from './measureInput.ts';
import { pairStart } from './order.ts';
import type { RequestMaker } from './requests.ts';
import { digestAttempts, type ResultCheck } from './resultCheck.ts';
import type { SampleBook } from './sampleBook.ts';
import type { StallWatch } from './stalls/stallWatch.ts';
import type { Target } from './target.ts';
import { orAborted } from './waiting.ts';

interface Parts {
  readonly input: MeasureInput;
  readonly book: SampleBook;
  readonly ending: Ending;
  readonly stalls: StallWatch;
}

/** Opens the sessions of a run, one after another. */
export class FreshSessions {
  private readonly parts: Parts;
  private readonly request: RequestMaker;
  private readonly results: ResultCheck;
  private lastStartMs = 0;

  constructor(parts: Parts, request: RequestMaker, results: ResultCheck) {
    this.parts = parts;
    this.request = request;
    this.results = results;
  }

  /** What the last session took before its first execution; 0 before there is one. */
  get startMs(): Milliseconds {
    return this.lastStartMs;
  }

  /**
   * Fresh connections, a fresh server process where it is ours, and unmeasured executions of each arm. Resolves to its number.
   *
   * @param needed arms that a case still needs; one that is not in it has all
   * @throws Ended when interrupted, out of time, or without a server
   */
  async open(open: readonly string[], needed: ArmsByCase = new Map()): Promise<number> {
    const { book, ending, stalls } = this.parts;
    const { plan, executor, signal, before, clock } = this.parts.input;
    const began = clock.monotonic();
    const session = book.takeSession();
    ending.check();
    if (session > 0) {
      await executor.reconnect(session);
      const restart = (target: Target) => ending.ofTarget(target, orAborted(target.restart(), signal));
      await stalls.unasked(() => Promise.all([...ending.targets()].map(restart)));
    }
    this.lastStartMs = clock.monotonic() - began;
    // Reading a result in the first session has already run its case that often.
    const isFirst = session === 0 && before.digests.length === 0;
    const fewer = Math.min(plan.warmups, Math.max(1, plan.warmups - digestAttempts));
    const few = new Set(isFirst ? open.filter((caseId) => this.results.isRead(caseId)) : []);
    for (let warmup = 0; warmup < plan.warmups; warmup++)
      for (const caseId of open.filter((one) => warmup < fewer || !few.has(one))) {
        ending.check();
        const arms = ending.arms.filter((arm) => needed.get(caseId)?.has(arm) ?? true);
        const requests = arms.flatMap((arm) => this.request(caseId, arm, 'warmup') ?? []);
        await executor.execute(pairStart(requests, plan.mode), ending.executionSignal);
      }
    return session;
  }
}
