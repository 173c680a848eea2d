import type { TrialSpan } from '../../model/loadRun.ts';
import type { Milliseconds } from '../../model/units.ts';
import type { Pulse } from '../stalls/stallWatch.ts';
import { Pauses } from './pauses.ts';

const beatEveryMs = 200;
/** Shorter silences are those of a server that has much to do. */
const shortestMs = 1000;
/** A beat of ours that is so late: what was silent meanwhile is not the server. */
const ownLateMs = 500;

/** Watches, beside the load, for spans in which a server gave no sign of life, and for those in which this program did not run. */
export class SilenceWatch {
  readonly #pulses: readonly Pulse[];
  readonly #now: () => Milliseconds;
  readonly #abort = new AbortController();
  readonly #silent: TrialSpan[] = [];
  readonly #own = new Pauses(beatEveryMs, ownLateMs);
  readonly #answered = new Map<Pulse, Milliseconds>();
  readonly #asked = new Set<Pulse>();
  #timer: NodeJS.Timeout | undefined;

  /** @param now since the start of the trial */
  constructor(pulses: readonly Pulse[], now: () => Milliseconds) {
    this.#pulses = pulses;
    this.#now = now;
  }

  start(): void {
    const now = this.#now();
    for (const pulse of this.#pulses) this.#answered.set(pulse, now);
    this.#own.beat(0, now);
    this.#timer = setInterval(() => this.#beat(), beatEveryMs);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#abort.abort();
  }

  /** Silences so far, those that go on included, in the order of their beginning. */
  spans(): readonly TrialSpan[] {
    return [...this.#silent, ...this.open()].sort((a, b) => a.from - b.from);
  }

  /** Those that go on. */
  open(): readonly TrialSpan[] {
    const to = this.#now();
    return [...this.#answered.values()].filter((from) => to - from >= shortestMs).map((from) => ({ from, to }));
  }

  /** Spans in which this program did not run. */
  pauses(): readonly TrialSpan[] {
    return this.#own.spans();
  }

  #beat(): void {
    const now = this.#now();
    this.#leaveOut(this.#own.beat(0, now));
    for (const pulse of this.#pulses) {
      if (this.#asked.has(pulse)) continue;
      this.#asked.add(pulse);
      pulse
        .beat(this.#abort.signal)
        .then(
          () => this.#answer(pulse),
          () => undefined,
        )
        .finally(() => this.#asked.delete(pulse));
    }
  }

  /** What was silent before a pause of ours is told; through the pause nobody listened, and the server is heard anew from its end. */
  #leaveOut(pause: TrialSpan | undefined): void {
    if (pause === undefined) return;
    for (const [pulse, from] of this.#answered) {
      if (pause.from - from >= shortestMs) this.#silent.push({ from, to: pause.from });
      this.#answered.set(pulse, pause.to);
    }
  }

  #answer(pulse: Pulse): void {
    const to = this.#now();
    // behind a pause an answer may be read before the beat that is due
    this.#leaveOut(this.#own.look(0, to));
    const from = this.#answered.get(pulse) ?? 0;
    if (to - from >= shortestMs) this.#silent.push({ from, to });
    this.#answered.set(pulse, to);
  }
}
