import type { Milliseconds } from '../../model/units.ts';
import { type Clock, overlaps, type Span } from '../clock.ts';

/** A clock that a time server corrects drifts by half a millisecond a second at most. */
const jumpMs = 100;

/** Two clocks cannot be read at once: where the thread lost the processor between them, they are read again later. */
const closeMs = 20;

/** A span in which the wall clock was set, and how far. */
export interface ClockJump extends Span {
  readonly byMs: Milliseconds;
}

/** Notices when the wall clock and the monotonic one do not go on alike. */
export class ClockJumps {
  private readonly clock: Clock;
  private readonly jumps: ClockJump[] = [];
  private last: { readonly at: Milliseconds; readonly offset: Milliseconds } | undefined;

  constructor(clock: Clock) {
    this.clock = clock;
    this.look();
  }

  look(): void {
    const from = this.clock.monotonic();
    const wall = this.clock.wall();
    const at = this.clock.monotonic();
    if (at - from > closeMs) return;
    const { last } = this;
    const offset = wall - at;
    this.last = { at, offset };
    if (last === undefined || Math.abs(offset - last.offset) <= jumpMs) return;
    this.jumps.push({ from: last.at, to: at, byMs: Math.round(offset - last.offset) });
  }

  during(span: Span): readonly ClockJump[] {
    return this.jumps.filter((jump) => overlaps(jump, span));
  }
}
