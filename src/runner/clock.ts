import type { EpochMs, Milliseconds } from '../model/units.ts';

/** The two clocks of a machine. */
export interface Clock {
  /** Grows evenly from an arbitrary start and is never set; all threads read the same. */
  monotonic(): Milliseconds;
  /** Since 1970. A time server or a person can set it at any moment, so that no duration may come of it. */
  wall(): EpochMs;
}

/** The monotonic clock of this machine, in milliseconds. */
export function monotonicMs(): Milliseconds {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Tells when something was in milliseconds since 1970, on a scale that grows evenly whatever becomes of the wall clock. */
export function epochScale(clock: Clock): (monotonic: Milliseconds) => EpochMs {
  const offset = clock.wall() - clock.monotonic();
  return (monotonic) => Math.round(monotonic + offset);
}

/** From one moment of the monotonic clock to a later one. */
export interface Span {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
}

export function overlaps(one: Span, other: Span): boolean {
  return one.from < other.to && other.from < one.to;
}

/** How long two spans have in common; 0 when nothing. */
export function common(one: Span, other: Span): Milliseconds {
  return Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
}
