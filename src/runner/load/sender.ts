import { setMaxListeners } from 'node:events';
import { type ClosedUser, closedUsers } from '../../load/caseDraws.ts';
import type { LoadOutcome } from '../../model/loadRun.ts';
import type { Milliseconds } from '../../model/units.ts';
import { timerMs } from '../waiting.ts';
import { EndedRequests } from './endedRequests.ts';
import type { LoadPart } from './loadTask.ts';

/** What a sender needs of the world. */
export interface SenderPorts {
  /** Since the start of the trial. */
  readonly now: () => Milliseconds;
  /**
   * Sends a request and waits for its end. Never rejects; `began` is told when the answer begins, and the signal gives it up.
   * @param seq its number
   */
  readonly send: (caseIndex: number, seq: number, began: () => void, signal: AbortSignal) => Promise<LoadOutcome>;
}

type Schedule = Pick<
  LoadPart,
  'intended' | 'seq' | 'caseIndex' | 'users' | 'userSeq' | 'sendMs' | 'drainMs' | 'maxInFlight'
>;

interface Waiting {
  readonly place: number;
  readonly reached: Milliseconds;
}

/**
 * Sends requests at their intended times, whatever becomes of those before, and lets users send theirs one after the other. A request for
 * which there is no room waits here, and its latency counts from its intended time all the same.
 */
export class Sender {
  readonly ended: EndedRequests = new EndedRequests();
  /** Resolves when every request has come to an end. */
  readonly finished: Promise<void>;
  readonly #schedule: Schedule;
  readonly #ports: SenderPorts;
  readonly #giveUp = new AbortController();
  readonly #giveUpBackground = new AbortController();
  readonly #queue: Waiting[] = [];
  #head = 0;
  #next = 0;
  #inFlight = 0;
  #userRequests = 0;
  #isEnough = false;
  #timer: NodeJS.Timeout | undefined;
  #drainTimer: NodeJS.Timeout | undefined;
  #resolve: () => void = () => undefined;
  /** What is on its way, by number. */
  readonly #open = new Map<number, { readonly caseIndex: number; readonly intended: Milliseconds }>();
  readonly #thinking = new Set<() => void>();

  constructor(schedule: Schedule, ports: SenderPorts) {
    this.#schedule = schedule;
    this.#ports = ports;
    // a listener for each request on its way is no leak
    setMaxListeners(0, this.#giveUp.signal, this.#giveUpBackground.signal);
    this.finished = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get #waiting(): number {
    return this.#queue.length - this.#head;
  }

  /** Requests that are due and have not ended: the place of the case and the intended time of each. */
  pending(): Float64Array<ArrayBuffer> {
    const { intended, caseIndex } = this.#schedule;
    const pairs: number[] = [];
    for (const one of this.#open.values()) pairs.push(one.caseIndex, one.intended);
    const add = (place: number): number => pairs.push(caseIndex[place] ?? 0, intended[place] ?? 0);
    for (const { place } of this.#queue.slice(this.#head)) add(place);
    // what is due and was not reached yet, since this thread is late
    const now = this.#isEnough ? Number.NEGATIVE_INFINITY : this.#ports.now();
    for (let place = this.#next; (intended[place] ?? Number.POSITIVE_INFINITY) <= now; place += 1) add(place);
    return Float64Array.from(pairs);
  }

  start(): void {
    for (const user of closedUsers(this.#schedule.users)) void this.#live(user);
    this.#tick();
  }

  /** Sends nothing more. What is on its way has the drain's time to end; what still waits for room is not sent. */
  enough(): void {
    if (this.#isEnough) return;
    this.#isEnough = true;
    clearTimeout(this.#timer);
    this.#dropWaiting({ kind: 'unsent' });
    this.#giveUpBackground.abort();
    for (const wake of this.#thinking) wake();
    this.#drainTimer = setTimeout(() => this.#giveUp.abort(), timerMs(this.#schedule.drainMs));
    this.#settle();
  }

  /** Gives up everything at once. */
  stop(): void {
    this.enough();
    this.#giveUp.abort();
  }

  #tick = (): void => {
    if (this.#isEnough) return;
    const { intended, sendMs } = this.#schedule;
    let now = this.#ports.now();
    for (let due = intended[this.#next]; due !== undefined && due <= now; due = intended[this.#next]) {
      this.#reach(this.#next, now);
      this.#next += 1;
      now = this.#ports.now();
    }
    const due = intended[this.#next];
    if (due === undefined && now >= sendMs) {
      this.enough();
      return;
    }
    this.#timer = setTimeout(this.#tick, timerMs(Math.min(due ?? sendMs, sendMs) - now));
  };

  #reach(place: number, reached: Milliseconds): void {
    if (this.#inFlight >= this.#schedule.maxInFlight || this.#waiting > 0) this.#queue.push({ place, reached });
    else void this.#sendScheduled(place, reached);
  }

  async #sendScheduled(place: number, reached: Milliseconds): Promise<void> {
    const { intended, seq, caseIndex } = this.#schedule;
    const at = intended[place] ?? 0;
    await this.#request(seq[place] ?? 0, caseIndex[place] ?? 0, at, reached, this.#giveUp.signal, false);
    this.#sendWaiting();
  }

  #sendWaiting(): void {
    while (this.#waiting > 0 && this.#inFlight < this.#schedule.maxInFlight && !this.#isEnough) {
      const next = this.#queue[this.#head] as Waiting;
      this.#head += 1;
      if (this.#head > 1024 && this.#head * 2 > this.#queue.length) {
        this.#queue.splice(0, this.#head);
        this.#head = 0;
      }
      void this.#sendScheduled(next.place, next.reached);
    }
    this.#settle();
  }

  /**
   * Of a request that background is given up with, nothing is told: it was cut by the end of the trial.
   * @returns when it ended
   */
  async #request(
    seq: number,
    caseIndex: number,
    intended: Milliseconds,
    reached: Milliseconds,
    signal: AbortSignal,
    background: boolean,
  ): Promise<Milliseconds> {
    const { now, send } = this.#ports;
    this.#inFlight += 1;
    this.#open.set(seq, { caseIndex, intended });
    const sent = now();
    let firstByte = Number.NaN;
    const outcome = await send(
      caseIndex,
      seq,
      () => {
        firstByte = now();
      },
      signal,
    );
    const done = now();
    this.#inFlight -= 1;
    this.#open.delete(seq);
    if (!background || outcome.kind !== 'stopped')
      this.ended.add([seq, caseIndex, intended, reached, sent, firstByte, done], outcome);
    return done;
  }

  /** A request of a user is due once the last one has ended and the user has thought; what it is later than that is our doing. */
  async #live({ classIndex, nextCase, thinkMs }: ClosedUser): Promise<void> {
    const { users, userSeq, sendMs } = this.#schedule;
    const background = users.offered[classIndex]?.background === true;
    const { signal } = background ? this.#giveUpBackground : this.#giveUp;
    let due = this.#ports.now();
    while (!this.#isEnough) {
      const now = this.#ports.now();
      if (now >= sendMs) break;
      const seq = userSeq.from + this.#userRequests * userSeq.step;
      const caseIndex = nextCase();
      this.#userRequests += 1;
      // a timer may fire a part of a millisecond early, and what was sent then was not due later
      const done = await this.#request(seq, caseIndex, Math.min(due, now), now, signal, background);
      await this.#think(thinkMs);
      due = done + thinkMs;
    }
    this.#settle();
  }

  /** At least a turn of the loop, so that a server that refuses at once leaves room for everything else. */
  #think(ms: Milliseconds): Promise<void> {
    if (ms === 0) return new Promise((resolve) => setImmediate(resolve));
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#thinking.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, timerMs(ms));
      this.#thinking.add(wake);
    });
  }

  #dropWaiting(outcome: LoadOutcome): void {
    const { intended, seq, caseIndex } = this.#schedule;
    const now = this.#ports.now();
    const drop = (place: number, reached: Milliseconds): void => {
      const at = intended[place] ?? 0;
      this.ended.add([seq[place] ?? 0, caseIndex[place] ?? 0, at, reached, Number.NaN, Number.NaN, now], outcome);
    };
    for (const { place, reached } of this.#queue.slice(this.#head)) {
      drop(place, reached);
    }
    this.#queue.length = 0;
    this.#head = 0;
    // what was due and not reached yet, since this thread was late
    for (; (intended[this.#next] ?? Number.POSITIVE_INFINITY) <= now; this.#next += 1) drop(this.#next, now);
  }

  #settle(): void {
    if (!this.#isEnough || this.#inFlight > 0) return;
    clearTimeout(this.#drainTimer);
    this.#resolve();
  }
}
