import type { TrialSpan } from '../../model/loadRun.ts';
import type { Milliseconds } from '../../model/units.ts';

/** Stretches in which threads that ought to beat at equal distances did not: this program was stopped, or had no core. */
export class Pauses {
  readonly #everyMs: Milliseconds;
  readonly #lateMs: Milliseconds;
  readonly #last = new Map<number, Milliseconds>();
  readonly #spans: TrialSpan[] = [];

  /**
   * @param everyMs distance of beats
   * @param lateMs a beat that is later than that was held up
   */
  constructor(everyMs: Milliseconds, lateMs: Milliseconds) {
    this.#everyMs = everyMs;
    this.#lateMs = lateMs;
  }

  /** A thread beats. @returns the pause before it, where there was one */
  beat(thread: number, at: Milliseconds): TrialSpan | undefined {
    const pause = this.look(thread, at);
    this.#last.set(thread, at);
    return pause;
  }

  /** Looks at a moment at which a thread shows that it is alive, in the midst of its beats. @returns the pause before it */
  look(thread: number, at: Milliseconds): TrialSpan | undefined {
    const last = this.#last.get(thread);
    if (last === undefined || at - last <= this.#everyMs + this.#lateMs) return undefined;
    const pause = { from: Math.max(0, last), to: at };
    this.#last.set(thread, at);
    this.#spans.push(pause);
    return pause;
  }

  /** All so far, what overlaps as one, in their order. */
  spans(): readonly TrialSpan[] {
    return joinedSpans(this.#spans);
  }
}

/** What overlaps as one, in the order of their beginning. */
export function joinedSpans(spans: readonly TrialSpan[]): readonly TrialSpan[] {
  const joined: TrialSpan[] = [];
  for (const one of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && one.from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, one.to) };
    else joined.push(one);
  }
  return joined;
}
