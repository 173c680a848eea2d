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
