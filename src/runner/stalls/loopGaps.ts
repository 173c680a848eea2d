import type { Milliseconds } from '../../model/units.ts';
import { overlaps, type Span } from '../clock.ts';
import { type Execution, spanOf } from '../executor.ts';

/** How often a thread that runs shows that it does. */
export const tickMs = 250;

/**
 * A busy machine delays a thread too: by 170 ms at most with 49 busy threads on two cores. Later than this, it was stopped.
 */
const lateMs = 500;

/** Spans in which a thread did not run, of what it says of itself: it was stopped, or the whole machine was. */
export class LoopGaps {
  private readonly gaps: Span[] = [];
  private last: Milliseconds;

  constructor(now: Milliseconds) {
    this.last = now;
  }

  /** The thread runs; it says so every `tickMs`, and whenever it begins or ends something. */
  alive(now: Milliseconds): void {
    if (now - this.last > tickMs + lateMs) this.gaps.push({ from: this.last, to: now });
    this.last = now;
  }

  during(span: Span): readonly Span[] {
    return this.gaps.filter((gap) => overlaps(gap, span));
  }
}

/** An execution with the gaps of the thread that executed it. */
export function withGaps(execution: Execution, loop: LoopGaps): Execution {
  const gaps = loop.during(spanOf(execution));
  return gaps.length === 0 ? execution : { ...execution, gaps };
}
