import type { Milliseconds } from '../../model/units.ts';
import { common, overlaps, type Span } from '../clock.ts';

/** Between an answer and the next beat. A beat costs a server a quarter of a millisecond of a processor, and leaves nothing in its log. */
export const beatEveryMs = 500;

/** With a heavy query on two cores, in company of twenty busy threads, the slowest of 60 answers took 416 ms. */
const shortestStallMs = 2000;

/** A server that is always slow to answer does not stall whenever it is: nine of ten answers, and this many times as long. */
const timesUsual = 5;
const usualShare = 0.9;
const fewestAnswers = 20;
const mostAnswers = 200;

/** The beats of one server: when it left one without an answer for much longer than usual, it stalled. */
export class Heartbeats {
  private readonly stalls: Span[] = [];
  private readonly answers: Milliseconds[] = [];
  private sent: Milliseconds | undefined;
  private ended = Number.NEGATIVE_INFINITY;

  isDue(now: Milliseconds): boolean {
    return this.sent === undefined && now - this.ended >= beatEveryMs;
  }

  send(now: Milliseconds): void {
    this.sent = now;
  }

  /** @param gaps in which this thread did not run: what came in them was not seen */
  end(now: Milliseconds, answered: boolean, gaps: readonly Span[]): void {
    const stall = this.open(now, gaps);
    if (stall !== undefined) this.stalls.push(stall);
    else if (answered && this.sent !== undefined) this.remember(waited({ from: this.sent, to: now }, gaps));
    this.sent = undefined;
    this.ended = now;
  }

  /** The stall that goes on at this moment. Who never answered a beat does not know them, as some proxies. */
  open(now: Milliseconds, gaps: readonly Span[]): Span | undefined {
    if (this.sent === undefined || this.answers.length === 0) return undefined;
    const span = { from: this.sent, to: now };
    return waited(span, gaps) > this.longest() ? span : undefined;
  }

  /** @param completed whether the server answered what was asked in this span */
  during(span: Span, completed: boolean, now: Milliseconds, gaps: readonly Span[]): readonly Span[] {
    const all = [...this.stalls, ...[this.open(now, gaps)].flatMap((one) => one ?? [])];
    return all.filter((one) => overlaps(one, span) && !(completed && contradicts(span, one)));
  }

  private remember(ms: Milliseconds): void {
    this.answers.push(ms);
    if (this.answers.length > mostAnswers) this.answers.shift();
  }

  private longest(): Milliseconds {
    if (this.answers.length < fewestAnswers) return shortestStallMs;
    const usual = [...this.answers].sort((a, b) => a - b)[Math.floor(this.answers.length * usualShare)] ?? 0;
    return Math.max(shortestStallMs, timesUsual * usual);
  }
}

/** What was asked and answered within a stall, in far less time than it lasted, did not stall. */
function contradicts(span: Span, stall: Span): boolean {
  const isWithin = span.from >= stall.from && span.to <= stall.to;
  return isWithin && 2 * (span.to - span.from) < stall.to - stall.from;
}

function waited(span: Span, gaps: readonly Span[]): Milliseconds {
  return gaps.reduce((left, gap) => left - common(span, gap), span.to - span.from);
}
