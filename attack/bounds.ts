import type { Random } from '../src/model/random.ts';

/** What an attack may do, and how it is to be seen again. */
export interface Bounds {
  readonly random: Random;
  readonly seed: number;
  /** No try begins after it, by the clock of `Date.now()`. */
  readonly endAt: number;
  readonly tries: number;
  /** Processes of hogbench at a time. */
  readonly atOnce: number;
  readonly say: (line: string) => void;
}
